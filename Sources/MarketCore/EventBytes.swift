import Funds
import Market
import Matching
import Records
import Titles

/// The most bytes of events that one `apply` makes, part by part in the order of an apply.
///
/// `Venue.eventBytesPerApply` is the room that is made; a test holds the sum against it.
enum EventBytes {
  /// A command enters an order or changes title documents, not both.
  static var sum: Int { phases + expiries + max(entry, titles) + stops + step + answers }

  /// 1,024 phase changes by timers, each behind a close if the operator has halted; as many by the
  /// operator, each with the hours of deals, which take less by a timer than its phases; one by an order and one by
  /// each stop order; 64 changes of parameters that take effect.
  static var phases: Int {
    (2 * VenueLimits.phaseChangesPerStep + VenueLimits.phaseChangesPerStep
      + 1 + Limits.stopsPerStep) * phaseChanged
      + VenueLimits.phaseChangesPerStep * length(DealHoursChanged.self)
      + VenueLimits.parameterChangesPerStep * length(ParameterChanged.self)
  }

  /// Orders that expire by their date.
  static var expiries: Int { Limits.ordersPerStep * ended }

  /// An order with 64 documents that leaves the book and comes again, its trigger and its remainder;
  /// the orders that it cancels, and its fills.
  static var entry: Int {
    bookChanged + report(documents: Limits.documentsPerOrder) + triggered + rates
      + cancelled * ended + Limits.documentsPerOrder * fill
  }

  /// What two sides of a cross bring about, each for its account and its control group.
  private static var rates: Int { 4 * MonitorCode.allCases.count * length(RateReported.self) }

  /// Stop orders, their triggers and remainders; one entry fewer than they may bring about, and then
  /// what one order may do.
  static var stops: Int {
    Limits.stopsPerStep * triggered + (Limits.stopsPerStep - 1) * fill + cancelled * ended
      + Limits.documentsPerOrder * fill
  }

  /// A document and its parts are changed, and each is told to all whom it concerns; the order that it
  /// backs is cancelled, or the trade that it settles in stands still.
  static var titles: Int {
    (TitlePart.most + 1) * (1 + TitleAudience.most) * length(TitleChanged.self) + ended
      + 3 * tradeChanged
  }

  /// A step of work: orders that end, with up to three phase changes behind each. Fewer are the trades
  /// whose state ends and the documents that expire, each for `Limits.ordersPerTrade` orders, and the alleged
  /// trades that end, each for two; fewer the
  /// fills of an uncross, which changes the book on both sides; the last one may have 64 documents. So
  /// are the orders that a mass status request tells of.
  static var step: Int {
    Limits.ordersPerStep * (ended + 3 * phaseChanged) + uncross(Limits.documentsPerOrder)
  }

  /// To a mass cancel, to the operator, to a request for positions, to a mass status request, and to those who have
  /// asked about their passwords when a process ended; to the registry, on which up to 64 documents go
  /// to their buyer, each of which is told to its warehouse and may end the trade that it was bought in.
  static var answers: Int {
    length(MassCancelReport.self) + length(MarketControlled.self)
      + (1 + Approvals.most) * length(ApprovalChanged.self)
      + length(
        MarketDataAnswered.self, behind: Limits.symbolsPerRequest * MemoryLayout<Symbol>.size)
      + length(StatusAnswered.self) + length(DealHoursChanged.self)
      + length(MarketStatusChanged.self)
      + length(TradesRequested.self) + length(PositionsAcknowledged.self)
      + terms
      + VenueLimits().userRequests
      * length(UserResponse.self)
      + length(ExecutionReport.self, behind: MemoryLayout<MassStatusAnswer>.size)
      + Limits.documentsPerOrder
      * (length(TitleChanged.self) + length(DeliveryNotified.self) + 5 * tradeChanged)
      + Postings.capacity * length(FundsMoved.self) + 8 * tradeChanged
  }

  /// The terms of one instrument, which may change in each of its parameters.
  private static var terms: Int {
    length(
      TermsTold.self,
      behind: InstrumentParameter.allCases.count * MemoryLayout<PublishedChange>.size
        + Limits.instrumentWordsBytes)
  }

  /// Own orders and due ones that one order cancels on its way.
  private static var cancelled: Int { Limits.ownOrdersCancelled + Limits.ordersPerStep }
  private static var tradeChanged: Int { length(TradeChanged.self) }
  static var phaseChanged: Int { length(PhaseChanged.self) }
  private static var bookChanged: Int { length(BookChanged.self) }
  /// An order leaves the book.
  static var ended: Int { report(documents: 0) + bookChanged }
  /// An order is triggered, and its remainder is cancelled.
  private static var triggered: Int { 2 * report(documents: 0) }
  /// One lot trades: both reports, the trade, and the resting order's change.
  private static var fill: Int { uncross(1) - bookChanged }

  /// What a trade asks of others when it is made: both parties to affirm it, clearing to settle it, or its
  /// buyer and the buyer's bank to top up its guarantee.
  private static func asked(_ documents: Int) -> Int {
    let trailing = documents * MemoryLayout<TitleDocID>.size
    return max(
      2 * length(ConfirmationRequested.self, behind: trailing),
      length(SettlementInstructed.self, behind: trailing), 2 * length(CollateralTold.self))
  }

  /// A pair of an uncross.
  private static func uncross(_ documents: Int) -> Int {
    2 * report(documents: documents)
      + length(
        TradeMatched.self,
        behind: documents * (MemoryLayout<TitleDocID>.size + MemoryLayout<TradedDocument>.size))
      + 2 * bookChanged + asked(documents)
  }

  private static func report(documents: Int) -> Int {
    length(ExecutionReport.self, behind: documents * MemoryLayout<TitleDocID>.size)
  }

  /// A record with `trailing` bytes behind its body.
  private static func length<Body: BitwiseCopyable>(
    _ body: Body.Type, behind trailing: Int = 0
  ) -> Int {
    RecordHead.recordLength(bodyLength: MemoryLayout<Body>.size + trailing)
  }
}
