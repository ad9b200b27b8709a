import Market
import Matching

/// How much one venue may hold; everything is allocated and touched at the start.
///
/// What does not fit is refused (tooManyOrders, limitReached) and leaves the venue as it was. The
/// default takes about 470 MB, `small` about 2 MB (bytes per entry beside each limit).
public struct VenueLimits: Sendable {
  /// Firms, with their money accounts in eight currencies and their place in a net run: 720 bytes. What a drop copy
  /// shows names the first `FirmSet.most`; a venue with more has copies of all firms only.
  public var firms = 1_024
  /// Sessions: 48 bytes.
  public var sessions = 16_383
  /// Instruments, at most 1,024, so that a change of phase of all of them is one step: 208 bytes, and 520 of words.
  public var instruments = 1_024
  /// Designated warehouses, with their deposits: 232 bytes.
  public var warehouses = 256
  /// Title documents: 256 bytes, 106 in trees, 16 for their expiry, 16 for their last delivery, 16 for what
  /// others let happen to them, 8 for their value and 32 of indices; and as many trades that are not closed, since each
  /// takes a document: 360 bytes, 104 for a guarantee, 4 for its net run, 24 for
  /// their deadline and 8 to 16 of index.
  public var documents = 131_072
  /// Pairs of a firm and an instrument that it has documents of: 284 bytes and 8 of index.
  public var holdings = 32_768
  /// Orders of a day, live and finished: 224 bytes, 72 for a guarantee, and 20 of index.
  public var orders = 524_288
  /// ClOrdID(11)s of a day: those of orders, replaces and cancels; 48 bytes and 16 of index.
  public var clOrdIDs = 1_048_576
  /// Orders that rest or wait for a price at a time: 32 bytes, and 24 if they expire by a date.
  public var restingOrders = 131_072
  /// Places of the count of live orders: one for each firm, account and instrument that have any, one
  /// for each firm and instrument, one for each firm and account; 72 bytes, 4 more and 8 of index.
  public var accountBooks = 131_072
  /// Pages of 16 ticks that hold orders: 276 bytes, and 536 for the way to them.
  public var levelPages = 65_536
  /// Pairs of a control group and an instrument that it has orders in: 56 bytes, 8 of index, and 208 for the
  /// two fences that the minimum interval may set.
  public var fillTimes = 32_768
  /// Mass cancels and kills whose orders are not all cancelled yet; one more mass cancel is refused.
  public var massCancels = 256
  /// As many of these a firm may have, so that no firm takes all of them.
  public var massCancelsPerFirm = 16
  /// As many more of these may be kills.
  public var kills = 32
  /// Mass status requests whose orders are not all told yet, one of a session: 136 bytes; one more is
  /// refused.
  public var massStatuses = 256
  /// Requests for positions, about collateral and for all terms whose reports are not all made, one of a session:
  /// 96 bytes; one more is refused.
  public var positionRequests = 256
  /// Requests about passwords that the doorkeeper has not answered, one of a session: 68 bytes; one more is
  /// refused.
  public var userRequests = 16
  /// Trades that firms allege and that are not answered: 200 bytes, 24 for their end and 16 of index; one more is
  /// refused.
  public var allegedTrades = 4_096
  /// As many of these a firm may have, so that no firm takes all of them.
  public var allegedTradesPerFirm = 64
  /// Lots of auctions that are not wound up: 240 bytes, 24 for what the clock does, 8 to 16 of index; one more
  /// application is refused.
  public var auctionLots = 1_024
  /// Bids that stand, at most 64 of a lot, since each wins something: 32 bytes; one more is refused (103=3).
  public var auctionBids = 65_536
  /// Deposits for lots that are not wound up: 72 bytes and 8 of index; one more is refused.
  public var auctionDeposits = 65_536
  /// Accounts whose messages are counted beside the firms' own: 2,252 bytes, as of each firm and each control group;
  /// orders for one more are refused until the day is over.
  public var rateAccounts = 8_192
  /// As many of these a firm may use in a day, so that no firm takes all of them.
  public var rateAccountsPerFirm = 256
  /// Programmes that a firm has registered and not ended: 48 bytes for each of every firm; one more is refused.
  public var programsPerFirm = 32
  /// Requests for quotes that are open: 136 bytes and 136 for who is asked, 32 for their end and 32 of index; one more
  /// is refused.
  public var quoteRequests = 4_096
  /// As many of these a firm may have, so that no firm takes all of them.
  public var quoteRequestsPerFirm = 64
  /// Quotes that are open, one of each firm that is asked: 192 bytes, 32 for their end and 32 of index; one more is
  /// refused.
  public var quotes = 16_384
  /// Subscriptions to market data: 44 bytes; one more is refused (281=2).
  public var subscriptions = 16_384
  /// Instruments of all of them together; one more is refused (281=2).
  public var subscribedInstruments = 32_768
  /// Requests for past trades whose answers are not complete: 192 bytes, one of a session; one more is refused
  /// (749=99).
  public var tradeRequests = 256
  /// Phase changes scheduled at a time: 32 bytes. Ten a day of each instrument, for five days.
  public var timers = 51_200
  /// Changes of parameters that are published and have not taken effect: 48 bytes; one more is refused.
  public var parameterChanges = 256
  /// Changes of what drop copies show, of all sessions since the log was opened: 152 bytes; one more is refused.
  public var entitlements = 32_768

