import Market
import MarketCore

/// A stream of orders, cancels, replaces, phases and changed bands from one seed, sensible or not.
struct RandomStream {
  private static let terms = "calls=opening,closing dynamic=10 seconds=2"
  private(set) var market: ScenarioMarket
  private var state: UInt64
  private var names: [(session: String, name: String, side: String)] = []
  private var lastName = 0
  /// Rows performed, for reports of failures.
  private(set) var rows: [String] = []

  init(seed: UInt64) {
    state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    market = ScenarioMarket()
    perform("market")
    perform("instrument CU-BW-A \(Self.terms)")
    for number in 1...200 {
      let weight = 24_500 + below(1_001)
      let premium = below(7) * 10
      perform(
        "doc R\(number) DLR00\(1 + below(4)) weight=\(decimal(Int64(weight), 3)) premium=\(premium)"
      )
    }
  }

  mutating func below(_ bound: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return (state >> 32) % bound
  }

  @discardableResult
  mutating func perform(_ row: String) -> [String] {
    rows.append(row)
    return VenueTests.perform(row, market)
  }

  /// Performs so many random rows and looks at the venue after each.
  consuming func run(
    commands: Int,
    check: (_ market: ScenarioMarket, _ row: String, _ events: [String]) -> Void = {
      _, _, _ in
    }
  ) -> RandomStream {
    var stream = self
    for _ in 0..<commands {
      let row = stream.nextRow()
      let events = stream.perform(row)
      check(stream.market, row, events)
    }
    return stream
  }

  private mutating func nextRow() -> String {
    if below(60) == 0 { return massCancel() }
    switch below(20) {
    case 0..<11: return newOrder()
    case 11..<15: return change("cancel")
    case 15..<19: return below(6) == 0 ? "wait \(below(3))" : change("replace")
    default:
      let phases = ["open", "open", "open", "halted", "closed", "openingCall", "closingCall"]
      let kind = Int(below(UInt64(phases.count) + 1))
      guard kind < phases.count else {
        return "instrument CU-BW-A \(Self.terms) band=\(5 + below(3) * 300)"
      }
      return "phase CU-BW-A \(phases[kind])"
    }
  }

  private mutating func newOrder() -> String {
    lastName += 1
    let name = below(40) == 0 ? "N\(1 + below(UInt64(lastName)))" : "N\(lastName)"
    let side = below(2) == 0 ? "buy" : "sell"
    let session = "D\(1 + below(4))"
    let forces = ["day", "day", "day", "gtc", "ioc", "fok", "gtd", "opening", "closing"]
    let force = forces[Int(below(9))]
    let margin = side == "buy" && below(3) == 0 ? " margin=2" : ""
    let documents = side == "sell" && below(5) == 0 ? " docs=R\(1 + below(200))" : ""
    names.append((session, name, side))
    let resend = below(30) == 0 ? " resend" : ""
    return "new \(session) \(name) \(side) \(1 + below(4)) \(price()) tif=\(force)\(margin)"
      + documents + qualifiers() + resend
  }

  private mutating func massCancel() -> String {
    lastName += 1
    let scopes = ["all", "all", "symbol=CU-BW-A", "all side=buy", "symbol=CU-BW-A side=sell"]
    return "mass-cancel D\(1 + below(4)) N\(lastName) \(scopes[Int(below(5))])"
  }

  /// Nothing for most orders; what does not go together is refused.
  private mutating func qualifiers() -> String {
    let kinds = [
      " floor=25", " floor=25", " min=25", " min=50", " aon", " aon", " post-only", " smp=O",
      " smp=B", " type=K", " expires=3", " expires=0", " aon smp=O", " floor=25 smp=O",
      " type=3 stop=\(68_400 + below(12) * 10)", " type=4 stop=\(68_400 + below(12) * 10)",
      " type=4 stop=\(68_400 + below(12) * 10)", " type=3 stop=\(68_400 + below(12) * 10) smp=O",
    ]
    let kind = below(UInt64(2 * kinds.count))
    return kind < kinds.count ? kinds[Int(kind)] : ""
  }

  private mutating func change(_ verb: String) -> String {
    guard !names.isEmpty else { return newOrder() }
    let recent = min(names.count, 40)
    let old = names[names.count - 1 - Int(below(UInt64(recent)))]
    lastName += 1
    let name = "N\(lastName)"
    names.append((old.session, name, old.side))
    if verb == "cancel" { return "cancel \(old.session) \(name) \(old.name)" }
    return "replace \(old.session) \(name) \(old.name) \(old.side) \(1 + below(5)) \(price())"
      + " tif=\(["day", "gtc", "gtd"][Int(below(9)) / 4])"
  }

  private mutating func price() -> String {
    below(25) == 0 ? "market" : "\(68_400 + below(12) * 10)"
  }
}
