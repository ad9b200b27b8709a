import Market
import MarketCore
import Testing

/// A stream of orders by guarantee, fixings, payments, answers and deadlines from one seed, sensible or not.
private struct MoneyStream {
  let market = ScenarioMarket()
  private var state: UInt64
  private var lastName = 0
  private var names: [(session: String, name: String, side: String)] = []
  /// Instructions as rows that answer them, the newest last.
  private var asked: [String] = []
  private(set) var trades = 0

  init(seed: UInt64) {
    state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    let rows =
      [
        "market", "firm ZZCH", "firm ZZREG", "firm ZZBK01", "session CH ZZCH clearing",
        "session RG ZZREG registry", "session BK ZZBK01 bank", "warehouse ZZW02 grade=B",
        "instrument CU-BW-A warehouse=ZZW02 funds=20 title=20 balance=30 topup=6 weight=5",
        "currency USD haircut=5", "currency EUR haircut=10", "fixing USD 7.1",
      ] + (1...4).map { "credit DLR00\($0) -99\($0)00000" }
      + (1...4).map { "credit DLR00\($0) 200000 account=guarantee currency=USD" }
      + (1...200).map { "doc R\($0) DLR00\(1 + $0 % 4)" }
    for row in rows { perform(row) }
    market.tester.showsSettlement = true
  }

  private mutating func below(_ bound: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return (state >> 32) % bound
  }

  @discardableResult
  mutating func perform(_ row: String) -> [String] {
    let events = VenueTests.perform(row, market)
    for event in events { note(event.split(separator: " ")) }
    return events
  }

  private mutating func note(_ words: [Substring]) {
    guard let verb = words.first, words.count > 1 else { return }
    if verb == "trade" { trades += 1 }
    guard verb == "settle" || verb == "transfer",
      let number = words.first(where: { $0.hasPrefix("instruction=") })?.dropFirst(12)
    else { return }
    asked.append("answer \(verb == "settle" ? "CH" : "RG") \(words[1]) \(number)")
  }

  mutating func nextRow() -> String {
    switch below(24) {
    case 0..<9: return newOrder()
    case 9..<12: return change()
    case 12..<14: return "fixing \(below(4) == 0 ? "EUR" : "USD") \(6 + below(3)).\(below(100))"
    case 14..<17: return assignment()
    case 17..<19: return "wait \(1 + below(8))"
    case 19..<22: return answer()
    case 22: return "tick"
    default:
      let actions = ["dispute", "resume", "bust", "declareBuyerDefault", "declareSellerDefault"]
      return "control \(1 + below(UInt64(trades) + 1)) \(actions[Int(below(5))])"
    }
  }

  private mutating func newOrder() -> String {
    lastName += 1
    let side = below(2) == 0 ? "buy" : "sell"
    let session = "D\(1 + below(4))"
    names.append((session, "N\(lastName)", side))
    let margin = side == "buy" && below(5) > 0 ? " margin=2" : ""
    return "new \(session) N\(lastName) \(side) \(1 + below(3)) \(68_400 + below(8) * 10)\(margin)"
      + " smp=O"
  }

  private mutating func change() -> String {
    guard let old = names.last, below(4) > 0 else { return newOrder() }
    lastName += 1
    names.append((old.session, "N\(lastName)", old.side))
    guard below(3) > 0 else { return "cancel \(old.session) N\(lastName) \(old.name)" }
    return "replace \(old.session) N\(lastName) \(old.name) \(old.side) \(1 + below(4))"
      + " \(68_400 + below(8) * 10)"
  }

  private mutating func assignment() -> String {
    lastName += 1
    let firm = 1 + below(4)
    let what = " \(below(3) == 0 ? "release" : "new") \(below(60_000)).\(10 + below(90))"
    let account = [" account=cash", " account=guarantee", " currency=USD", " currency=EUR"]
    let words = "\(what)\(account[Int(below(4))])"
    if below(3) == 0 { return "assign BK M\(lastName)\(words) firm=DLR00\(firm)" }
    if below(6) == 0 {
      return "assign BK M\(lastName) new 3000000 account=cash firm=DLR00\(firm)"
    }
    return "assign D\(firm) M\(lastName)\(words)"
  }

  private mutating func answer() -> String {
    guard !asked.isEmpty else { return "tick" }
    let row = asked.remove(at: Int(below(UInt64(asked.count))))
    return row + (below(5) == 0 ? " refused" : " done")
  }
}

/// The property behind the tables money_*.venue.
@Suite struct VenueGuaranteesTests {
  @Test("every fen is accounted for behind any command", arguments: 1...4)
  func conserved(_ seed: UInt64) {
    var stream = MoneyStream(seed: seed)
    var seen: Set<Substring> = []
    for _ in 0..<400 {
      let row = stream.nextRow()
      for event in stream.perform(row) {
        seen.formUnion(event.split(separator: " "))
      }
      let finding = stream.market.tester.applier.venue.audit()
      #expect(finding == nil, "seed \(seed), after \(row)")
      if finding != nil { return }
    }
    let wanted: Set<Substring> = [
      "marginDeficiency", "marginExcess", "by=paid", "accepted", "rejected", "buyerDefault", "USD",
    ]
    #expect(
      wanted.isSubset(of: seen), "seed \(seed) has had all of it: \(wanted.subtracting(seen))")
  }
}
