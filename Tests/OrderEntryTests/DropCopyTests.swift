import FIX44
import FIXWire
import Market
import Records
import Testing

@testable import OrderEntry

/// Which events a drop copy shows, and as what.
@Suite struct DropCopyTests {
  /// Session 7 is dealer DLR001's, session 8 a drop copy's, session 9 the registry's, of no firm.
  static var origins: Origins {
    var origins = Origins(capacity: 9)
    let sessions: [(UInt32, String, UInt32, SessionRole)] = [
      (7, "DLR001A", 1, .dealer), (8, "DC001", 1, .dropCopy), (9, "ZZREG", 0, .registry),
    ]
    for (number, name, firm, role) in sessions {
      let origin = Origins.Origin(
        compID: CompID(Text16(name)!), firm: FirmID(rawValue: firm), role: role)
      origins.set(origin, of: SessionID(rawValue: number))
    }
    return origins
  }

  /// Entitled to these firms, or to all where there is none.
  static func entitlement(_ firms: [UInt32]) -> Entitlement {
    var entitlement = Entitlement()
    entitlement.isAll = firms.isEmpty
    for firm in firms { entitlement.firms.insert(FirmID(rawValue: firm)) }
    return entitlement
  }

  /// The copy as a line, without what stands before OnBehalfOfCompID(115) and CheckSum(10); empty for none.
  private static func line(
    _ event: borrowing Encoded, for entitlement: Entitlement, ownTags: Bool = true
  ) -> String {
    let event = event.record.bytes
    guard let copy = DropCopy.of(event, for: entitlement, from: origins) else { return "" }
    var codes = FirmCodes(capacity: 2)
    codes.set(CompID(Text16("DLR001")!), of: FirmID(rawValue: 1))
    codes.set(CompID(Text16("DLR002")!), of: FirmID(rawValue: 2))
    var encoder = MessageEncoder(capacity: ReportEncoder.messageBytesMax)
    CopyEncoder.encode(
      event: event, as: copy, at: FeedPlace(feedSeq: 2_048, prevFeedSeq: 1_024),
      header: ReportLines.header, options: ReportOptions(ownTags: ownTags), firmCodes: codes,
      into: &encoder)
    let message = Span<UInt8>(_bytes: encoder.message)
    let text = message.indices.map { message[$0] == 1 ? UInt8(ascii: "|") : message[$0] }
    let line = String(decoding: text, as: UTF8.self)
    guard let start = line.firstRange(of: "|115=") else { return line }
    return String(line[start.lowerBound...].dropFirst().dropLast("10=000|".count))
  }

  static var trade: TradeMatched {
    var trade = TradeMatched()
    trade.tradeID = TradeID(rawValue: 9)
    (trade.buyFirm, trade.sellFirm) = (FirmID(rawValue: 2), FirmID(rawValue: 1))
    trade.modeCode = TradingMode.listing.rawValue
    trade.symbol = Symbol(Text16("CU-BW-A")!)
    trade.lastPx = Price(tenThousandths: 684_500_000)
    trade.lastQty = Quantity(thousandths: 25_000)
    trade.weight = Quantity(thousandths: 24_980)
    trade.grossTradeAmt = Amount(fen: 170_988_100)
    (trade.buyOrderID, trade.sellOrderID) = (OrderID(rawValue: 18), OrderID(rawValue: 17))
    (trade.buyExecID, trade.sellExecID) = (ExecID(rawValue: 402), ExecID(rawValue: 401))
    trade.buyClOrdID = ClOrdID(Text32("B-1")!)
    trade.sellClOrdID = ClOrdID(Text32("S-1")!)
    trade.documentCount = 1
    return trade
  }

  static func matched(_ body: TradeMatched) -> Encoded {
    var buffer = RecordBuffer(capacity: 1_024)
    var head = ReportLines.head(.tradeMatched, msgSeqNum: 0)
    head.session = .venue
    buffer.append(head, body: body, trailing: RawSpan(_elements: [Text32("R1")!].span))
    return Encoded(buffer)
  }

  private static let sell =
    "54=2|37=17|11=S-1|453=1|448=DLR001|447=D|452=1|15=CNY|381=1709881|"
  private static let buy =
    "54=1|37=18|11=B-1|453=1|448=DLR002|447=D|452=1|15=CNY|381=1709881|"

