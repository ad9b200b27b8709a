import Market
import Storage
import Testing

@testable import Agents

/// What gateway and sessions show of themselves.
@Suite struct GatewayCountersTests {
  @Test("a session's numbers, messages and disconnects, by reason")
  func session() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let block = venue.counters[CounterLayout.session(2)]
    #expect(block.load(.presence) == SessionPresence.away.rawValue)
    #expect(block.load(.nextInbound) == 1)
    let buyer = try venue.logOn("BUYER")
    #expect(block.load(.presence) == SessionPresence.live.rawValue)
    buyer.send("35=D|11=B1|55=CU|54=Z|60=20261121-09:00:00|38=25|40=2|44=68400|")
    #expect(venue.expect(buyer, "35=3") != nil)
    buyer.send("35=2|7=2|16=0|")
    #expect(venue.expect(buyer, "35=3", "43=Y") != nil)
    #expect(block.load(.messagesIn) == 3)
    #expect(block.load(.rejects) == 1)
    #expect(block.load(.resendRequestsIn) == 1)
    #expect(block.load(.messagesResent) == 1)
    #expect(block.load(.nextInbound) == 4)
    #expect(block.load(.nextOutbound) == 3)
    #expect(block.load(.bytesIn) > 100 && block.load(.bytesOut) > 100)
    #expect(block.load(.port) > 0)
    buyer.disconnect()
    for _ in 0..<20 { venue.cycle() }
    #expect(block.load(.presence) == SessionPresence.away.rawValue)
    #expect(block.load(.disconnects) == 1)
    let lost = SessionEndReason.remoteDisconnect.rawValue
    #expect(block.load(.lastEndReason) == UInt64(lost))
    #expect(block.load(SessionCounter.disconnectsByReason + Int(lost)) == 1)
  }

  @Test("every reason of a disconnect has its place in the block")
  func reasons() {
    for reason in SessionEndReason.allCases {
      #expect(SessionCounter.disconnectsByReason + Int(reason.rawValue) < CounterBlock.count)
    }
    let places = SessionCounter.allCases.map(\.rawValue)
    #expect(Set(places).count == places.count)
    #expect((places.max() ?? 0) < SessionCounter.disconnectsByReason)
  }

  @Test("the outcome of the operator's request, and of one that is refused")
  func outcome() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let gateway = venue.counters[CounterLayout.gateway]
    let buyer = try venue.logOn("BUYER")
    buyer.send("35=D|11=B1|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|")
    #expect(venue.expect(buyer, "11=B1", "150=0") != nil)
    venue.kill("BUYER", request: 1)
    #expect(venue.expect(buyer, "11=B1", "150=4", "378=8") != nil)
    #expect(gateway.acquire(GatewayCounter.request.rawValue) == 1)
    #expect(gateway.load(.affectedOrders) == 1)
    #expect(gateway.load(.refusal) == 0)
    venue.kill("NOBODY", request: 2)
    for _ in 0..<5 { venue.cycle() }
    #expect(gateway.acquire(GatewayCounter.request.rawValue) == 2)
    #expect(gateway.load(.refusal) == UInt64(CommandRefusal.unknownSession.rawValue))
    #expect(gateway.load(.refusalDetail) == 99)
  }

  @Test("the outcome of a request about a trade: the trade's state, or why nothing has changed")
  func tradeOutcome() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let gateway = venue.counters[CounterLayout.gateway]
    let buyer = try venue.logOn("BUYER")
    let seller = try venue.logOn("SELLER")
    seller.send("35=D|11=S1|55=CU|54=2|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|")
    #expect(venue.expect(seller, "11=S1", "150=0") != nil)
    buyer.send("35=D|11=B1|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|")
    #expect(venue.expect(buyer, "11=B1", "150=F") != nil)
    func outcome(_ request: UInt64) -> (state: UInt64, notice: UInt64, refusal: UInt64) {
      for _ in 0..<10 { venue.cycle() }
      #expect(gateway.acquire(GatewayCounter.request.rawValue) == request)
      return (gateway.load(.tradeState), gateway.load(.noticeRefusal), gateway.load(.refusal))
    }
    venue.answer(1, instruction: 1, .done, request: 1)
    #expect(outcome(1) == (UInt64(TradeState.titleLocked.rawValue), 0, 0))
    venue.answer(1, instruction: 1, .done, request: 2)
    let repeated = UInt64(NoticeRefusal.repeated.rawValue)
    #expect(outcome(2) == (UInt64(TradeState.titleLocked.rawValue), repeated, 0))
    venue.answer(9, instruction: 1, .done, request: 3)
    #expect(outcome(3) == (0, UInt64(NoticeRefusal.unknownTrade.rawValue), 0))
    venue.controlTrade(1, .resume, request: 4)
    #expect(outcome(4) == (0, 0, UInt64(CommandRefusal.wrongTradeState.rawValue)))
    #expect(gateway.load(.refusalDetail) == UInt64(TradeState.titleLocked.rawValue))
    venue.answer(1, instruction: 2, .done, request: 5)
    #expect(outcome(5) == (UInt64(TradeState.dvpDone.rawValue), 0, 0))
  }
}
