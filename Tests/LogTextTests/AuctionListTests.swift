import LogText
import Market
import Records
import Testing

/// The lots as `cangdan auction list` shows them.
@Suite struct AuctionListTests {
  private static let symbol = Symbol(Text16("CU-BW-A")!)
  private static let at = Instant(nanoseconds: 1_795_397_400_000_000_000)

  private static func record<Body: BitwiseCopyable>(_ type: EventType, _ body: Body) -> RecordBuffer
  {
    var buffer = RecordBuffer(capacity: 1_024)
    var head = RecordHead()
    head.typeCode = type.rawValue
    buffer.append(head, body: body)
    return buffer
  }

  private static func applied(_ auction: UInt32) -> RecordBuffer {
    var body = AuctionAnswered()
    body.auction = auction
    body.symbol = symbol
    body.commandType = CommandType.applyAuction.rawValue
    body.stateCode = AuctionState.applied.rawValue
    return record(.auctionAnswered, body)
  }

  private static func announced(_ auction: UInt32, _ side: Side, _ mode: TradingMode)
    -> RecordBuffer
  {
    var body = AuctionAnnounced()
    body.auction = auction
    body.symbol = symbol
    body.sideCode = side.rawValue
    body.modeCode = mode.rawValue
    body.quantity = Quantity(thousandths: 50_000)
    body.startPrice = Price(tenThousandths: 680_000_000)
    body.priceStep = Price(tenThousandths: 1_000_000)
    body.opensAt = at
    return record(.auctionAnnounced, body)
  }

  private static func changed(
    _ auction: UInt32, _ state: AuctionState, _ change: (inout AuctionChanged) -> Void = { _ in }
  ) -> RecordBuffer {
    var body = AuctionChanged()
    body.auction = auction
    body.symbol = symbol
    body.stateCode = state.rawValue
    change(&body)
    return record(.auctionChanged, body)
  }

  private static func lines(_ all: Bool = false, of events: [() -> RecordBuffer]) -> [String] {
    var list = AuctionList()
    for event in events { list.take(event().bytes) }
    return list.lines(all: all)
  }

  @Test("a lot that is applied for has its number and its instrument")
  func application() {
    let lines = Self.lines(of: [{ Self.applied(7) }])
    #expect(lines == ["7 APPLIED CU-BW-A applied for"])
  }

  @Test("what answers a deposit, or refuses, makes no lot")
  func others() {
    var deposit = AuctionAnswered()
    deposit.auction = 7
    deposit.commandType = CommandType.depositAuction.rawValue
    deposit.stateCode = AuctionState.announced.rawValue
    var refused = AuctionAnswered()
    refused.commandType = CommandType.applyAuction.rawValue
    refused.reasonCode = AuctionRefusal.stepInvalid.rawValue
    let lines = Self.lines(of: [
      { Self.record(.auctionAnswered, deposit) }, { Self.record(.auctionAnswered, refused) },
    ])
    #expect(lines.isEmpty)
  }

  @Test("one that is announced has its terms and when it opens")
  func announcement() {
    let lines = Self.lines(of: [
      { Self.announced(8, .buy, .auctionDescending) },
      { Self.announced(7, .sell, .auctionAscending) }, { Self.changed(7, .announced) },
    ])
    #expect(
      lines == [
        "7 ANNOUNCED CU-BW-A sells 50 from 68000 up by 100; opens 2026-11-23T01:30:00.000000000Z",
        "8 ANNOUNCED CU-BW-A buys 50 from 68000 down by 100; opens 2026-11-23T01:30:00.000000000Z",
      ])
  }

  @Test("one that is open how it stands")
  func course() {
    let lines = Self.lines(of: [
      { Self.announced(7, .sell, .auctionAscending) },
      {
        Self.changed(7, .extending) { body in
          body.price = Price(tenThousandths: 681_000_000)
          body.quantity = Quantity(thousandths: 25_000)
          body.bidCount = 3
          body.round = 2
          body.reserveMetCode = UInt8(ascii: "N")
          body.endsAt = Self.at
        }
      },
    ])
    #expect(
      lines == [
        "7 EXTENDING CU-BW-A sells 50 from 68000 up by 100; 25 at 68100, bids 3, reserve not met, "
          + "round 2, next 2026-11-23T01:30:00.000000000Z"
      ])
  }

  @Test(
    "one that is over is shown where all are wanted",
    arguments: [AuctionState.sold, .unsold, .cancelled])
  func over(_ state: AuctionState) {
    let events: [() -> RecordBuffer] = [{ Self.applied(7) }, { Self.changed(7, state) }]
    let present = Self.lines(of: events)
    let all = Self.lines(true, of: events)
    #expect(present.isEmpty)
    #expect(all == ["7 \("\(state)".uppercased()) CU-BW-A applied for"])
  }
}
