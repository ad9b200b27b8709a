import Market

/// A message as it stands on the wire, for counterparties that are written for nothing but to look at it.
struct WireMessage {
  let bytes: [UInt8]
  private let fields: [(tag: Int, value: Range<Int>)]

  private static let delimiter: UInt8 = 1

  /// The first whole message of `bytes`; nil where it is not whole. What is none is a mistake of the venue.
  init?(_ bytes: [UInt8], from start: Int) {
    guard let end = Self.end(of: bytes, from: start) else { return nil }
    self.bytes = Array(bytes[start..<end])
    var fields: [(tag: Int, value: Range<Int>)] = []
    var (tag, valueStart, isValue) = (0, 0, false)
    for (place, byte) in self.bytes.enumerated() {
      if !isValue, byte == UInt8(ascii: "=") {
        (valueStart, isValue) = (place + 1, true)
      } else if isValue, byte == Self.delimiter {
        fields.append((tag, valueStart..<place))
        (tag, isValue) = (0, false)
      } else if !isValue {
        tag = tag * 10 + Int(byte) - 48
      }
    }
    self.fields = fields
  }

  /// Behind the message that begins at `start`: 8=FIX.4.4, 9=length, the body, 10=NNN.
  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    var place = start + 12
    var length = 0
    while place < bytes.count, bytes[place] != delimiter {
      length = length * 10 + Int(bytes[place]) - 48
      place += 1
    }
    let end = place + 1 + length + 7
    return place < bytes.count && end <= bytes.count ? end : nil
  }

  /// The value of a tag where it stands first.
  subscript(_ tag: Int) -> String? {
    fields.first { $0.tag == tag }.map { text($0.value) }
  }

  func number(_ tag: Int) -> Int { self[tag].flatMap { Int($0) } ?? 0 }

  var type: String { self[35] ?? "" }
  var msgSeqNum: Int { number(34) }
  var isPossDup: Bool { self[43] == "Y" }
  /// Whether it says that it may have been told before.
  var isRepeated: Bool { isPossDup || self[97] == "Y" }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// What does not change however often it is told: without header and trailer, but for the type.
  var content: String { content(without: []) }

  /// The same, and without some tags more.
  func content(without tags: Set<Int>) -> String {
    fields.filter { !Self.changing.contains($0.tag) && !tags.contains($0.tag) }
      .map { "\($0.tag)=\(text($0.value))|" }.joined()
  }

  private static let changing: Set<Int> = [8, 9, 10, 34, 43, 49, 50, 52, 56, 57, 97, 122, 369]

  /// All fields in their order.
  var pairs: [(tag: Int, value: String)] { fields.map { ($0.tag, text($0.value)) } }

  /// The entries of a group: each begins with `first`.
  func entries(from first: Int) -> [[(tag: Int, value: String)]] {
    var entries: [[(tag: Int, value: String)]] = []
    for field in fields {
      if field.tag == first { entries.append([]) }
      if !entries.isEmpty {
        entries[entries.count - 1].append((field.tag, text(field.value)))
      }
    }
    return entries
  }

  var text: String {
    String(decoding: bytes.map { $0 == Self.delimiter ? UInt8(ascii: "|") : $0 }, as: UTF8.self)
  }

  /// A message with this content, `35=0|49=X|...`.
  static func framed(_ content: String) -> [UInt8] {
    let body = content.utf8.map { $0 == UInt8(ascii: "|") ? delimiter : $0 }
    var bytes = Array("8=FIX.4.4\u{1}9=\(body.count)\u{1}".utf8)
    bytes += body
    let sum = bytes.reduce(UInt8(0)) { $0 &+ $1 }
    let digits = String(Int(sum) + 1_000).dropFirst()
    return bytes + Array("10=\(digits)\u{1}".utf8)
  }

  /// A time as FIX writes it, to the millisecond.
  static func time(_ instant: Instant) -> String {
    let milliseconds = instant.nanoseconds / 1_000_000
    let (days, ofDay) = (milliseconds / 86_400_000, milliseconds % 86_400_000)
    // Days since 1970 to a date, by eras of 400 years.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let ofEra = shifted - era * 146_097
    let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let date = (year + era * 400 + (month <= 2 ? 1 : 0)) * 10_000 + month * 100 + day
    let (seconds, rest) = (ofDay / 1_000, ofDay % 1_000)
    return "\(date)-\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))."
      + String(1_000 + rest).dropFirst()
  }

  private static func two(_ number: Int64) -> Substring { String(100 + number).dropFirst() }
}
