import Market
import Testing

@testable import MarketCore

@Suite struct SettlementTermsTests {
  private static func body() -> DefineInstrument {
    var body = DefineInstrument()
    body.signSeconds = 1
    body.balanceSeconds = 2
    body.fundsSeconds = 3
    body.titleSeconds = 4
    body.weightSeconds = 5
    return body
  }

  @Test("a state ends by the time that is defined for it, and all others by nothing")
  func nanos() throws {
    let terms = try #require(SettlementTerms(Self.body()))
    let seconds: [TradeState: Int64] = [
      .matched: 1, .balanceDue: 2, .funded: 3, .titleLocked: 4, .dvpDone: 5,
    ]
    for state in TradeState.allCases {
      #expect(terms.nanos(in: state) == (seconds[state] ?? 0) * 1_000_000_000, "\(state)")
    }
  }

  @Test("a trade that clearing settles by itself has the time for that in net mode too")
  func net() throws {
    var body = Self.body()
    body.clearingModeCode = ClearingMode.net.rawValue
    let terms = try #require(SettlementTerms(body))
    #expect(terms.clearing == .net && terms.nanos(in: .funded) == 3_000_000_000)
  }

  @Test("zero is gross and automatic; what is no code is nothing")
  func codes() {
    #expect(SettlementTerms(Self.body())?.clearing == .gross)
    #expect(SettlementTerms(Self.body())?.signing == .automatic)
    var body = Self.body()
    body.clearingModeCode = 3
    #expect(SettlementTerms(body).map(\.clearing) == nil)
    body = Self.body()
    body.signingFlowCode = 3
    #expect(SettlementTerms(body).map(\.clearing) == nil)
  }
}
