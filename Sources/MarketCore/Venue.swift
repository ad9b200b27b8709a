import Auctions
import Funds
import Market
import Matching
public import Memory
import Negotiation
public import Records
import Surveillance
import Titles

/// The deterministic core of the market: commands of the log in, events out.
///
/// The same commands give the same events, OrderIDs, ExecIDs and digests, bit for bit: there is no
/// clock, no randomness and no input but the commands. One `apply` does bounded work; what
/// concerns many orders goes on in the following ones (`hasPendingWork`). Owner: the engine's
/// thread.
public struct Venue: ~Copyable {
  var reference: ReferenceData
  var titles: TitleRegister
  var money: Ledger
  var orders: OrderTable
  var accountBooks: AccountBooks
  var fences: Fences
  var massStatuses: MassStatuses
  var positionRequests: PositionRequests
  /// Requests about passwords that the doorkeeper has not answered, the first come first.
  var userRequests: FixedQueue<PendingUserRequest>
  /// Requests for past trades whose answers are not complete, the first come first.
  var tradeRequests: FixedQueue<PendingTradeRequest>
  var books: OrderBooks
  var fills: FillBuffer
  var trades: TradeTable
  var guarantees: Guarantees
  var netting: NetClearing
  var deadlines: TradeDeadlines
  /// Firms whose balances may be paid, in the order in which money came to them.
  var payers: FixedQueue<FirmID>
  var delivered: DeliveredDocuments
  var titleChanges = TitleChanges()
  var consents: GivenConsents
  var stored: StoredValues
  var fillTimes: FillTimes
  var timers: TimerQueue
  var parameters: ParameterChanges
  var interruptions: Interruptions
  var graces: Graces
  var expiries: ExpiryHeap
  var allegedTrades: AllegedTrades
  var auctions: Auctions
  /// Why firms are stopped, by number.
  var suspensions: Slab<Suspension>
  var approvals = Approvals()
  var rates: RateMonitor
  var programs: Programs
  var subscriptions: Subscriptions
  var quotes: Quotes
  /// By which what firms negotiate on ends.
  var durations = DurationClock()
  var counterparties: CounterpartyLists
  var numbers = Numbers()
  var elections = ElectionQueue()
  var work = WorkQueues()
  /// The next step of work begins with the mass status requests.
  var tellsFirst = false
  /// Requests for positions go before mass status requests where both are pending.
  var tellsPositions = false
  /// RegistrySeq(7796) of the last finding that a reconciliation has filed.
  var findings: UInt64 = 0
  /// Counts news.
  var newsCount: UInt64 = 0
  /// The search that the first uncross of `work` is about; nil before it and behind it.
  var priceSearch: PriceSearch?
  /// How far the pairs of the first uncross are looked through, where some firms do not deal with others.
  var uncrossPass: UncrossPass?
  /// The operator has stopped all sessions: no new orders until that is lifted.
  var isStopped = false
  /// More timers are due than one step runs: until they have run no order is taken.
  var isCatchingUp = false
  /// Rates of messages are counted.
  var countsRates = false
  /// Why the present message is refused for its rate; nil where it is not.
  var rateRefusal: OrderRefusal?
  /// What is marked about the account of the present message, `RateMark`; zero for nothing.
  var rateMark: Int64 = 0
  /// Whose account is one of programme trading, of the messages of the present command.
  var owingProgram = CountedMessages()
  /// The head of the command that is being applied.
  var cause = RecordHead()
  /// The operator's request that is being done; zero where none is.
  var request: UInt32 = 0
  /// CrossID(548) of the cross that is being dealt; empty where none is.
  var crossID = Text32()
  /// The session that the current events answer; the venue for what the clock does.
  var acting = SessionID.venue
  var ordinal: UInt16 = 0

  /// The version of what this core makes of a log; a log is replayed by its own version only.
  ///
  /// Raised with each change by which some log would make other events, or another state, than before: of
  /// a rule, a limit, an order of work, a record's meaning.
  public static var coreVersion: UInt32 { 1 }

  /// The most bytes of events that one `apply` makes, as `EventBytes` adds them up, and some spare.
  public static var eventBytesPerApply: Int { 1_700 * 1_024 }