  @Test("a report is copied as it was, with its firm, whom it went to and its place")
  func report() {
    let event = ReportLines.record(.executionReport, ReportLines.report(.new, .new))
    let line = Self.line(event, for: Self.entitlement([1]))
    #expect(line.hasPrefix("115=DLR001A|34=5|"))
    let original = event.body()
    #expect(
      line.hasSuffix(
        "\(original)453=1|448=DLR001|447=D|452=1|797=Y|7840=2048|7841=1024|"))
    let plain = Self.line(event, for: Self.entitlement([1]), ownTags: false)
    #expect(plain.hasSuffix("\(event.body(ownTags: false))453=1|448=DLR001|447=D|452=1|797=Y|"))
  }

  @Test("refusals are copied as they were, RefSeqNum(45) that of whom they went to")
  func refusals() {
    var reject = OrderCancelReject()
    reject.cancelRejectCode = CancelReject.unknownOrder.rawValue
    reject.responseTo = 1
    reject.firm = FirmID(rawValue: 1)
    let cancel = ReportLines.record(.orderCancelReject, reject)
    #expect(
      Self.line(cancel, for: Self.entitlement([1])).hasSuffix(
        "\(cancel.body())7840=2048|7841=1024|"))
    var refused = BusinessMessageReject()
    refused.refMsgType = MsgType.newOrderSingle.rawValue
    refused.refusalCode = Refusal.notAuthorised.rawValue
    let business = ReportLines.record(.businessMessageReject, refused)
    let line = Self.line(business, for: Self.entitlement([1]))
    #expect(line.contains("|45=12|372=D|") && line.hasSuffix("7840=2048|7841=1024|"))
    #expect(Self.line(business, for: Self.entitlement([2])) == "")
  }

  @Test("a trade shows a firm its side, with the other where the mode names it")
  func ownSide() {
    let line = Self.line(Self.matched(Self.trade), for: Self.entitlement([1]))
    #expect(line.hasPrefix("115=CANGDAN|34=5|"))
    #expect(
      line.hasSuffix(
        "571=T9|487=0|856=0|828=0|829=1|150=F|880=9|17=401|570=N|55=CU-BW-A|711=1|311=CU|309=R1|305=100|"
          + "32=25|31=68450|75=20261123|60=20261123-01:30:00.123|573=0|552=1|54=2|37=17|11=S-1|453=2|"
          + "448=DLR001|447=D|452=1|448=DLR002|447=D|452=17|15=CNY|381=1709881|797=Y|7725=24.98|7761=L|"
          + "7840=2048|7841=1024|"), "\(line)")
    var anonymous = Self.trade
    anonymous.modeCode = TradingMode.continuous.rawValue
    let hidden = Self.line(Self.matched(anonymous), for: Self.entitlement([1]))
    #expect(hidden.contains("|552=1|\(Self.sell)797=Y|"), "\(hidden)")
    let buyer = Self.line(Self.matched(anonymous), for: Self.entitlement([2]))
    #expect(buyer.contains("|17=402|") && buyer.contains("|552=1|\(Self.buy)797=Y|"))
  }

  @Test("who is entitled to both sides, or to all, sees both", arguments: [true, false])
  func bothSides(all: Bool) {
    let both = all ? Self.entitlement([]) : Self.entitlement([1, 2])
    let line = Self.line(Self.matched(Self.trade), for: both)
    #expect(line.contains("|552=2|\(Self.buy)\(Self.sell)797=Y|"), "\(line)")
    #expect(!line.contains("|17="))
  }

  @Test("of what becomes of a trade its undoing and its final terms are shown, to whom they went")
  func corrections() {
    func changed(_ state: TradeState, side: UInt8 = Side.sell.rawValue) -> Encoded {
      var body = TradeChanged()
      body.tradeID = TradeID(rawValue: 9)
      body.stateCode = state.rawValue
      body.sideCode = side
      (body.buyFirm, body.sellFirm) = (FirmID(rawValue: 2), FirmID(rawValue: 1))
      body.execID = ExecID(rawValue: 500)
      body.matchedAt = ReportLines.time
      return ReportLines.record(.tradeChanged, body)
    }
    let bust = Self.line(changed(.bust), for: Self.entitlement([1]))
    #expect(bust.hasPrefix("115=DLR001A|") && bust.contains("|571=500|487=1|"))
    #expect(bust.hasSuffix("572=T9|797=Y|7840=2048|7841=1024|"))
    let final = Self.line(changed(.invoiced), for: Self.entitlement([1]))
    #expect(final.contains("|571=500|487=2|") && final.contains("|572=T9|797=Y|"))
    #expect(Self.line(changed(.bust), for: Self.entitlement([2])) == "")
    #expect(Self.line(changed(.bust, side: 0), for: Self.entitlement([])) == "")
    let others: [TradeState] = [.signed, .funded, .dvpDone, .dispute, .weightFinal, .closed]
    let shown = others.filter { Self.line(changed($0), for: Self.entitlement([1])) != "" }
    #expect(shown == [.closed], "no party is told of a closed trade; it would be final")
  }

  @Test("who is entitled to nothing, or to others, is shown nothing")
  func others() {
    let report = ReportLines.record(.executionReport, ReportLines.report(.new, .new))
    #expect(Self.line(report, for: Entitlement()) == "")
    #expect(Self.line(report, for: Self.entitlement([2])) == "")
    #expect(Self.line(Self.matched(Self.trade), for: Self.entitlement([3])) == "")
  }

  @Test(
    "what a drop copy itself is told is not copied; of a session without a firm, to whom sees all")
  func toldToCopies() {
    func rejected(_ session: UInt32) -> Encoded {
      var refused = BusinessMessageReject()
      refused.refMsgType = MsgType.newOrderSingle.rawValue
      refused.refusalCode = Refusal.notAuthorised.rawValue
      var buffer = RecordBuffer(capacity: 1_024)
      var head = ReportLines.head(.businessMessageReject)
      head.session = SessionID(rawValue: session)
      buffer.append(head, body: refused)
      return Encoded(buffer)
    }
    #expect(Self.line(rejected(8), for: Self.entitlement([])) == "")
    #expect(Self.line(rejected(9), for: Self.entitlement([])).hasPrefix("115=ZZREG|"))
    #expect(Self.line(rejected(9), for: Self.entitlement([1, 2])) == "")
  }

  @Test("events of other types are copied to nobody", arguments: EventType.allCases)
  func types(_ type: EventType) {
    let isCopied = DropCopy.mayConcern(type.rawValue)
    let copied: [EventType] = [
      .executionReport, .orderCancelReject, .businessMessageReject, .noticeRefused,
      .tradeMatched, .tradeChanged,
    ]
    #expect(isCopied == copied.contains(type))
  }

  @Test("a FeedSeq is sixteen times a place where an event can begin")
  func places() {
    #expect(FeedPlace.feedSeq(at: 128) == 2_048)
    #expect(FeedPlace.position(of: 2_048) == 128)
    #expect([2_047, 2_049, 2_064].map { FeedPlace.position(of: $0) } == [nil, nil, nil])
  }
}
