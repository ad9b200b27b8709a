import Funds
import Market
import MarketCore
import Testing

/// What no command about money may change: whatever an account has came to it by a posting that was told,
/// and each call says what is missing to the fen.
@Suite struct MoneyConservationTests {
  @Test(
    "every fen of every account and currency is told, whatever is paid, fixed, called and forfeited",
    arguments: 1...6 as ClosedRange<UInt64>)
  func conserved(_ seed: UInt64) {
    var rows = MoneyRows(seed: seed)
    for _ in 0..<400 {
      let row = rows.nextRow()
      let events = rows.perform(row)
      #expect(rows.wrongAccounts == [], "seed \(seed), after \(row)")
      #expect(events.compactMap(MoneyRows.wrongCall) == [], "seed \(seed), after \(row)")
      #expect(rows.market.tester.applier.venue.audit() == nil, "seed \(seed), after \(row)")
    }
  }

  @Test("the rows reach every way of money that trades and their parties have")
  func reaches() {
    var kinds: Set<String> = []
    for seed in 1...6 as ClosedRange<UInt64> {
      var rows = MoneyRows(seed: seed)
      for _ in 0..<400 {
        let row = rows.nextRow()
        for event in rows.perform(row) { kinds.formUnion(MoneyRows.kinds(of: event)) }
      }
    }
    let wanted: Set<String> = [
      "bank>cash", "bank>cash USD", "bank>guarantee", "bank>guarantee USD", "bank>guarantee EUR",
      "bank>deposit", "cash>bank", "guarantee>bank USD", "cash>guarantee", "cash>cash",
      "guarantee>cash", "guarantee>cash USD", "cash>tradeFees", "cash>titleFees",
      "tradeFees>riskReserve", "marginDeficiency", "marginExcess", "secured", "buyerDefault",
      "dvpDone", "accepted", "rejected", "insufficient", "called",
    ]
    #expect(wanted.subtracting(kinds) == [])
  }
}

/// Rows about money, from one seed, and books that are kept from what is told alone.
private struct MoneyRows {
  let market = ScenarioMarket()
  private var state: UInt64
  private var lastName = 0
  private var asked: [String] = []
  /// By account and currency, in fen.
  private var books: [String: Int64] = [:]

  static let setup = [
    "market", "firm ZZCH", "firm ZZREG", "firm BK1", "session CH ZZCH clearing",
    "session RG ZZREG registry", "session BK BK1 bank", "firm DLR002 member=BK1",
    "firm DLR003 member=BK1", "warehouse ZZW01 grade=A",
    "instrument CU-BW-A warehouse=ZZW01 funds=8 title=8 balance=12 topup=6 reserve=3",
  ]

  init(seed: UInt64) {
    state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    for row in Self.setup { VenueTests.perform(row, market) }
    for number in 1...160 {
      VenueTests.perform("doc R\(number) DLR00\(1 + below(4)) weight=25 warehouse=ZZW01", market)
    }
    market.tester.showsSettlement = true
    for name in Self.accounts { books["\(name) CNY"] = balance(name, "CNY") }
    for row in [
      "credit DLR002 -99950000", "credit DLR003 -97000000", "currency USD haircut=5",
      "currency EUR haircut=8", "fixing USD 7.1050", "fixing EUR 7.8",
      "credit DLR002 110000 account=guarantee currency=USD",
      "credit DLR003 100000 account=guarantee currency=EUR",
    ] { perform(row) }
  }

  static let accounts =
    (1...4).flatMap { ["cash DLR00\($0)", "guarantee DLR00\($0)"] }
    + ["member BK1", "deposit ZZW01", "tradeFees", "titleFees", "riskReserve", "clearing", "bank"]

  private func balance(_ account: String, _ currency: String) -> Int64 {
    guard let row = Row("account \(account)"), let account = market.ledgerAccount(row),
      let code = Currency.code(currency)
    else { return 0 }
    return market.tester.applier.venue.account(account, in: code)?.balance.fen ?? 0
  }

  /// Accounts that have more or less than was told, and currencies whose accounts are not zero together.
  var wrongAccounts: [String] {
    ["CNY", "USD", "EUR"].flatMap { currency in
      let wrong = Self.accounts.filter {
        books["\($0) \(currency)", default: 0] != balance($0, currency)
      }
      let sum = Self.accounts.reduce(0) { $0 + balance($1, currency) }
      return wrong.map { "\($0) \(currency)" } + (sum == 0 ? [] : ["sum of \(currency): \(sum)"])
    }
  }

  @discardableResult
  mutating func perform(_ row: String) -> [String] {
    let events = VenueTests.perform(row, market)
    for event in events {
      let words = event.split(separator: " ").map(String.init)
      if words[0] == "moved" { book(words) }
      guard let institution = ["settle": "CH", "transfer": "RG"][words[0]],
        let instruction = words.first(where: { $0.hasPrefix("instruction=") })
      else { continue }
      asked.append("answer \(institution) \(words[1]) \(instruction.dropFirst(12))")
    }
    return events
  }

