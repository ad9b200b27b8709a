import Market

/// A trade.
struct NaiveTrade {
  /// What an institution was asked, and its answer.
  struct Leg {
    var instruction = 0
    var answer: InstructionResult?
  }
  let number: Int
  let instrument: Int
  let buyer: Int
  let seller: Int
  let buyOrder: Int
  let sellOrder: Int
  let price: Int64
  let lots: Int
  let matchedAt: Int64
  let byGuarantee: Bool
  /// When the day of its delivery begins; never where it is delivered at once.
  var settles = NaiveTrade.never
  var documents: [Int] = []
  var weight: Int64 = 0
  var gross: Int64 = 0
  var fee: Int64 = 0
  var titleFee: Int64 = 0
  var reserve: Int64 = 0
  var secured: Int64 = 0
  /// What it holds as a guarantee until its price is paid; what that must cover, and how much more of a
  /// haircut foreign money has.
  var hold: NaiveHold?
  var required: Int64 = 0
  var haircutAddition: Int64 = 0
  /// Until when what its guarantee is short of must be there.
  var topUpBy = NaiveTrade.never
  var difference: Int64 = 0
  var state = TradeState.matched
  var disputed = TradeState.matched
  var deadline = NaiveTrade.never
  var resale = NaiveTrade.never
  var funds = Leg()
  var title = Leg()
  var affirmed: Set<Int> = []
  /// Documents whose outturn weight is awaited.
  var awaited = 0

  static let never = Instant.none.nanoseconds

  init(_ match: MatchedDeal, _ buy: DealOrder, _ sell: DealOrder, at now: Int64) {
    number = match.trade
    instrument = buy.instrument
    buyer = buy.firm
    seller = sell.firm
    buyOrder = match.buy
    sellOrder = match.sell
    price = match.price
    lots = match.lots
    matchedAt = now
    byGuarantee = buy.byGuarantee
  }

  var buyerPays: Int64 { gross + fee + titleFee }

  /// When its state ends, or a call to its buyer; nil where neither does by itself.
  var end: Int64? { [deadline, topUpBy].filter { $0 != NaiveTrade.never }.min() }

  /// Whether it can still be undone.
  var isDeliverable: Bool {
    state.isBeforeDelivery || state == .dispute && disputed.isBeforeDelivery
  }

  var facts: TradeFacts {
    TradeFacts(
      trade: number, instrument: instrument, buyer: buyer, seller: seller, price: price,
      lots: Int64(lots), weight: weight, gross: gross, buyerFees: fee + titleFee,
      sellerFees: fee, deadline: deadline, documents: documents, settles: settles)
  }
}
