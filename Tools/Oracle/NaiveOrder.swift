import Market

/// An order as the naive venue keeps it.
struct NaiveOrder {
  enum Place { case nowhere, book, stops, atClose }

  var id: Int
  /// Whether it is a side of a deal, beside the book.
  var isDealt = false
  /// Whether it is a bid or a lot's own order, and whether what it held has gone to another bid of its firm.
  var isAuctioned = false
  var holdsNothing = false
  /// The newest name, of the order or of what replaced or cancelled it.
  var name: Int
  let firm: Int
  let party: Int
  var session: Int
  let instrument: Int
  let side: Side
  let type: OrdType
  let force: TimeInForce
  /// Price(44): of a market order zero, of market-to-limit the price that it took.
  var price: Int64
  /// The worst price at which it trades and the one at which it stands in the book: the band's edge
  /// where it names none.
  var limit: Int64 = 0
  var stopPx: Int64
  /// Lots.
  var quantity: Int
  var cum = 0
  var leaves = 0
  /// Lots that the book shows.
  var shown = 0
  /// Most lots shown; zero where all are.
  let floor: Int
  let minQty: Int
  /// As it was entered.
  let entered: OrderTerms
  let isPostOnly: Bool
  let isAllOrNone: Bool
  let selfMatch: SelfMatch
  var expireTime: Int64
  var status = OrdStatus.rejected
  var place = Place.nowhere
  var isTriggered = false
  /// Market-to-limit that has found nothing on the other side.
  var isWithoutLimit = false
  /// When it came to its place, as a number that counts arrivals.
  var arrival = 0
  /// The same of the list of its kind, in which orders expire: a new part of an iceberg shows behind
  /// its price, but the order keeps its place in the list.
  var listed = 0
  /// Sum of price times lots of its fills.
  var turnover: Int64 = 0
  /// CNY held for each lot left, in 1/10,000.
  var heldPerLot: Int64 = 0

  init(_ terms: OrderTerms, id: Int, session: Int, market: MarketTerms) {
    self.id = id
    name = terms.name
    self.session = session
    firm = market.firm(ofSession: session)
    party = market.party(firm)
    instrument = terms.instrument
    side = terms.side
    type = terms.type
    force = terms.force
    price = terms.type == .limit || terms.type == .stopLimit ? terms.price : 0
    stopPx = terms.stopPx
    quantity = Int(terms.quantity / 1_000)
    floor = Int(terms.maxFloor / 1_000)
    entered = terms
    minQty = Int(terms.minQty / 1_000)
    isPostOnly = terms.isPostOnly
    isAllOrNone = terms.isAllOrNone
    selfMatch = SelfMatch(terms.selfMatch)
    expireTime = terms.expireTime
  }

  var isDone: Bool { status.isFinal }
  var isStop: Bool { type == .stop || type == .stopLimit }
  var isAtTheEnds: Bool { force.isAtTheEnds }

  /// Whether what is left may wait in the book.
  var mayRest: Bool {
    switch type {
    case .market, .stop: force.isAtTheEnds
    case .limit, .stopLimit, .marketToLimit:
      force != .immediateOrCancel && force != .fillOrKill && !isWithoutLimit
    }
  }

  /// What shows when it comes to its place.
  var shownOnArrival: Int { floor == 0 ? leaves : min(floor, leaves) }

  /// AvgPx(6) in 1/10,000, half up.
  var avgPx: Int64 {
    guard cum > 0 else { return 0 }
    let (double, lots) = (2 * turnover + Int64(cum), 2 * Int64(cum))
    return double >= 0 ? double / lots : -((lots - 1 - double) / lots)
  }
}

extension TimeInForce {
  /// At the opening or at the close: for an uncross.
  var isAtTheEnds: Bool { self == .atTheOpening || self == .atTheClose }
}

extension OrdType {
  /// Limit or market.
  var isSimple: Bool { self == .limit || self == .market }
}

/// SelfMatchPreventionInstruction(7821): which of two orders of one party gives way.
enum SelfMatch {
  case newest, oldest, both

  init(_ code: UInt8) {
    switch code {
    case UInt8(ascii: "O"): self = .oldest
    case UInt8(ascii: "B"): self = .both
    default: self = .newest
    }
  }
}

/// Whether a price of `side` is worse for it than another: lower for a buy, higher for a sell.
func isWorse(_ price: Int64, than other: Int64, for side: Side) -> Bool {
  switch side {
  case .buy: price < other
  case .sell: price > other
  }
}
