import Funds
import Market
import Testing

/// Random streams of all that the ledger can do, against the naive one: after each step every account
/// is the same, nothing is negative, and each currency adds up to zero.
@Suite struct LedgerRandomTests {
  @Test("ledger and naive ledger agree after every step", arguments: UInt64(1)...12)
  func agree(_ seed: UInt64) throws {
    var run = try LedgerRun(seed: seed)
    for step in 1...4_000 {
      let name = try run.step()
      let difference = run.difference()
      try #require(difference == nil, "seed \(seed), step \(step), \(name)")
    }
    // A stream in which nothing succeeds would prove nothing.
    let never = LedgerRun.steps.filter { run.done[$0] == nil }
    #expect(never == [])
  }
}

/// An order by guarantee that is live: what a lot must be covered for, and what it holds.
struct RandomOrder {
  let firm: Int
  var perLot: Int
  var lots: Int
  var hold: GuaranteeHold
  var parts: NaiveLedger.Parts
}

/// A trade by guarantee, and what the naive ledger holds for it.
struct RandomTrade {
  let buyer: Int
  let seller: Int
  let legs: SettlementLegs
  var guarantee: Guarantee
  var parts: NaiveLedger.Parts
}

/// A ledger and a naive one, and a generator that says what both do next.
struct LedgerRun: ~Copyable {
  var ledger: Ledger
  var naive = NaiveLedger(haircuts: [0, 500, 800])
  var random: SeededGenerator
  var orders: [RandomOrder] = []
  var trades: [RandomTrade] = []
  /// Trades whose whole cost is due, and those that are settled.
  var paid: [RandomTrade] = []
  var settled: [RandomTrade] = []
  /// How often each kind of step was done and not refused.
  var done: [String: Int] = [:]

  static let firms = 3
  static let steps = [
    "pay in", "pay out", "transfer", "fix", "hold", "release", "exchange", "fill", "recheck",
    "cover", "release excess", "apply", "free", "forfeit", "settle", "unwind",
  ]

  init(seed: UInt64) throws {
    var ledger = Ledger(firms: Self.firms, warehouses: 1)
    for (code, haircut) in [("USD", UInt32(500)), ("EUR", 800)] {
      let code = try #require(Currency.code(code))
      try ledger.addCurrency(code, haircutBasisPoints: haircut)
    }
    self.ledger = ledger
    random = SeededGenerator(seed: seed)
  }

  /// Does something in both; returns what.
  mutating func step() throws -> String {
    let name = random.pick(Self.steps)
    if try perform(name) { done[name, default: 0] += 1 }
    return name
  }

  private mutating func perform(_ name: String) throws -> Bool {
    switch name {
    case "pay in", "pay out", "transfer": post(name)
    case "fix": try fix()
    case "hold": hold()
    case "release", "exchange", "fill": try withOrder(name)
    case "settle": settle()
    case "unwind": unwind()
    default: try withTrade(name)
    }
  }

  mutating func firm() -> Int { 1 + random.below(Self.firms) }

  private mutating func post(_ name: String) -> Bool {
    let currency = random.below(3)
    // Little CNY, so that much is backed by foreign money.
    let amount = 1 + random.below(name == "pay out" ? 2_000 : currency > 0 ? 40_000 : 6_000)
    let own = firm()
    let kinds = name == "transfer" ? ["cash", "guarantee"] : ["cash", "guarantee", "member"]
    let kind = random.pick(kinds)
    let account = NaiveLedger.Key(kind: kind, number: own, currency: currency)
    let bank = NaiveLedger.Key(kind: "bank", number: 0, currency: currency)
    let other = NaiveLedger.Key(
      kind: kind == "cash" ? "guarantee" : "cash", number: own, currency: currency)
    let (reason, from, to): (PostingReason, NaiveLedger.Key, NaiveLedger.Key) =
      switch name {
      case "pay in": (.paidIn, bank, account)
      case "pay out": (.paidOut, account, bank)
      default: (.transfer, account, other)
      }
    return move(amount, reason, from, to)
  }

  mutating func move(
    _ amount: Int, _ reason: PostingReason, _ from: NaiveLedger.Key, _ to: NaiveLedger.Key
  ) -> Bool {
    let posting = Posting(
      reason, Amount(fen: Int64(amount)), from: Self.account(from), to: Self.account(to),
      in: CurrencyIndex(rawValue: UInt8(from.currency)))
    var refusal: PostingRefusal?
    do throws(PostingRefusal) { try ledger.post(posting) } catch { refusal = error }
    let isMoved = naive.move(amount, from: from, to: to)
    #expect(refusal == (isMoved ? nil : .insufficient))
    return isMoved
  }

  private mutating func fix() throws -> Bool {
    let currency = 1 + random.below(2)
    let rate = 60_000_000 + random.below(20_000_000)
    naive.fixings[currency] = rate
    try ledger.fix(
      CurrencyIndex(rawValue: UInt8(currency)), at: Fixing(tenMillionths: Int64(rate)))
    return true
  }

  static func account(_ key: NaiveLedger.Key) -> LedgerAccount {
    let firm = FirmID(rawValue: UInt32(key.number))
    switch key.kind {
    case "cash": return .cash(firm)
    case "guarantee": return .guarantee(firm)
    case "member": return .member(firm)
    case "trade fees": return .tradeFees
    case "title fees": return .titleFees
    case "reserve": return .riskReserve
    default: return .bank
    }
  }

  /// The first account on which both differ, or what the audit finds; nil where they agree.
  func difference() -> String? {
    var keys = Set(naive.balances.keys).union(naive.encumbered.keys)
    for kind in ["trade fees", "title fees", "reserve", "bank"] {
      keys.insert(NaiveLedger.Key(kind: kind, number: 0, currency: 0))
    }
    for key in keys {
      let currency = CurrencyIndex(rawValue: UInt8(key.currency))
      guard let account = ledger[Self.account(key), in: currency] else { return "no \(key)" }
      let held = Int(account.held.fen + account.due.fen)
      if Int(account.balance.fen) != naive.balance(key) || held != naive.encumbered[key] ?? 0 {
        return "\(key): \(account), naive \(naive.balance(key)) \(naive.encumbered[key] ?? 0)"
      }
    }
    return ledger.audit().map { "\($0)" }
  }
}