  public init() {}

  /// Limits for tests and examples.
  public static var small: VenueLimits {
    var limits = VenueLimits()
    limits.firms = 16
    limits.sessions = 32
    limits.instruments = 16
    limits.warehouses = 8
    limits.documents = 1_024
    limits.holdings = 128
    limits.orders = 2_048
    limits.clOrdIDs = 4_096
    limits.restingOrders = 1_024
    limits.levelPages = 1_024
    limits.accountBooks = 256
    limits.fillTimes = 128
    limits.massCancels = 3
    limits.massCancelsPerFirm = 2
    limits.kills = 1
    limits.massStatuses = 3
    limits.positionRequests = 2
    limits.userRequests = 2
    limits.allegedTrades = 3
    limits.allegedTradesPerFirm = 2
    limits.auctionLots = 4
    limits.auctionBids = 68
    limits.auctionDeposits = 6
    limits.rateAccounts = 4
    limits.rateAccountsPerFirm = 3
    limits.programsPerFirm = 2
    limits.quoteRequests = 3
    limits.quoteRequestsPerFirm = 2
    limits.quotes = 4
    limits.subscriptions = 3
    limits.tradeRequests = 2
    limits.subscribedInstruments = 5
    limits.timers = 72
    limits.parameterChanges = 4
    limits.entitlements = 4
    return limits
  }

  /// Subscriptions to market data of one session, and instruments in them; more are refused (281=2).
  public static var subscriptionsPerSession: Int { 64 }
  public static var subscribedPerSession: Int { 1_024 }
  /// How long a finished order's ClOrdID(11)s stay known at least; then its room may be used again.
  public static var retentionNanos: Int64 { 24 * 3_600 * 1_000_000_000 }
  /// Steps from the start to the last price of a lot by clock; more are refused.
  public static var auctionStepsMost: Int { 10_000 }
  /// Phase changes that due timers make in one step; while more are due no order is taken.
  public static var phaseChangesPerStep: Int { 1_024 }
  /// Changes of parameters that take effect in one step; while more are due no order is taken.
  public static var parameterChangesPerStep: Int { 64 }

  var books: BookLimits {
    BookLimits(orders: restingOrders, levelPages: levelPages, books: 2 * instruments)
  }

  func check() {
    precondition(instruments <= Self.phaseChangesPerStep, "one timer changes all phases at most")
    precondition(instruments > 0 && sessions > 0, "a venue has an instrument and a session")
    precondition(orders > 0 && orders < Int(UInt32.max), "slots fit 32 bits")
    precondition(clOrdIDs >= orders, "each order has a ClOrdID")
  }
}
