import Funds
import Market
import MarketCore
import Testing

/// What no settlement may change: the sum of all money, and one holder for each document.
@Suite struct SettlementConservationTests {
  @Test(
    "money and titles only change hands, whatever is answered",
    arguments: 1...4 as ClosedRange<UInt64>)
  func conserved(_ seed: UInt64) {
    var stream = SettlementRows(seed: seed)
    var fees: Int64 = 0
    var versions: [Substring: Int] = [:]
    var settled = 0
    var compensated = 0
    for _ in 0..<400 {
      let row = stream.nextRow()
      for event in stream.perform(row) {
        let words = event.split(separator: " ")
        if words[0] == "moved" {
          fees += SettlementRows.fees(words)
          settled += 1
          if words[1] == "riskReserve" { compensated += 1 }
        }
        guard words[0] == "title" else { continue }
        let version = versions[words[1], default: 0] + 1
        #expect(words.contains("version=\(version)"), "\(event) follows the entry before")
        #expect(words.contains("seq=\(version)"), "\(event) leaves no gap")
        versions[words[1]] = version
      }
      #expect(stream.market.tester.applier.venue.audit() == nil, "seed \(seed), after \(row)")
      #expect(stream.dealersHave + fees == stream.begunWith, "seed \(seed), after \(row)")
    }
    #expect(settled > 20 && compensated > 0 && !versions.isEmpty)
  }
}

/// Rows of orders and of what clearing and the registry answer, from one seed.
private struct SettlementRows {
  let market = ScenarioMarket()
  private(set) var begunWith: Int64 = 0
  private var state: UInt64
  private var lastName = 0
  /// Instructions without an answer, as rows that lack it.
  private var asked: [String] = []
  /// Trades that have ended by a default.
  private var defaulted: [Substring] = []

  init(seed: UInt64) {
    state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    let rows = [
      "market", "firm ZZCH", "firm ZZREG", "firm WHS001", "session CH ZZCH clearing",
      "session RG ZZREG registry", "session WH WHS001 warehouse",
      "warehouse ZZW01 grade=A firm=WHS001",
      "instrument CU-BW-A warehouse=ZZW01 funds=5 title=5 weight=8 reserve=3",
      "credit DLR001 100000 account=riskReserve",
    ]
    for row in rows { VenueTests.perform(row, market) }
    for number in 1...120 {
      let weight = decimal(Int64(24_500 + below(1_001)), 3)
      let row = "doc R\(number) DLR00\(1 + below(4)) weight=\(weight) warehouse=ZZW01"
      VenueTests.perform(row, market)
    }
    market.tester.showsSettlement = true
    begunWith = dealersHave
  }

  /// Fen of all dealers together.
  var dealersHave: Int64 {
    (1...4).reduce(0) {
      $0 + market.tester.applier.venue.account(of: FirmID(rawValue: UInt32($1))).balance.fen
    }
  }

  /// Fen that a posting takes from the dealers, from cash into the venue's own accounts; less than zero where it
  /// brings them any.
  static func fees(_ words: [Substring]) -> Int64 {
    let isFromCash = words[1].hasPrefix("cash")
    guard isFromCash != words[2].hasPrefix("cash") else { return 0 }
    let parts = words[3].split(separator: ".")
    let cents = parts.count > 1 ? (parts[1] + "00").prefix(2) : "00"
    return ((Int64(parts[0]) ?? 0) * 100 + (Int64(cents) ?? 0)) * (isFromCash ? 1 : -1)
  }

  mutating func perform(_ row: String) -> [String] {
    let events = VenueTests.perform(row, market)
    for event in events {
      let words = event.split(separator: " ")
      if words[0] == "trade-changed", words[2].hasSuffix("Default") { defaulted.append(words[1]) }
      guard let institution = ["settle": "CH", "transfer": "RG"][words[0]],
        let instruction = words.first(where: { $0.hasPrefix("instruction=") })
      else { continue }
      asked.append("answer \(institution) \(words[1]) \(instruction.dropFirst(12))")
    }
    return events
  }

  mutating func nextRow() -> String {
    switch below(10) {
    case 0..<5: return order()
    case 5..<9:
      guard !asked.isEmpty else { return order() }
      let row = asked[Int(below(UInt64(asked.count)))]
      if below(4) > 0 { asked.removeAll { $0 == row } }
      return row + (below(8) == 0 ? " refused" : " done")
    default:
      guard let trade = defaulted.last, below(2) == 0 else { return "wait \(below(4))" }
      return "reserve \(trade) \(1 + below(60_000)).37"
    }
  }

  private mutating func order() -> String {
    lastName += 1
    let side = below(2) == 0 ? "buy" : "sell"
    let price = 68_430 + 10 * below(4)
    return "new D\(1 + below(4)) N\(lastName) \(side) \(1 + below(3)) \(price)"
  }

  private mutating func below(_ bound: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return (state >> 32) % bound
  }
}
