import Funds
import Market
import Testing

@Suite struct PostingTests {
  /// Which ways money may go for a reason: payer > payee, with `=` of the same firm, `!` of another.
  static let ways: [(PostingReason, [String])] = [
    (.paidIn, ["bank>cash", "bank>guarantee", "bank>member", "bank>deposit", "bank>riskReserve"]),
    (
      .paidOut,
      [
        "cash>bank", "guarantee>bank", "member>bank", "deposit>bank", "tradeFees>bank",
        "titleFees>bank",
      ]
    ),
    (.transfer, ["cash>guarantee=", "guarantee>cash="]),
    (.price, ["cash>cash!"]),
    (.tradeFee, ["cash>tradeFees"]),
    (.titleTransferFee, ["cash>titleFees"]),
    (.reserveAccrual, ["tradeFees>riskReserve"]),
    (.weightDifference, ["cash>cash!"]),
    (.unwinding, ["cash>cash!", "tradeFees>cash", "titleFees>cash", "riskReserve>tradeFees"]),
    (.guaranteeApplied, ["guarantee>cash="]),
    (.forfeiture, ["cash>cash!", "guarantee>cash!"]),
    (.netting, ["member>clearing", "clearing>member", "clearing>bank"]),
    (.reserveUse, ["riskReserve>cash", "riskReserve>member"]),
    (.depositUse, ["deposit>cash", "deposit>riskReserve"]),
    (.registryFee, ["titleFees>registryFees"]),
  ]

  private static func account(_ kind: LedgerAccountKind, _ number: UInt32) -> LedgerAccount {
    switch kind {
    case .cash, .guarantee, .member, .deposit: LedgerAccount(kind, number: number)
    case .tradeFees, .titleFees, .riskReserve, .clearing, .bank, .registryFees: LedgerAccount(kind)
    }
  }

  @Test("a reason goes with these accounts and no others", arguments: ways)
  func permits(_ reason: PostingReason, _ ways: [String]) {
    var permitted: Set<String> = []
    for from in LedgerAccountKind.allCases {
      for to in LedgerAccountKind.allCases {
        let way = "\(from)>\(to)"
        let payer = Self.account(from, 1)
        let isSame = reason.permits(payer, Self.account(to, 1))
        let isOther = reason.permits(payer, Self.account(to, 2))
        if isSame && isOther { permitted.insert(way) }
        if isSame && !isOther { permitted.insert(way + "=") }
        if isOther && !isSame { permitted.insert(way + "!") }
      }
    }
    #expect(permitted == Set(ways))
  }

  @Test("the table of ways has every reason once")
  func complete() {
    #expect(Self.ways.map { $0.0 } == PostingReason.allCases)
  }

  @Test("nothing is no posting, and as many fit as a guarantee has parts")
  func postings() async {
    var postings = Postings()
    postings.append(Posting(.paidIn, .zero, from: .bank, to: .deposit(1)))
    #expect(postings.count == 0)
    for fen in 1...9 {
      postings.append(Posting(.paidIn, Amount(fen: Int64(fen)), from: .bank, to: .deposit(1)))
    }
    #expect(postings.count == Postings.capacity)
    #expect(
      postings[8].reversed == Posting(.unwinding, Amount(fen: 9), from: .deposit(1), to: .bank))
    await #expect(processExitsWith: .failure) {
      var postings = Postings()
      for _ in 1...10 {
        postings.append(Posting(.paidIn, Amount(fen: 1), from: .bank, to: .deposit(1)))
      }
    }
  }

  @Test("raw values are stored, so they stay")
  func rawValues() {
    #expect(PostingReason.allCases.map(\.rawValue) == Array(1...15))
    #expect(LedgerAccountKind.allCases.map(\.rawValue) == Array(1...10))
    #expect(PostingRefusal.allCases.map(\.rawValue) == Array(1...6))
    #expect(CurrencyRefusal.allCases.map(\.rawValue) == Array(1...6))
    #expect(PostingReason.registryFee.rawValue == 15)
    #expect(LedgerAccountKind.bank.rawValue == 9)
  }
}