  private mutating func book(_ words: [String]) {
    let currency = words.count > 4 ? words[4] : "CNY"
    for (place, sign) in [(1, -1), (2, 1)] as [(Int, Int64)] {
      let name = words[place].hasPrefix("deposit.") ? "deposit ZZW01" : words[place]
      books["\(name.replacing(".", with: " ")) \(currency)", default: 0] +=
        sign * Self.fen(words[3])
    }
  }

  static func fen(_ text: String) -> Int64 {
    let parts = text.split(separator: ".")
    let cents = parts.count > 1 ? (parts[1] + "00").prefix(2) : "00"
    return (Int64(parts[0]) ?? 0) * 100 + (Int64(cents) ?? 0)
  }

  /// A call that does not say what is missing, or a report of a guarantee that is short.
  static func wrongCall(_ event: String) -> String? {
    let words = event.split(separator: " ").map(String.init)
    func amount(_ key: String) -> Int64 {
      words.first { $0.hasPrefix("\(key)=") }.map { fen(String($0.dropFirst(key.count + 1))) } ?? 0
    }
    let (required, value) = (amount("required"), amount("value"))
    switch words.first {
    case "request" where words.contains("marginDeficiency"):
      return value < required && amount("amount") == required - value ? nil : event
    case "request", "secured": return value >= required ? nil : event
    default: return nil
    }
  }

  /// Between which kinds of account money goes; what becomes of guarantees, trades and requests.
  static func kinds(of event: String) -> [String] {
    let words = event.split(separator: " ").map(String.init)
    guard words[0] == "moved" else {
      return words.map { $0.hasPrefix("by=") ? String($0.dropFirst(3)) : $0 }
    }
    let kinds = [words[1], words[2]].map { String($0.prefix { $0 != "." }) }
    return [
      kinds.joined(separator: ">") + (words.count > 4 ? " \(words[4])" : "")
    ]
  }
}

extension MoneyRows {
  mutating func nextRow() -> String {
    switch below(24) {
    case 0..<7: return order()
    case 7..<10: return answer()
    case 10..<13: return credit()
    case 13..<16: return assignment()
    case 16..<18: return "fixing \(foreign()) \(6 + below(2)).\(10 + below(90))"
    case 18: return "currency \(foreign()) haircut=\(3 + below(8))"
    case 19: return "grade ZZW01 \(below(2) == 0 ? "A" : "B")"
    case 20: return "control \(1 + below(UInt64(lastName / 4 + 1))) \(decision())"
    case 21:
      return "cancel D\(1 + below(4)) C\(lastName) N\(max(1, Int64(lastName) - Int64(below(5))))"
    case 22: return "wait \(below(5))"
    default: return "tick"
    }
  }

  private mutating func order() -> String {
    lastName += 1
    let isBuy = below(2) == 0
    let firm = isBuy ? 2 + below(2) : 1 + below(4)
    let margin = isBuy && below(4) > 0 ? " margin=2" : ""
    return
      "new D\(firm) N\(lastName) \(isBuy ? "buy" : "sell") 1 \(68_430 + 10 * below(4))\(margin)"
  }

  private mutating func answer() -> String {
    guard !asked.isEmpty else { return "tick" }
    let row = asked[Int(below(UInt64(asked.count)))]
    if below(4) > 0 { asked.removeAll { $0 == row } }
    return row + (below(8) == 0 ? " refused" : " done")
  }

  private mutating func credit() -> String {
    let sign = below(3) == 0 ? "-" : ""
    switch below(8) {
    case 0: return "credit ZZW01 \(sign)\(below(5_000)).05 account=deposit"
    case 1: return "credit BK1 \(sign)\(below(5_000)) account=member"
    case 2: return "credit \(dealer()) \(sign)\(below(900)) currency=\(foreign())"
    case 3..<6:
      return "credit \(dealer()) \(sign)\(below(30_000)).\(10 + below(90)) account=guarantee "
        + "currency=\(foreign())"
    default: return "credit DLR003 \(sign)\(below(700_000)).\(10 + below(90))"
    }
  }

  private mutating func assignment() -> String {
    lastName += 1
    let session = ["BK", "BK", "D2", "D3"][Int(below(4))]
    let firm = session == "BK" ? " firm=\(dealer())" : ""
    let type = below(2) == 0 ? "new" : "release"
    let account = below(3) == 0 ? " account=cash" : ""
    let currency = below(2) == 0 ? "" : " currency=\(foreign())"
    return "assign \(session) P\(lastName) \(type) \(1 + below(40_000)).\(10 + below(90))"
      + firm + account + currency
  }

  private mutating func decision() -> String {
    ["bust", "dispute", "resume", "declareBuyerDefault"][Int(below(4))]
  }
  private mutating func dealer() -> String { "DLR00\(2 + below(2))" }
  private mutating func foreign() -> String { below(3) == 0 ? "EUR" : "USD" }

  private mutating func below(_ bound: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return (state >> 32) % bound
  }
}
