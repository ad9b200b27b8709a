import Market
import Records

extension LogRecord {
  /// `12 2026-11-23T01:30:00.000000000Z newOrder session=3/DLR001 epoch=1 msgSeqNum=5 clOrdID=A1 ...`
  ///
  /// An event is indented, and has its ordinal where a command has nothing. `compID` is the name of
  /// the head's session, empty where it is not known.
  public func line(compID: String = "") -> String {
    let start =
      isEvent
      ? "  \(head.sequence.rawValue).\(head.ordinal)" : "\(head.sequence.rawValue)"
    var words = [start, TextForm.timestamp(head.time), typeName]
    if head.session != .venue {
      words.append("session=\(head.session.rawValue)" + (compID.isEmpty ? "" : "/\(compID)"))
    }
    words += headFields.map { "\($0.name)=\($0.value)" }
    words += fields.entries.map { "\($0.name)=\(TextForm.word($0.value))" }
    return words.joined(separator: " ")
  }

  /// One JSON object on one line; the body's fields stand in `fields`.
  public func json(compID: String = "") -> String {
    var members = ["\"sequence\":\(head.sequence.rawValue)"]
    if isEvent { members.append("\"ordinal\":\(head.ordinal)") }
    members.append("\"time\":\"\(TextForm.timestamp(head.time))\"")
    members.append("\"\(isEvent ? "event" : "command")\":\(TextForm.quoted(typeName))")
    if head.session != .venue { members.append("\"session\":\(head.session.rawValue)") }
    if !compID.isEmpty { members.append("\"compID\":\(TextForm.quoted(compID))") }
    members += headFields.map(\.json)
    members.append("\"fields\":{\(fields.entries.map(\.json).joined(separator: ","))}")
    return "{\(members.joined(separator: ","))}"
  }

  /// What the head says of the message behind the record.
  private var headFields: [RecordField] {
    var fields = RecordFields()
    fields.number("epoch", head.epoch.rawValue)
    fields.number("msgSeqNum", head.msgSeqNum.rawValue)
    if head.flags.contains(.possDup) { fields.word("possDup", "yes") }
    if head.flags.contains(.possResend) { fields.word("possResend", "yes") }
    return fields.entries
  }
}