  /// An empty venue. All tables are allocated and touched here.
  public init(limits: VenueLimits, seed: HashSeed) {
    limits.check()
    reference = ReferenceData(limits: limits, seed: seed)
    titles = TitleRegister(capacity: limits.documents, holdings: limits.holdings, seed: seed)
    money = Ledger(firms: limits.firms, warehouses: limits.warehouses)
    orders = OrderTable(capacity: limits.orders, clOrdIDs: limits.clOrdIDs, seed: seed)
    accountBooks = AccountBooks(capacity: limits.accountBooks, firms: limits.firms, seed: seed)
    fences = Fences(limits: limits)
    massStatuses = MassStatuses(capacity: limits.massStatuses)
    positionRequests = PositionRequests(limits: limits)
    userRequests = FixedQueue(capacity: limits.userRequests, repeating: PendingUserRequest())
    tradeRequests = FixedQueue(capacity: limits.tradeRequests, repeating: PendingTradeRequest())
    books = OrderBooks(limits: limits.books)
    fills = FillBuffer(capacity: limits.books.ordersLookedAt)
    trades = TradeTable(capacity: limits.documents)
    guarantees = Guarantees(orders: limits.orders, trades: limits.documents)
    netting = NetClearing(firms: limits.firms, trades: limits.documents)
    deadlines = TradeDeadlines(trades: limits.documents)
    payers = FixedQueue(capacity: limits.firms, repeating: .none)
    delivered = DeliveredDocuments(capacity: limits.documents)
    consents = GivenConsents(capacity: limits.documents)
    stored = StoredValues(documents: limits.documents, warehouses: limits.warehouses)
    fillTimes = FillTimes(capacity: limits.fillTimes, seed: seed)
    timers = TimerQueue(capacity: limits.timers)
    parameters = ParameterChanges(limits: limits)
    interruptions = Interruptions(instruments: limits.instruments)
    graces = Graces(sessions: limits.sessions)
    expiries = ExpiryHeap(capacity: limits.restingOrders)
    suspensions = Slab(capacity: limits.firms + 1, repeating: Suspension())
    counterparties = CounterpartyLists(firms: limits.firms)
    allegedTrades = AllegedTrades(
      capacity: limits.allegedTrades, perFirm: limits.allegedTradesPerFirm, firms: limits.firms,
      seed: seed)
    auctions = Auctions(
      lots: limits.auctionLots, bids: limits.auctionBids, deposits: limits.auctionDeposits,
      instruments: limits.instruments, seed: seed)
    rates = RateMonitor(limits: limits, seed: seed)
    programs = Programs(firms: limits.firms, perFirm: limits.programsPerFirm)
    subscriptions = Subscriptions(limits: limits)
    quotes = Quotes(limits: limits, seed: seed)
  }

  /// Applies one command, a whole record, and appends its events as whole records.
  ///
  /// Orders and timers due at or before the command's time run first, then the command, then the
  /// stop orders that its trades trigger, then one step of the work that is pending.
  public mutating func apply(_ command: RawSpan, into events: inout RecordBuffer) {
    let last = cause.time
    cause = command.loadHead()
    precondition(cause.time >= last, "log time never goes back")
    precondition(events.available >= Self.eventBytesPerApply, "room was made for the events")
    ordinal = 0
    acting = .venue
    // Before the timers of what has run out meanwhile.
    if cause.typeCode == CommandType.processRestarted.rawValue
      || cause.typeCode == CommandType.timeGap.rawValue
    {
      beginGap(command, behind: last)
    }
    if hasExpiryDue(at: now) { expireDue(into: &events) }
    if isCatchingUp || isOwnTimerDue { runDueTimers(into: &events) }
    noteInbound()
    acting = cause.session
    perform(command, into: &events)
    acting = .venue
    elections.entries = 0
    if elections.first != .none { electStops(into: &events) }
    if hasWork || tellsFirst || tellsPositions { workOn(into: &events) }
    tellMarketStatus(into: &events)
  }

  /// How often a follower was made the venue; the number of the last term that was opened.
  public var term: UInt64 { numbers.term }

  /// Log time: that of the command being applied.
  var now: Instant { cause.time }

