import Funds
import Market
import Testing

@Suite struct LedgerTests {
  let firm = FirmID(rawValue: 2)

  private func ledger(with fen: Int64) throws -> Ledger {
    var ledger = Ledger(firms: 2, warehouses: 1)
    try ledger.credit(Amount(fen: fen), to: firm)
    return ledger
  }

  /// Why a ledger does not do it; nil where it did.
  private func refusal(
    _ ledger: inout Ledger, _ change: (inout Ledger) throws(PostingRefusal) -> Void
  ) -> PostingRefusal? {
    do throws(PostingRefusal) {
      try change(&ledger)
      return nil
    } catch {
      return error
    }
  }

  @Test("a hold takes what is available and no fen more", arguments: [99, 100, 101])
  func hold(_ fen: Int64) throws {
    var ledger = try ledger(with: 100)
    let isHeld = ledger.hold(Amount(fen: fen), of: firm)
    let account = ledger[firm]
    #expect(isHeld == (fen <= 100))
    #expect(account.held.fen == (fen <= 100 ? fen : 0))
    #expect(account.available.fen == (fen <= 100 ? 100 - fen : 100))
  }

  @Test("what is held or due can't be withdrawn", arguments: [-49, -50, -51])
  func withdrawal(_ fen: Int64) throws {
    var ledger = try ledger(with: 100)
    let isHeld = ledger.hold(Amount(fen: 50), of: firm)
    #expect(isHeld)
    ledger.settle(held: Amount(fen: 30), exact: Amount(fen: 30), of: firm)
    let refusal = refusal(&ledger) { (ledger) throws(PostingRefusal) in
      try ledger.credit(Amount(fen: fen), to: firm)
    }
    #expect(refusal == (fen < -50 ? .insufficient : nil))
    let finding = ledger.audit()
    #expect(finding == nil)
  }

  @Test("a balance has a highest amount, a withdrawal none that is not there")
  func limits() throws {
    var ledger = try ledger(with: Ledger.highestBalance.fen - 1)
    let refusals = [1, 1, Int64.max, .min].map { fen in
      refusal(&ledger) { (ledger) throws(PostingRefusal) in
        try ledger.credit(Amount(fen: fen), to: firm)
      }
    }
    #expect(refusals == [nil, .overflow, .overflow, .insufficient])
    let balance = ledger[firm].balance
    #expect(balance == Ledger.highestBalance)
  }

  @Test("there is no more money of a currency than the bank can owe")
  func lowestOutside() throws {
    var ledger = Ledger(firms: 9, warehouses: 1)
    let refusals = (1...9).map { number in
      refusal(&ledger) { (ledger) throws(PostingRefusal) in
        try ledger.credit(Ledger.highestBalance, to: FirmID(rawValue: number))
      }
    }
    #expect(refusals == Array(repeating: nil, count: 8) + [.overflow])
    let bank = ledger[.bank, in: .cny]?.balance.fen
    #expect(bank == -8 * Ledger.highestBalance.fen)
    let room = -8 * Ledger.highestBalance.fen - Ledger.lowestOutside.fen
    let more = [room + 1, room].map { fen in
      refusal(&ledger) { (ledger) throws(PostingRefusal) in
        try ledger.credit(Amount(fen: fen), to: FirmID(rawValue: 9))
      }
    }
    #expect(more == [.overflow, nil])
  }

  @Test("a fill frees what its trade does not cost")
  func settle() throws {
    var ledger = try ledger(with: 100)
    let isHeld = ledger.hold(Amount(fen: 90), of: firm)
    #expect(isHeld)
    ledger.settle(held: Amount(fen: 60), exact: Amount(fen: 55), of: firm)
    let account = ledger[firm]
    #expect(account.held.fen == 30)
    #expect(account.due.fen == 55)
    #expect(account.available.fen == 15)
  }

  @Test(
    "money becomes due for a trade where it is available, and is free again",
    arguments: [69, 70, 71])
  func fund(_ fen: Int64) throws {
    var ledger = try ledger(with: 100)
    let isHeld = ledger.hold(Amount(fen: 30), of: firm)
    let isFunded = ledger.fund(Amount(fen: fen), of: firm)
    #expect(isHeld)
    #expect(isFunded == (fen <= 70))
    let due = ledger[firm].due.fen
    #expect(due == (fen <= 70 ? fen : 0))
    ledger.unfund(Amount(fen: due), of: firm)
    let available = ledger[firm].available.fen
    #expect(available == 70)
  }

