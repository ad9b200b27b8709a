import Funds
import Market
import Testing

@Suite struct LedgerAccountTests {
  @Test("each account of each currency is one of its own")
  func accounts() throws {
    var ledger = Ledger(firms: 2, warehouses: 2)
    let code = try #require(Currency.code("USD"))
    let usd = try ledger.addCurrency(code, haircutBasisPoints: 500)
    let firm = FirmID(rawValue: 2)
    var count = Int64(0)
    for currency in [CurrencyIndex.cny, usd] {
      for number in 1...2 {
        for account in [
          LedgerAccount.cash(FirmID(rawValue: UInt32(number))), .deposit(UInt32(number)),
          .guarantee(FirmID(rawValue: UInt32(number))), .member(FirmID(rawValue: UInt32(number))),
        ] {
          count += 1
          try ledger.post(
            Posting(.paidIn, Amount(fen: count), from: .bank, to: account, in: currency))
        }
      }
    }
    var found: [Int64] = []
    for currency in [CurrencyIndex.cny, usd] {
      ledger.forEachAccount(in: currency) { account, money in
        if !account.kind.isOutside { found.append(money.balance.fen) }
      }
    }
    #expect(found.sorted() == Array(1...count))
    let unknown = [
      ledger[.cash(FirmID(rawValue: 3)), in: .cny], ledger[.bank, in: CurrencyIndex(rawValue: 2)],
    ]
    #expect(unknown == [nil, nil])
    let same = [ledger[.cash(firm), in: .cny], ledger[firm]]
    #expect(same[0] == same[1])
  }

  @Test("the bank and the registry are outside, and nobody else")
  func outside() {
    #expect(LedgerAccountKind.allCases.filter(\.isOutside) == [.bank, .registryFees])
  }

  @Test("an account that is one has no number, the others have none without")
  func numbers() {
    let ledger = Ledger(firms: 2, warehouses: 3)
    var known: [LedgerAccountKind: [UInt32]] = [:]
    for kind in LedgerAccountKind.allCases {
      known[kind] = (0...4).filter { ledger[LedgerAccount(kind, number: $0), in: .cny] != nil }
    }
    let ofFirms: [LedgerAccountKind] = [.cash, .guarantee, .member]
    for kind in LedgerAccountKind.allCases where kind != .deposit {
      #expect(known[kind] == (ofFirms.contains(kind) ? [1, 2] : [0]))
    }
    #expect(known[.deposit] == [1, 2, 3])
  }
}