  private mutating func perform(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let type = CommandType(rawValue: cause.typeCode) else {
      return refuse(.invalidValue, detail: Int64(cause.typeCode), into: &events)
    }
    switch type {
    case .tick, .timeGap, .processRestarted, .resumed: performTime(type, command, into: &events)
    case .batch: refuse(.invalidValue, detail: Int64(cause.typeCode), into: &events)
    case .logOpened, .termOpened: performOpening(type, command, into: &events)
    case .sessionLogon, .sessionEnded, .inboundSeen, .numbersReserved, .epochOpened,
      .scheduleSession, .credentialChanged, .credentialRefused, .userRequest:
      performForSession(type, command, into: &events)
    case .newOrder, .cancelOrder, .replaceOrder, .orderStatus, .refusedMessage, .massCancel,
      .massStatus:
      performMessage(type, command, into: &events)
    case .defineFirm, .defineSession, .defineInstrument, .defineWarehouse, .admitDocument,
      .creditFunds, .defineCurrency, .setFixing, .defineEntitlement, .defineCounterparties:
      performDefinition(type, command, into: &events)
    case .setPhase: setPhase(command, into: &events)
    case .schedulePhase: schedulePhase(command, into: &events)
    case .controlMarket, .setKillSwitch, .controlTrade, .useReserve, .decideApproval,
      .defineApprovals, .changeParameter, .withdrawChange, .controlAuction:
      performOperator(type, command, into: &events)
    case .controlSession: controlSession(command, into: &events)
    case .publishNews: publishNews(command, into: &events)
    case .affirmTrade, .answerInstruction, .reportWeight, .disputeTrade:
      performNotice(type, command, into: &events)
    case .requestTitle: requestTitle(command, into: &events)
    case .gradeWarehouse: gradeWarehouse(command, into: &events)
    case .assignCollateral: assignCollateral(command, into: &events)
    case .inquireCollateral: inquireCollateral(command, into: &events)
    case .marketDataRequest, .statusRequest, .requestTerms, .requestPositions:
      performRequest(type, command, into: &events)
    case .requestTrades, .endTradesAnswer: performPast(type, command, into: &events)
    case .reportRecon: reportRecon(command, into: &events)
    case .clearNet: clearNet(command, into: &events)
    case .newCross, .reportTrade, .requestQuote, .answerQuote, .applyAuction, .depositAuction:
      performBesideBook(type, command, into: &events)
    case .defineMonitors: defineMonitors(command, into: &events)
    case .registerProgram: registerProgram(command, into: &events)
    }
  }

  private mutating func performMessage(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) {
    guard reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    guard type == .refusedMessage || mayTrade(cause.session) else {
      return rejectUnauthorised(type, command, into: &events)
    }
    if countsRates { countRates(of: command, into: &events) }
    switch type {
    case .newOrder: enterOrder(command, into: &events)
    case .cancelOrder: cancelOrder(command, into: &events)
    case .replaceOrder: replaceOrder(command, into: &events)
    case .orderStatus: answerStatus(command, into: &events)
    case .refusedMessage: answerRefused(command, into: &events)
    case .massCancel: cancelMass(command, into: &events)
    case .massStatus: answerMassStatus(command, into: &events)
    default: preconditionFailure("the caller has sorted the commands")
    }
  }

  /// The venue's time: with the end of a gap sessions can log on again, and what stood still goes on.
  /// What a gap has brought to a stand was stopped before the timers ran.
  private mutating func performTime(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) {
    switch type {
    case .tick: break
    case .timeGap: _ = body(TimeGap.self, of: command, into: &events)
    case .processRestarted: answerAllUserRequests(into: &events)
    case .resumed: endGap()
    default: preconditionFailure("the caller has sorted the commands")
    }
  }

  private mutating func performOpening(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) {
    switch type {
    case .logOpened: openLog(command, into: &events)
    case .termOpened: openTerm(command, into: &events)
    default: preconditionFailure("the caller has sorted the commands")
    }
  }

  /// Terms only rise: who has opened a higher one has the log.
  private mutating func openTerm(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let opened = body(TermOpened.self, of: command, into: &events) else { return }
    guard opened.term > numbers.term else {
      return refuse(.invalidValue, detail: Int64(clamping: opened.term), into: &events)
    }
    numbers.term = opened.term
  }

  private mutating func openLog(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let opened = body(LogOpened.self, of: command, into: &events) else { return }
    if opened.coreVersion != Self.coreVersion {
      refuse(.invalidValue, detail: Int64(opened.coreVersion), into: &events)
    }
  }
}
