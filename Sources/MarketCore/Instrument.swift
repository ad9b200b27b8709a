import Funds
import Market
import Matching

/// An instrument as the core needs it.
struct Instrument: BitwiseCopyable {
  var symbol = Symbol()
  var terms = MoneyTerms()
  var settlement = SettlementTerms()
  var tick = Price.zero
  var minInterval = MinimumInterval()
  /// How long a document must be good for when it becomes ACTIVE, and behind each sale.
  var marginNanos: Int64 = 0
  /// The least delivery unit: Art. 17.
  var leastPart = Quantity.zero
  /// How often the calendar has closed it: a trading day ends with that.
  var tradingDay: UInt32 = 0
  /// Where orders may stand.
  var band = PriceBand.none
  /// Where negotiated prices may lie.
  var negotiatedBand = PriceBand.none
  /// How far from the last price an order trades at once, 1/100 of a percent; zero for any.
  var dynamicBasisPoints: UInt32 = 0
  var interruptionNanos: Int64 = 0
  /// The place of the call that the market has brought about, among those that end by themselves.
  var interruption: UInt32?
  var book = BookIndex(rawValue: 0)
  /// Where stop orders wait, by StopPx(99).
  var stopBook = BookIndex(rawValue: 0)
  /// The last price at which its book has traded, in ticks; nil where it has not.
  var lastTick: Int32?
  /// The reference price in ticks, where the book's prices are looked for; of premiums zero.
  var referenceTick: Int32 = 0
  /// The reference price in ticks, at which documents are valued.
  var worthTick: Int32 = 0
  var benchmark = BenchmarkTerms()
  /// MDSeq(7830) of the last change of what its book shows.
  var mdSeq: UInt64 = 0
  var election = Election()
  /// Orders that rest in its book or wait outside of it.
  var liveOrders: UInt32 = 0
  /// Documents admitted for it.
  var documents: UInt32 = 0
  var lists = OrderLists()
  var maxLots: UInt16 = 0
  var calls = CallPhases()
  var bookMode: TradingMode?
  /// Whether firms may agree on trades beside the book, and whether lots are auctioned (`AuctionTerms`).
  var isNegotiated = false
  var isAuctioned = false
  /// How long an alleged trade waits for its answer.
  var answerNanos: Int64 = 0
  /// How far ahead the day may be on which a deal is delivered; zero for at once alone.
  var deliveryNanos: Int64 = 0
  var deals = DealHours()
  /// Among how many best prices of its side an order stands that another may name.
  var listingReach: UInt8 = 0
  var quotes = QuoteTerms()
  /// The clock of what is negotiated on, by readings of `Venue.durations`.
  var pauses = DurationClock()
  var phase = TradingPhase.closed
  /// By what the operator has halted it, and not lifted that since, and why.
  var halts = HaltScopes()
  var situation: AbnormalSituation?
  var isHeld: Bool { !halts.isEmpty }
  /// The phase that the calendar has come to, also while it is halted.
  var calendarPhase = TradingPhase.open
  var progress = PhaseProgress()
  var hasBand = false
  var docType: UInt8 = 0
  /// Where its goods lie; zero for no warehouse of ours.
  var warehouse: UInt32 = 0

  /// The tick of a price; nil where it is none, or beyond what a book holds.
  func exactTick(of price: Price) -> Int32? {
    let (quotient, remainder) = price.tenThousandths.quotientAndRemainder(
      dividingBy: tick.tenThousandths)
    return remainder == 0 ? Int32(exactly: quotient) : nil
  }

  /// The price of a tick.
  func price(of tick: Int32) -> Price {
    Price(tenThousandths: Int64(tick) * self.tick.tenThousandths)
  }

  /// The quantity of some lots.
  func quantity(of lots: UInt32) -> Quantity {
    Quantity(thousandths: Int64(lots) * terms.documentUnit.thousandths)
  }
}
