import FIXWire
public import Market

/// Who speaks in a scenario, and what stands for the words that it leaves open.
public struct ScenarioParties: Equatable, Sendable {
  /// The CompID of the side that is tested.
  public var venue: String
  /// The CompID of the other side, whose messages the scenario has.
  public var counterparty: String
  /// What stands for `<ORDER>`: the fields of a buy that rests, without ClOrdID(11).
  public var order =
    "55=CU|54=1|60=<TIME>|38=25|40=2|44=68400|15=CNY|59=0|"
  /// What stands for `<TESTREQID>`: TestReqID(112) of the last TestRequest(1) that came.
  public var testReqID = ""

  public init(venue: String, counterparty: String) {
    self.venue = venue
    self.counterparty = counterparty
  }
}

/// Messages as lines of text with `|` for the delimiter.
public enum ScenarioText {
  /// The whole message that a line stands for: BeginString(8), BodyLength(9), CompIDs, SendingTime(52) and
  /// CheckSum(10) are added where they are missing, so that they can be wrong on purpose; `-52` leaves
  /// a field out on purpose.
  public static func message(
    _ line: String, from parties: ScenarioParties, now: Instant
  ) -> [UInt8] {
    var body = fields(filled(line, parties, now: now))
    let beginString = takeFirst("8=", of: &body) ?? "8=FIX.4.4"
    let bodyLength = takeFirst("9=", of: &body)
    let checkSum = body.last.flatMap { $0.hasPrefix("10=") ? $0 : nil }
    if checkSum != nil { body.removeLast() }
    var place = min(1, body.count)
    let time = now.utcTimestamp(milliseconds: false)
    let added = [("49", parties.counterparty), ("56", parties.venue), ("52", time)]
    for (tag, value) in added {
      if let left = body.firstIndex(of: "-\(tag)") {
        body.remove(at: left)
      } else if !body.contains(where: { $0.hasPrefix("\(tag)=") }) {
        body.insert("\(tag)=\(value)", at: place)
        place += 1
      }
    }
    let content = body.map { $0 + "\u{1}" }.joined()
    let head = "\(beginString)\u{1}\(bodyLength ?? "9=\(content.utf8.count)")\u{1}"
    let all = head + content
    let sum = Int(all.utf8.reduce(UInt8(0)) { $0 &+ $1 })
    return Array((all + (checkSum ?? "10=\(DecimalText.padded(sum, 3))") + "\u{1}").utf8)
  }

  /// A message without BeginString(8), BodyLength(9), CompIDs, SendingTime(52) and CheckSum(10).
  public static func short(_ message: [UInt8]) -> String {
    let text = String(decoding: message.map { $0 == 1 ? 0x7c : $0 }, as: UTF8.self)
    let common = ["8=", "9=", "49=", "56=", "52=", "10="]
    return fields(text).filter { field in !common.contains { field.hasPrefix($0) } }
      .map { $0 + "|" }.joined()
  }

  /// TestReqID(112) of a TestRequest(1); nil for any other message.
  static func testReqID(_ message: [UInt8]) -> String? {
    let fields = fields(short(message))
    guard fields.first == "35=1" else { return nil }
    return fields.first { tag(of: $0) == "112" }.map { String($0.dropFirst(4)) }
  }

  /// What of a message an expectation speaks of. An administrative message is expected whole; of any other
  /// one the header and the fields that the expectation names.
  static func relevant(_ message: [UInt8], for expected: String) -> String {
    let fields = fields(short(message))
    let wanted = self.fields(expected)
    let isAdmin = ["0", "1", "2", "3", "4", "5", "A"].contains { fields.first == "35=\($0)" }
    if isAdmin { return fields.map { $0 + "|" }.joined() }
    let tags = wanted.map { tag(of: $0) } + ["35", "34", "43", "97", "122", "369"]
    return fields.filter { tags.contains(tag(of: $0)) }.map { $0 + "|" }.joined()
  }

  /// The text with `<ORDER>`, `<ORDER-tag>`, `<VENUE>`, `<COUNTERPARTY>`, `<TESTREQID>`, `<TIME>` and
  /// `<TIME-n>` replaced.
  static func filled(_ text: String, _ parties: ScenarioParties, now: Instant) -> String {
    var result = ""
    var rest = Substring(
      withOrder(text, parties.order).replacing("<VENUE>", with: parties.venue)
        .replacing("<COUNTERPARTY>", with: parties.counterparty)
        .replacing("<TESTREQID>", with: parties.testReqID))
    while let start = rest.firstRange(of: "<TIME"),
      let end = rest[start.upperBound...].firstIndex(of: ">")
    {
      let offset = Int64(rest[start.upperBound..<end]) ?? 0
      result += rest[..<start.lowerBound]
      let time = now.adding(nanoseconds: offset * 1_000_000_000)
      result += time.utcTimestamp(milliseconds: false)
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// The fields of the order for `<ORDER>`, and all but one for `<ORDER-tag>`.
  private static func withOrder(_ text: String, _ order: String) -> String {
    let whole = text.replacing("<ORDER>", with: order)
    guard let start = whole.firstRange(of: "<ORDER-"),
      let end = whole[start.upperBound...].firstIndex(of: ">")
    else { return whole }
    let left = whole[start.upperBound..<end]
    let others = fields(order).filter { tag(of: $0) != left }.map { $0 + "|" }.joined()
    return whole[..<start.lowerBound] + others + whole[whole.index(after: end)...]
  }

  static func tag(of field: String) -> String { String(field.prefix { $0 != "=" }) }

  static func fields(_ text: String) -> [String] {
    text.split(separator: "|").map(String.init)
  }

  private static func takeFirst(_ tag: String, of fields: inout [String]) -> String? {
    guard let first = fields.first, first.hasPrefix(tag) else { return nil }
    return fields.removeFirst()
  }
}