  @Test("more than was held or due is never freed nor spent")
  func releases() async {
    await #expect(processExitsWith: .failure) {
      var ledger = Ledger(firms: 1, warehouses: 1)
      ledger.release(Amount(fen: 1), of: FirmID(rawValue: 1))
    }
    await #expect(processExitsWith: .failure) {
      var ledger = Ledger(firms: 1, warehouses: 1)
      ledger.unfund(Amount(fen: 1), of: FirmID(rawValue: 1))
    }
    await #expect(processExitsWith: .failure) {
      var ledger = Ledger(firms: 1, warehouses: 1)
      try ledger.credit(Amount(fen: 10), to: FirmID(rawValue: 1))
      _ = ledger.hold(Amount(fen: 10), of: FirmID(rawValue: 1))
      ledger.settle(held: Amount(fen: 5), exact: Amount(fen: 6), of: FirmID(rawValue: 1))
    }
    await #expect(processExitsWith: .failure) {
      let ledger = Ledger(firms: 1, warehouses: 1)
      _ = ledger[FirmID(rawValue: 2)]
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let posting: Posting
    let expected: PostingRefusal?
    init(_ name: String, _ posting: Posting, _ expected: PostingRefusal?) {
      testDescription = name
      self.posting = posting
      self.expected = expected
    }
  }

  static let firm2 = FirmID(rawValue: 2)
  static let usd = CurrencyIndex(rawValue: 1)
  static let rows: [Row] = [
    Row("all that is there", paid(100, .cash(firm2), .bank), nil),
    Row("a fen more", paid(101, .cash(firm2), .bank), .insufficient),
    Row("nothing", paid(0, .cash(firm2), .bank), .invalidAmount),
    Row("less than nothing", paid(-1, .cash(firm2), .bank), .invalidAmount),
    Row("a currency that is known", paid(0, .bank, .guarantee(firm2), usd), .invalidAmount),
    Row(
      "one that is not",
      paid(1, .bank, .cash(firm2), CurrencyIndex(rawValue: 2)), .unknownCurrency),
    Row("of nobody", paid(1, .cash(.none), .bank), .unknownAccount),
    Row("of a firm beyond", paid(1, .cash(FirmID(rawValue: 3)), .bank), .unknownAccount),
    Row("of a warehouse beyond", paid(1, .deposit(2), .bank), .unknownAccount),
    Row(
      "of a second venue", paid(1, LedgerAccount(.tradeFees, number: 1), .bank), .unknownAccount),
    Row("out of the reserve without a loss", paid(1, .riskReserve, .bank), .notPermitted),
    Row(
      "from an account to itself",
      Posting(.transfer, Amount(fen: 1), from: .cash(firm2), to: .cash(firm2)), .notPermitted),
  ]

  private static func paid(
    _ fen: Int64, _ from: LedgerAccount, _ to: LedgerAccount, _ currency: CurrencyIndex = .cny
  ) -> Posting {
    Posting(from == .bank ? .paidIn : .paidOut, Amount(fen: fen), from: from, to: to, in: currency)
  }

  @Test("a posting is done as a whole or refused by name", arguments: rows)
  func posting(_ row: Row) throws {
    var ledger = try ledger(with: 100)
    let code = try #require(Currency.code("USD"))
    try ledger.addCurrency(code, haircutBasisPoints: 500)
    let refusal = refusal(&ledger) { (ledger) throws(PostingRefusal) in
      try ledger.post(row.posting)
    }
    #expect(refusal == row.expected)
    let left = ledger[firm].balance.fen
    #expect(left == (row.expected == nil ? 0 : 100))
    let finding = ledger.audit()
    #expect(finding == nil)
  }

  @Test("several postings are done, or none of them")
  func postings() throws {
    var ledger = try ledger(with: 100)
    var postings = Postings()
    let other = FirmID(rawValue: 1)
    postings.append(Posting(.price, Amount(fen: 90), from: .cash(firm), to: .cash(other)))
    postings.append(Posting(.tradeFee, Amount(fen: 10), from: .cash(firm), to: .tradeFees))
    var oneMore = postings
    oneMore.append(Posting(.tradeFee, Amount(fen: 91), from: .cash(other), to: .tradeFees))
    let refusal = refusal(&ledger) { (ledger) throws(PostingRefusal) in
      try ledger.post(oneMore)
    }
    #expect(refusal == .insufficient)
    expectBalances(ledger, [100, 0, 0, -100])
    try ledger.post(postings)
    expectBalances(ledger, [0, 90, 10, -100])
    for place in [1, 0] { try ledger.post(postings[place].reversed) }
    expectBalances(ledger, [100, 0, 0, -100])
  }

  private func expectBalances(_ ledger: borrowing Ledger, _ expected: [Int64]) {
    let accounts = [LedgerAccount.cash(firm), .cash(FirmID(rawValue: 1)), .tradeFees, .bank]
    let balances = accounts.map { ledger[$0, in: .cny]?.balance.fen }
    #expect(balances == expected)
  }

  @Test("the reserve pays for a loss, as far as it goes", arguments: [99, 100, 101])
  func reserve(_ fen: Int64) throws {
    var ledger = Ledger(firms: 2, warehouses: 1)
    try ledger.post(Posting(.paidIn, Amount(fen: 100), from: .bank, to: .riskReserve))
    let refusal = refusal(&ledger) { (ledger) throws(PostingRefusal) in
      try ledger.post(
        Posting(.reserveUse, Amount(fen: fen), from: .riskReserve, to: .cash(firm)))
    }
    #expect(refusal == (fen > 100 ? .insufficient : nil))
    let paid = ledger[firm].available.fen
    #expect(paid == (fen > 100 ? 0 : fen))
  }

  @Test(
    "goods at a warehouse are worth so many deposits at most",
    arguments: [(4_999, true), (5_000, true), (5_001, false)])
  func deposits(_ stored: Int64, _ isCovered: Bool) throws {
    var ledger = Ledger(firms: 1, warehouses: 2)
    try ledger.post(Posting(.paidIn, Amount(fen: 1_000), from: .bank, to: .deposit(2)))
    let covered = [(stored, 2), (1, 1), (1, 3), (0, 1)].map { fen, warehouse in
      ledger.covers(Amount(fen: fen), at: warehouse, multiple: 5)
    }
    #expect(covered == [isCovered, false, false, true])
  }
}
