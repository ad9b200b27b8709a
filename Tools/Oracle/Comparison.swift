import Market
import MarketCore

/// Where the venue and the rules part.
public struct Disagreement: Sendable {
  /// The step's place in the stream, from 0.
  public var step: Int
  /// What differs.
  public var what: String
  /// What the rules say, and what the venue has done.
  public var rules: [String]
  public var venue: [String]

  public init(step: Int, what: String, rules: [String], venue: [String]) {
    self.step = step
    self.what = what
    self.rules = rules
    self.venue = venue
  }
}

/// The venue and the naive one side by side.
public struct Comparison: ~Copyable {
  private var venue: RealVenue
  private var naive: NaiveVenue
  private let market: MarketTerms
  private var performed = 0
  /// How many lines of each kind have been compared.
  public private(set) var counts: [TraceLine.Kind: Int] = [:]
  /// How many times each reason has been given.
  public private(set) var reasons: [Reason: Int] = [:]

  /// Room for so many commands. `rules` is the market as the naive venue shall see it: the same,
  /// unless the two shall differ.
  public init(_ market: MarketTerms, commands: Int, rules: MarketTerms? = nil) {
    self.market = market
    var limits = VenueLimits.small
    limits.orders = max(limits.orders, 2 * commands + 1)
    limits.clOrdIDs = max(limits.clOrdIDs, 3 * commands)
    limits.restingOrders = max(limits.restingOrders, commands)
    limits.documents = market.documents * market.firms * market.instruments.count + 1_024
    venue = RealVenue(market, limits: limits, now: CommandStream.start)
    naive = NaiveVenue(rules ?? market, now: CommandStream.start)
  }

  /// Performs a step in both; compares events, and unless told otherwise books and money, and the
  /// venue's books with what its events tell of them.
  public mutating func perform(_ step: Step, comparesState: Bool = true) -> Disagreement? {
    venue.perform(step)
    naive.perform(step)
    defer { performed += 1 }
    for line in naive.lines {
      counts[line.kind, default: 0] += 1
      if line.reason != .none { reasons[line.reason, default: 0] += 1 }
    }
    if venue.lines != naive.lines {
      return disagreement("events", naive.lines, venue.lines)
    }
    return comparesState ? compareState() : nil
  }

  private func compareState() -> Disagreement? {
    for index in market.instruments.indices {
      for side in [Side.buy, .sell] {
        let book = naive.book(index, side)
        let actual = venue.book(index, side)
        if book != actual { return disagreement("book of I\(index), \(side)", book, actual) }
        if let found = venue.viewDifference(index, side) {
          return disagreement("changes of I\(index), \(side)", found.venue, found.events)
        }
      }
    }
    for firm in 1...market.broker {
      let money = naive.money(ofFirm: firm)
      let actual = venue.money(ofFirm: firm)
      if money != actual { return disagreement("money of firm \(firm)", [money], [actual]) }
    }
    return nil
  }

  /// What has come of applications for pledged documents.
  public var foreclosures: Set<Foreclosure> { naive.foreclosures }

  /// What the last step has made.
  public var lines: [TraceLine] { naive.lines }

  /// A full recount of the venue.
  public func recount() -> Disagreement? {
    venue.finding().map { disagreement("recount", ["nothing"], [$0]) }
  }

  /// A number that stands for the venue's whole state.
  public func digest() -> UInt64 { venue.digest() }

  private func disagreement<Value>(
    _ what: String, _ rules: [Value], _ venue: [Value]
  ) -> Disagreement {
    Disagreement(
      step: performed, what: what, rules: rules.map { "\($0)" }, venue: venue.map { "\($0)" })
  }

  /// Performs steps from the beginning; nil where both agree to the end.
  public static func run(_ steps: [Step], in market: MarketTerms) -> Disagreement? {
    var comparison = Comparison(market, commands: steps.count)
    for step in steps {
      if let found = comparison.perform(step) { return found }
    }
    return comparison.recount()
  }
}
