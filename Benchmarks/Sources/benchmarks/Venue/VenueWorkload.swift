import Market
import MarketCore
import Matching

/// A market of some size, and the orders that go through it: VENUE_WORKLOAD.md.
struct VenueWorkload {
  /// For people.
  let name: String
  /// What its ratio is called.
  let ratioName: String
  /// Half of them buy, half of them sell.
  let firms: Int
  /// The sellers' documents, as many of each.
  let documents: Int
  /// Orders that rest before the clock starts.
  let depth: Int
  /// Commands of the stream of orders behind that.
  let orders: Int

  static let warm = VenueWorkload(
    name: "64 firms", ratioName: "rate-vs-textbook", firms: 64, documents: 65_536,
    depth: 10_000, orders: 100_000)
  static let large = VenueWorkload(
    name: "10,000 firms", ratioName: "rate-vs-textbook-large", firms: 10_000,
    documents: 1_000_000, depth: 10_000, orders: 500_000)
  /// What is counted by instructions.
  static let counted = VenueWorkload(
    name: "16 firms", ratioName: "", firms: 16, documents: 16_384, depth: 1_000, orders: 20_000)

  /// The most lots of an order, but for one aggressive order in 16, which has eight times as many.
  static var lots: UInt32 { 4 }
  /// Orders behind which an institution's answer comes.
  static var lag: Int { 32 }

  func stream() -> BookStream {
    StreamGenerator.make(
      instruments: 1, depth: depth, lots: Self.lots, movesAlways: true, commands: orders)
  }

  var limits: VenueLimits {
    var limits = VenueLimits.small
    limits.firms = firms + 1
    limits.sessions = firms + 2
    limits.documents = documents
    limits.holdings = firms
    limits.orders = depth + orders
    limits.clOrdIDs = 2 * (depth + orders)
    limits.restingOrders = 2 * depth
    limits.accountBooks = 3 * firms
    limits.fillTimes = firms
    return limits
  }
}
