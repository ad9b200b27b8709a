import FIXWire
import Market
import OrderEntry
import Records
import Testing

/// BusinessMessageReject(j) and Reject(3).
@Suite struct RefusalTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let refusal: Refusal
    let refTagID: UInt32
    let reason: Int
    let text: String
    init(_ refusal: Refusal, _ refTagID: UInt32, _ reason: Int, _ text: String) {
      self.refusal = refusal
      self.refTagID = refTagID
      self.reason = reason
      self.text = text
    }
    var testDescription: String { "\(refusal) \(refTagID)" }
  }

  static let rows: [Row] = [
    Row(.unsupportedMessageType, 0, 3, "MsgType(35) is not supported"),
    Row(.notAuthorised, 0, 6, "The session's role may not send this MsgType(35)"),
    Row(.throttled, 0, 0, "The session is over its limit of messages"),
    Row(
      .conditionallyRequiredFieldMissing, 44, 5, "Conditionally required field missing, Price(44)"),
    Row(
      .valueNotRepresentable, 11, 0,
      "Value is not supported or beyond what the venue can hold, ClOrdID(11)"),
    Row(
      .applicationNotAvailable, 0, 4, "The venue takes no new orders now, only cancels and queries"),
    Row(.tooManyDocuments, 711, 0, "More than 64 documents are named, NoUnderlyings(711)"),
    Row(.codeNotOffered, 54, 0, "Code is not offered, Side(54)"),
    Row(.unknownSymbol, 0, 2, "Symbol(55) is unknown"),
    Row(.unknownAccount, 0, 1, "Account(1) is unknown to the firm"),
    Row(.symbolNotExpected, 0, 0, "Symbol(55) is there, MassStatusReqType(585) is 7"),
    Row(.massStatusPending, 0, 0, "A mass status request of the session is being answered"),
    Row(.tooManyMassStatuses, 0, 0, "Too many mass status requests are being answered"),
  ]

  @Test("every refusal has a row")
  func complete() {
    #expect(Set(Self.rows.map(\.refusal)) == Set(Refusal.allCases))
  }

  @Test("a message refused before any rule of the market", arguments: rows)
  func refused(_ row: Row) {
    var event = BusinessMessageReject()
    event.businessRejectRefID = Text16("M-1")!
    event.refMsgType = 0x4541
    event.refusalCode = row.refusal.rawValue
    event.refTagID = row.refTagID
    let encoded = ReportLines.record(.businessMessageReject, event)
    let line = encoded.body()
    #expect(line == "45=12|372=AE|379=M-1|380=\(row.reason)|58=\(row.text)|")
  }

  @Test("379 and 45 are left out where there is nothing to refer to")
  func nothing() {
    var event = BusinessMessageReject()
    event.refMsgType = 0x42
    event.refusalCode = Refusal.unsupportedMessageType.rawValue
    let encoded = ReportLines.record(.businessMessageReject, event, msgSeqNum: 0)
    let line = encoded.body()
    #expect(line == "372=B|380=3|58=MsgType(35) is not supported|")
  }

  struct SessionRow: Sendable {
    let reason: UInt16
    let refTagID: UInt32
    let expected: String
  }

  static let session: [SessionRow] = [
    SessionRow(reason: 0, refTagID: 0, expected: "373=0|58=Invalid tag number|"),
    SessionRow(
      reason: 1, refTagID: 38, expected: "371=38|372=D|373=1|58=Required tag missing, OrderQty(38)|"
    ),
    SessionRow(
      reason: 6, refTagID: 44,
      expected: "371=44|372=D|373=6|58=Incorrect data format for value, Price(44)|"),
    SessionRow(reason: 77, refTagID: 0, expected: "372=D|373=77|58=Message refused|"),
  ]

  @Test("a message answered by Reject(3)", arguments: session)
  func rejected(_ row: SessionRow) {
    var event = InboundSeen()
    event.refMsgType = row.reason == 0 ? 0 : 0x44
    event.sessionRejectReason = row.reason
    event.refTagID = row.refTagID
    let encoded = ReportLines.record(.inboundRejected, event)
    let line = encoded.body()
    #expect(line == "45=12|" + row.expected)
  }

  @Test("every SessionRejectReason(373) has words", arguments: SessionRejectReason.allCases)
  func words(_ reason: SessionRejectReason) {
    var event = InboundSeen()
    event.sessionRejectReason = UInt16(reason.rawValue)
    let encoded = ReportLines.record(.inboundRejected, event)
    let text = encoded.body().split(separator: "|").last ?? ""
    #expect(text.hasPrefix("58=") && text.count > 12)
  }
}
