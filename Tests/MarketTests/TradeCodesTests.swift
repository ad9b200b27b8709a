import Market
import Testing

/// The table of a trade's states: market rules 2.2.
@Suite struct TradeCodesTests {
  /// Each state, and what may follow it.
  static let table: [(TradeState, Set<TradeState>)] = [
    (.matched, [.signed, .bust, .dispute]),
    (.signed, [.funded, .guaranteed, .bust, .dispute]),
    (.funded, [.titleLocked, .buyerDefault, .sellerDefault, .bust, .dispute]),
    (.guaranteed, [.balanceDue, .bust, .dispute]),
    (.balanceDue, [.funded, .buyerDefault, .bust, .dispute]),
    (.titleLocked, [.dvpDone, .sellerDefault, .bust, .dispute]),
    (.dvpDone, [.weightFinal, .dispute]),
    (.weightFinal, [.invoiced]),
    (.invoiced, [.closed]),
    (.closed, []), (.bust, []), (.buyerDefault, []), (.sellerDefault, []),
    (
      .dispute,
      [
        .matched, .signed, .funded, .guaranteed, .balanceDue, .titleLocked, .dvpDone, .weightFinal,
        .bust, .buyerDefault, .sellerDefault,
      ]
    ),
  ]

  @Test("a state is followed by those of the table and by no other", arguments: table)
  func allows(_ row: (TradeState, Set<TradeState>)) {
    #expect(Set(TradeState.allCases.filter { row.0.allows($0) }) == row.1)
  }

  @Test("the table has each state once, and those that end it are followed by none")
  func isWhole() {
    #expect(Self.table.map(\.0).count == TradeState.allCases.count)
    #expect(Set(Self.table.map(\.0)) == Set(TradeState.allCases))
    #expect(Self.table.allSatisfy { $0.0.isFinal == $0.1.isEmpty })
  }

  @Test("what has not been delivered can be undone, what has been can not")
  func isBeforeDelivery() {
    for state in TradeState.allCases where state != .dispute {
      #expect(state.isBeforeDelivery == state.allows(.bust), "\(state)")
    }
  }
}
