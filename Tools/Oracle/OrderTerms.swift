public import Market

/// What a NewOrderSingle(D) or an OrderCancelReplaceRequest(G) of a stream says of the order.
public struct OrderTerms: Equatable, Sendable {
  /// ClOrdID(11) is N and this number.
  public var name: Int
  /// From 0; a number that the market does not have is an unknown Symbol(55).
  public var instrument: Int
  public var side: Side
  public var type = OrdType.limit
  public var force = TimeInForce.day
  /// In 1/10,000 CNY.
  public var price: Int64
  public var stopPx: Int64 = 0
  /// In 1/1,000 of the unit; a lot has 1,000.
  public var quantity: Int64
  public var minQty: Int64 = 0
  public var maxFloor: Int64 = 0
  public var isPostOnly = false
  public var isAllOrNone = false
  /// SelfMatchPreventionInstruction(7821); zero where absent.
  public var selfMatch: UInt8 = 0
  /// In nanoseconds; zero where absent.
  public var expireTime: Int64 = 0
  /// Whether PriceType(423) says another kind of price than the instrument's.
  public var saysOtherKind = false
  /// The order that ListingOrderID(7772) names; nil where absent.
  public var listing: OrderName?
  /// The lot that AuctionID(7762) means, by who has applied for it and SecurityReqID(320); nil where absent.
  public var lot: OrderName?

  public init(name: Int, instrument: Int, side: Side, price: Int64, quantity: Int64) {
    self.name = name
    self.instrument = instrument
    self.side = side
    self.price = price
    self.quantity = quantity
  }

  /// Whether Price(44) says anything of it.
  var hasLimit: Bool { type != .market && type != .stop }
}

/// What a stream asks of the venue.
public enum Action: Equatable, Sendable {
  case new(OrderTerms)
  /// The name that stands in OrigClOrdID(41), and the order as it shall be.
  case replace(Int, OrderTerms)
  /// The name of the request, and the one in OrigClOrdID(41).
  case cancel(Int, Int)
  /// The operator sets the phase of an instrument; nil lifts a halt.
  case phase(Int, Phase?)
  /// The calendar sets a phase of an instrument, so many seconds from now.
  case schedule(Int, Phase, Int64)
  /// The calendar opens or closes the deals of an instrument, so many seconds from now.
  case scheduleDeals(Int, Bool, Int64)
  /// The number in the ClOrdID(11) of an OrderMassCancelRequest(q), and what it asks for.
  case massCancel(Int, MassCancelTerms)
  /// The number in the MassStatusReqID(584) of an OrderMassStatusRequest(AF), and what it asks for.
  case massStatus(Int, MassCancelTerms)
  /// The operator stops a session, a firm or all, or lifts that.
  case kill(Scope, Bool)
  /// A session logs on, and says what becomes of its orders when its connection ends.
  case logOn(DisconnectTerms)
  /// Its connection ends, by Logout(5) or without.
  case disconnect(isOrderly: Bool)
  /// The venue's process has ended and another one begins; from `resume` on sessions can log on to it.
  case restart, resume
  /// An instrument gets other terms.
  case define(Int, InstrumentTerms)
  /// The operator publishes a value of the benchmark, 1/10,000 CNY.
  case benchmark(Int64)
  /// NewOrderCross(s) of a broker.
  case cross(CrossTerms)
  /// TradeCaptureReport(AE) of a firm.
  case report(ReportTerms)
  /// QuoteRequest(R), and what comes of it.
  case ask(AskTerms)
  case quote(QuoteTerms)
  /// A firm applies for a lot, puts down a deposit, or the operator does something with one.
  case apply(LotTerms)
  case deposit(LotDeposit)
  case control(LotControl)
  /// A firm deals with these alone; nil with everybody.
  case counterparties(Int, [Int]?)
  /// Nothing but time.
  case tick
}

/// Which of a firm's orders are to be cancelled or told; all that what is nil does not exclude.
public struct MassCancelTerms: Equatable, Sendable {
  public var instrument: Int?
  public var side: Side?

  public init(instrument: Int? = nil, side: Side? = nil) {
    self.instrument = instrument
    self.side = side
  }
}

