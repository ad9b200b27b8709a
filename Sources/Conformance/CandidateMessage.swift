import FIX44

/// A message of the engine that is tested, taken apart without judging it.
struct CandidateMessage: Equatable {
  let fields: [String]

  init(_ bytes: [UInt8]) {
    fields = ScenarioText.fields(Self.text(bytes))
  }

  var msgType: String { self["35"] ?? "" }
  /// MsgSeqNum(34).
  var number: Int? { number("34") }
  var isRepeat: Bool { self["43"] == "Y" }
  var isAdmin: Bool { CandidateText.isAdmin(msgType) }

  subscript(tag: String) -> String? { CandidateText.value(tag, of: fields) }
  func number(_ tag: String) -> Int? { self[tag].flatMap { Int($0) } }

  /// `MsgType(35)=3 Reject|RefSeqNum(45)=2|...`, without what frames a message.
  var text: String {
    let common = ["8", "9", "49", "56", "52", "10"]
    return fields.map(CandidateText.parts).filter { !common.contains($0.tag) }
      .map { Self.named($0.tag, $0.value) }.joined(separator: "|")
  }

  /// Bytes with `|` for the delimiter; passwords are not shown.
  static func text(_ bytes: [UInt8]) -> String {
    let all = String(decoding: bytes.map { $0 == 1 ? 0x7c : $0 }, as: UTF8.self)
    let fields = all.split(separator: "|", omittingEmptySubsequences: false).map { field in
      field.hasPrefix("554=") || field.hasPrefix("925=") ? field.prefix(4) + "***" : field
    }
    return fields.joined(separator: "|")
  }

  /// `MsgType(35)=3 Reject`
  static func named(_ tag: String, _ value: String) -> String {
    let meaning = tag == "35" || tag == "372" ? MsgType(value).flatMap(messageName) : nil
    return "\(name(tag))=\(value)" + (meaning.map { " \($0)" } ?? "")
  }

  /// `MsgType(35)`
  static func name(_ tag: String) -> String {
    guard let number = UInt32(tag) else { return tag }
    let name = Tag(rawValue: number).name
    return name.isEmpty ? tag : "\(name)(\(tag))"
  }

  private static let dictionary = FIX44Dictionary.make()
  private static func messageName(_ msgType: MsgType) -> String? {
    dictionary.message(msgType)?.name
  }
}
