import Market
import MarketCore
import Memory
import Records
import Storage

/// The venue of the benchmark of all modes: a book in which one firm enters orders and cancels them, lots of auctions
/// for which each of very many bidders has put down a deposit, and firms that deal with each other beside the book.
///
/// Firm 1 trades in the book, firm 2 has documents and sells, the others bid. A session has its firm's number.
struct ModesMarket: ~Copyable {
  private var venue: Venue
  private var command = RecordBuffer(capacity: Limits.recordBytes)
  private var events = RecordBuffer(capacity: Venue.eventBytesPerApply)
  private var sequence: UInt64 = 0
  private var now: Int64 = 1_795_000_000_000_000_000
  private let bidders: Int
  let lots: Int
  /// What the modes have made, to be compared with what they were asked for.
  private(set) var trades = 0
  private(set) var refusals = 0
  private(set) var outbid = 0

  static var trader: UInt32 { 1 }
  static var seller: UInt32 { 2 }
  static let symbol = Symbol(Text16(name: "BENCH-01"))
  /// Documents of a lot; as many bids for one stand.
  static var lotSize: Int { 64 }
  static var bidStart: Int64 { 5_000_000 }
  static var tick: Int64 { 10_000 }

  /// Room for so many orders; the lots are open, and each bidder has put down its deposit for each.
  init(lots: Int, bidders: Int, orders: Int, documents: Int) {
    self.bidders = bidders
    self.lots = lots
    var limits = VenueLimits.small
    limits.firms = bidders + 2
    limits.sessions = bidders + 2
    limits.documents = documents
    limits.holdings = bidders + 2
    limits.fillTimes = bidders + 2
    limits.orders = orders
    limits.clOrdIDs = 2 * orders
    limits.auctionLots = lots
    limits.auctionBids = lots * (Self.lotSize + 1)
    limits.auctionDeposits = lots * bidders
    venue = Venue(limits: limits, seed: HashSeed(rawValue: 7))
    for number in 1...UInt32(bidders) + 2 { define(number) }
    defineInstrument()
    for number in 0..<documents { send(.admitDocument, BenchmarkVenue.document(number)) }
    send(.setPhase, BenchmarkVenue.phase(.open))
    openLots()
  }

  /// The session of a bidder, by its number from 0.
  func bidder(_ number: Int) -> UInt32 { UInt32(3 + number % bidders) }

  /// Applies a command and seals its events, as the engine does.
  mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: UInt32 = 0
  ) {
    command.removeAll()
    command.append(head(type, session), body: body)
    apply()
  }

  /// The same with the code of a firm behind the body.
  mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: UInt32, naming firm: CompID
  ) {
    command.removeAll()
    let offset = command.append(
      head(type, session), body: body, trailingByteCount: MemoryLayout<CompID>.size)
    command.store(firm, at: offset + RecordHead.byteCount + MemoryLayout<Body>.size)
    apply()
  }

  private mutating func head(_ type: CommandType, _ session: UInt32) -> RecordHead {
    sequence += 1
    now += 1_000
    var head = RecordHead(type, sequence: sequence, session: session)
    head.time = Instant(nanoseconds: now)
    head.received = head.time
    return head
  }

  private mutating func apply() {
    events.removeAll()
    Self.apply(command, to: &venue, &events)
    var offset = 0
    while offset < events.count { offset += events.seal(at: offset).length }
  }

  private static func apply(
    _ command: borrowing RecordBuffer, to venue: inout Venue, _ events: inout RecordBuffer
  ) {
    venue.apply(command.bytes, into: &events)
  }

  /// Looks at what has come of the last command; not timed.
  mutating func judge() {
    let seen = Self.count(events)
    trades += seen.trades
    refusals += seen.refusals
    outbid += seen.outbid
  }

  private static func count(
    _ events: borrowing RecordBuffer
  ) -> (trades: Int, refusals: Int, outbid: Int) {
    var seen = (trades: 0, refusals: 0, outbid: 0)
    var offset = 0
    while offset < events.count {
      let bytes = events.bytes
      switch EventType(rawValue: bytes.loadHead(at: offset).typeCode) {
      case .tradeMatched: seen.trades += 1
      case .executionReport:
        let reject = bytes.loadBody(ExecutionReport.self, at: offset).orderRejectCode
        if reject == OrderReject.outbid.rawValue { seen.outbid += 1 }
        if reject != 0 && reject != OrderReject.outbid.rawValue { seen.refusals += 1 }
      case .tradeReportAnswered:
        let reason = bytes.loadBody(TradeReportAnswered.self, at: offset).reasonCode
        seen.refusals += reason == 0 ? 0 : 1
      case .quoteAnswered:
        let reason = bytes.loadBody(QuoteAnswered.self, at: offset).reasonCode
        seen.refusals += reason == 0 ? 0 : 1
      case .auctionAnswered:
        let reason = bytes.loadBody(AuctionAnswered.self, at: offset).reasonCode
        seen.refusals += reason == 0 ? 0 : 1
      case .commandRefused, .orderCancelReject, .businessMessageReject: seen.refusals += 1
      default: break
      }
      offset += bytes.recordLength(at: offset)
    }
    return seen
  }
}

/// The market.
extension ModesMarket {
  private mutating func define(_ firm: UInt32) {
    send(.defineFirm, BenchmarkVenue.firm(firm))
    send(.defineSession, BenchmarkVenue.session(firm))
    send(.creditFunds, BenchmarkVenue.funds(firm, fen: 100_000_000_000))
  }

  private mutating func defineInstrument() {
    send(.defineWarehouse, BenchmarkVenue.warehouse())
    var body = BenchmarkVenue.instrument(1, Self.symbol)
    body.tick = Price(tenThousandths: Self.tick)
    body.modes = 2 | 4 | 8
    body.maxLots = UInt16(Self.lotSize)
    body.answerSeconds = 60
    body.quoteSeconds = 60
    body.quoteRounds = 10
    body.auctionDepositBasisPoints = 500
    send(.defineInstrument, body)
  }

  /// The seller's lots are announced, all put down their deposits, and they open.
  private mutating func openLots() {
    let opens = now + 60_000_000_000
    for number in 0..<lots {
      announce(UInt32(number + 1), opens)
      for bidder in 0..<bidders {
        var deposit = DepositAuction()
        deposit.reference = BenchmarkVenue.name(number * bidders + bidder, "P")
        deposit.auction = UInt32(number + 1)
        deposit.transTypeCode = CollAsgnTransType.new.rawValue
        send(.depositAuction, deposit, session: self.bidder(bidder))
        judge()
      }
    }
    now = opens
    send(.tick, UInt64(0))
  }

  private mutating func announce(_ number: UInt32, _ opens: Int64) {
    var lot = ApplyAuction()
    lot.reference = BenchmarkVenue.name(Int(number), "L")
    lot.symbol = Self.symbol
    lot.sideCode = Side.sell.rawValue
    lot.modeCode = TradingMode.auctionAscending.rawValue
    lot.quantity = Quantity(thousandths: Int64(Self.lotSize) * 1_000)
    lot.startPrice = Price(tenThousandths: Self.bidStart)
    lot.priceStep = Price(tenThousandths: Self.tick)
    lot.opensAt = Instant(nanoseconds: opens)
    lot.closesAt = Instant(nanoseconds: opens + 36_000_000_000_000)
    send(.applyAuction, lot, session: Self.seller)
    judge()
    var announced = ControlAuction()
    announced.auction = number
    announced.actionCode = AuctionControl.announce.rawValue
    send(.controlAuction, announced)
    judge()
  }
}