/// What becomes of a session's orders when its connection ends.
public struct DisconnectTerms: Equatable, Sendable {
  public var type: CancelOnDisconnectType
  /// How long it may be away.
  public var seconds: Int64
  /// Whether orders that live from day to day are cancelled too.
  public var cancelsGoodTill: Bool

  public init(_ type: CancelOnDisconnectType, seconds: Int64, cancelsGoodTill: Bool) {
    self.type = type
    self.seconds = seconds
    self.cancelsGoodTill = cancelsGoodTill
  }
}

/// Whom the operator stops, by number from 1.
public enum Scope: Equatable, Sendable {
  case session(Int), firm(Int), venue

  var number: Int {
    switch self {
    case .session(let number), .firm(let number): number
    case .venue: 0
    }
  }
}

/// One command of a stream: so many nanoseconds after the one before it, from that session.
public struct Step: Equatable, Sendable {
  public var wait: Int64
  /// From 1; sessions that differ by the number of firms belong to one firm.
  public var session: Int
  public var action: Action

  public init(wait: Int64 = 0, session: Int, _ action: Action) {
    self.wait = wait
    self.session = session
    self.action = action
  }
}

/// The market that a stream trades in: a lot is one unit, fees and premiums are zero, so money is
/// price times lots.
public struct MarketTerms: Equatable, Sendable {
  /// Control group of each firm; zero where it stands alone.
  public var groups: [Int] = [0, 0, 7, 7]
  public var instruments: [InstrumentTerms] = [InstrumentTerms()]
  /// Free documents of each firm in each instrument.
  public var documents = 1_000
  /// Documents of each instrument that are pledged: two of a firm to the one before it, beginning with the second firm.
  /// The registry has declared the default behind all but the last.
  public static let pledged = 4
  /// CNY of each firm.
  public var money: Int64 = 1_000_000_000

  public init() {}
  public var firms: Int { groups.count }
  /// The firm of a session, both from 1.
  public func firm(ofSession session: Int) -> Int {
    session == brokerSession ? broker : (session - 1) % firms + 1
  }
  /// The broker: a firm behind the others, which has money and no documents, and its session.
  public var broker: Int { firms + 1 }
  public var brokerSession: Int { 2 * firms + 1 }
  /// Whether the broker acts for a firm: itself, and all others but the last have named it.
  public func isServed(_ firm: Int) -> Bool {
    firm == broker || (1..<firms).contains(firm)
  }
  /// The session that is told what concerns a firm: the first of its sessions.
  public func mailbox(of firm: Int) -> Int { firm == broker ? brokerSession : firm }
  /// Who holds a pledged document, and to whom it is pledged.
  public func holder(ofPledged document: Int) -> Int { document / 2 % firms + 2 }
  public func pledgee(of document: Int) -> Int { document / 2 % firms + 1 }
  /// The session of the registry, of the first firm.
  public var registrySession: Int { brokerSession + 1 }
  /// Firms of one group are one party; others are their own.
  public func party(_ firm: Int) -> Int {
    firm > firms || groups[firm - 1] == 0 ? firm : firms + groups[firm - 1]
  }
}

/// An instrument of a stream's market; prices in 1/10,000 CNY.
public struct InstrumentTerms: Equatable, Sendable {
  public var tick: Int64 = 10_000
  public var referencePrice: Int64 = 1_000_000
  /// 1/100 of a percent; zero for no band.
  public var bandBasisPoints: Int64 = 500
  public var maxLots = 64
  public var hasOpeningCall = false
  public var hasClosingCall = false
  /// How far from the last price an order may trade, in 1/100 of a percent; zero where it may anywhere.
  public var dynamicBasisPoints: Int64 = 0
  /// How long trading is interrupted where an order would trade further away.
  public var interruptionSeconds: Int64 = 0
  /// How long, and how many trading days, a party waits between a buy and its next sale, or the reverse.
  public var intervalSeconds: Int64 = 0
  public var intervalDays = 0
  /// Whether firms may deal beside the book, in which band (zero for that of orders), and how long the other firm has
  /// to answer; zero where no trade may be alleged.
  public var isNegotiated = false
  public var dealBandBasisPoints: Int64 = 0
  public var answerSeconds: Int64 = 0
  /// Whether deals have hours of their own, and how many days ahead one may be delivered.
  public var hasDealHours = false
  public var deliveryDays: Int64 = 0
  /// How long a request for quotes stands at most, zero where none may be made, and how many offers follow the first.
  public var quoteSeconds: Int64 = 0
  public var quoteRounds = 0
  public var auctions = AuctionRules()
  /// Where prices are premiums: how far the benchmark may be from the reference price, 1/100 of a percent; zero where
  /// they are full.
  public var benchmarkBasisPoints: Int64 = 0

  public init() {}
  /// The edges of the price band, on ticks inside it, of premiums around none; nil where there is none.
  public var band: ClosedRange<Int64>? {
    guard bandBasisPoints > 0,
      let full = prices(around: referencePrice, basisPoints: bandBasisPoints)
    else { return nil }
    return hasPremiums
      ? full.lowerBound - referencePrice...full.upperBound - referencePrice : full
  }

  public var hasPremiums: Bool { benchmarkBasisPoints > 0 }

  /// The values that the benchmark may have; of full prices nothing is added.
  var benchmarkBand: ClosedRange<Int64> {
    guard hasPremiums else { return 0...0 }
    return prices(around: referencePrice, basisPoints: benchmarkBasisPoints) ?? 0...0
  }

  /// What an uncross is nearest to before the first trade.
  var middle: Int64 { hasPremiums ? 0 : referencePrice }

  /// The prices at which an order may trade after a trade at `last`; nil where any will do.
  func dynamicBand(around last: Int64) -> ClosedRange<Int64>? {
    dynamicBasisPoints > 0 ? prices(around: last, basisPoints: dynamicBasisPoints) : nil
  }

  /// The ticks that are no further away than a part of the price itself; nil where these are more than
  /// a book holds.
  private func prices(around price: Int64, basisPoints: Int64) -> ClosedRange<Int64>? {
    let middle = price / tick
    let width = abs(middle) * basisPoints
    let lowest = -floor(width - middle * 10_000, by: 10_000)
    let highest = floor(middle * 10_000 + width, by: 10_000)
    guard lowest > Int64(Int32.min), highest < Int64(Int32.max) else { return nil }
    return lowest * tick...highest * tick
  }

  private func floor(_ dividend: Int64, by divisor: Int64) -> Int64 {
    let remainder = dividend % divisor
    return dividend / divisor - (remainder < 0 ? 1 : 0)
  }

  /// Whether an instrument may have these terms.
  var areValid: Bool {
    referencePrice % tick == 0 && dynamicBasisPoints <= 10_000
      && (dynamicBasisPoints == 0 || interruptionSeconds > 0) && (!hasPremiums || mayHavePremiums)
  }

  /// Premiums trade in a book alone, within a band, and no price that comes of one is zero.
  private var mayHavePremiums: Bool {
    !isNegotiated && !auctions.offersAscending && !auctions.offersDescending
      && dynamicBasisPoints == 0
      && (band.map { $0.lowerBound + benchmarkBand.lowerBound > 0 } ?? false)
  }

  /// Where deals may be made.
  var limitsOfDeals: ClosedRange<Int64> {
    dealBandBasisPoints > 0
      ? prices(around: referencePrice, basisPoints: dealBandBasisPoints) ?? limits : limits
  }

  /// Where orders may stand: in the band, or at any price that a book can hold, ticks of 32 bits.
  var limits: ClosedRange<Int64> {
    band ?? (Int64(Int32.min) + 1) * tick...(Int64(Int32.max) - 1) * tick
  }
}

/// The phases of an instrument.
public enum Phase: String, CaseIterable, Sendable {
  case closed, preOpen, openingCall, open, pause, closingCall, interrupted, halted
  /// Whether orders rest without matching.
  var isCall: Bool {
    switch self {
    case .preOpen, .openingCall, .closingCall, .interrupted: true
    case .closed, .open, .pause, .halted: false
    }
  }
}
