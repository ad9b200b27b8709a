public import Market

/// A lot of a one-way auction (rule book Art. 49(7)): what one initiator sells to whoever bids most, or buys from
/// whoever asks least, by bids or by a clock.
public struct AuctionLot: BitwiseCopyable, Sendable {
  /// AuctionID(7762), from 1 and never used again.
  public internal(set) var number: UInt32 = 0
  public var instrument = InstrumentID.none
  /// The initiator.
  public var firm = FirmID.none
  /// Of the initiator: who sells has bids that buy.
  public var side = Side.sell
  /// Whether prices rise.
  public var isAscending = true
  public var startPrice = Price.zero
  /// What a price differs from the start price is whole steps of it.
  public var step = Price.zero
  /// By clock the last price; by bids the reserve, which a bid must reach to win. Nil by bids for none.
  public var limit: Price?
  /// How many lots of the instrument's document unit it has.
  public var lots: UInt32 = 0
  /// What each bidder deposits.
  public var deposit = Amount.zero
  public var opensAt = Instant.none
  /// By bids: when it closes where nothing puts that off.
  public var closesAt = Instant.none
  /// By bids: how long before its close a bid puts that off, and by how much.
  public var extensionNanos: Int64 = 0
  /// How often that is done at most.
  public var extensionsMost: UInt32 = 0
  /// By clock: how long each price lasts.
  public var stepNanos: Int64 = 0
  /// What the owner of the table knows it by.
  public var tag: UInt32 = 0
  /// Whether a pledgee sells what was pledged to it.
  public var isForeclosure = false

  /// Applied, announced, open, extending, and then over: sold, unsold or cancelled. Frozen is told apart.
  public internal(set) var state = AuctionState.applied
  /// What keeps its time from running; empty where it runs.
  public internal(set) var freezes = AuctionFreezes()
  /// How often its close was put off, or by clock how often its price has moved as far as was told.
  public internal(set) var round: UInt32 = 0
  /// In which order it came to its end, from 1; zero while it is not over.
  public internal(set) var endedAs: UInt64 = 0
  /// Lots that were taken by clock, or behind its close have become trades.
  public internal(set) var takenLots: UInt32 = 0
  /// Standing bids, and the lots that they are for.
  public internal(set) var bidCount: UInt32 = 0
  public internal(set) var standingLots: UInt32 = 0
  /// How much of its time is over, where that stands still; else see `anchor`.
  public internal(set) var elapsed: Int64 = 0
  /// By bids: how much time it has.
  public internal(set) var length: Int64 = 0
  /// The instant at which it would have opened had its time never stood still.
  public internal(set) var anchor = Instant.none
  /// Standing bids, the best one first.
  public internal(set) var firstBid = AuctionBid.none
  var lastBid = AuctionBid.none
  public internal(set) var firstDeposit = AuctionDeposit.none
  /// Its place among those that something happens to by the clock; none where nothing will.
  var place = AuctionLot.none
  /// Neighbours among the lots of its instrument.
  var previous = AuctionLot.none
  var next = AuctionLot.none

  public init() {}

  /// The slot that stands for no lot.
  public static var none: UInt32 { .max }

  /// Whether bids compete until it closes; else a clock moves the price until somebody accepts.
  public var isByBids: Bool { (side == .sell) == isAscending }

  /// How a bid or an acceptance trades, and TradingMode(7761) of it.
  public var mode: TradingMode { isAscending ? .auctionAscending : .auctionDescending }

  /// What it shows of its state.
  public var shownState: AuctionState { isStanding ? .frozen : state }

  /// Whether it is open and its time stands still.
  public var isStanding: Bool { isOpen && !freezes.isEmpty }

  /// Whether it was opened and is not over.
  public var isOpen: Bool { state == .open || state == .extending }

  /// Lots that were not taken.
  public var leftLots: UInt32 { lots - takenLots }

  /// A price further from the start by so many steps; nil where there is no such price.
  public func price(steps: Int64) -> Price? {
    let (way, overflow) = step.tenThousandths.multipliedReportingOverflow(by: steps)
    if overflow { return nil }
    let (sum, leaves) = startPrice.tenThousandths.addingReportingOverflow(isAscending ? way : -way)
    return leaves ? nil : Price(tenThousandths: sum)
  }

  /// How many steps a price is from the start, towards better ones for the initiator by bids, along the clock else;
  /// nil where these are not whole.
  public func steps(to price: Price) -> Int64? {
    let (way, overflow) = price.tenThousandths.subtractingReportingOverflow(
      startPrice.tenThousandths)
    guard !overflow, step > .zero else { return nil }
    let (steps, remainder) = way.quotientAndRemainder(dividingBy: step.tenThousandths)
    return remainder == 0 ? (isAscending ? steps : -steps) : nil
  }

  /// By bids: whether a price is better for the initiator than another.
  func isBetter(_ price: Price, than other: Price) -> Bool {
    side == .sell ? price > other : price < other
  }

  /// By bids: whether a price reaches the reserve, where there is one.
  public func reachesReserve(_ price: Price) -> Bool {
    limit.map { !isBetter($0, than: price) } ?? true
  }
}

/// What keeps the time of a lot from running.
public struct AuctionFreezes: OptionSet, BitwiseCopyable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// A gap in the venue's time, until sessions can log on again.
  public static let gap = AuctionFreezes(rawValue: 1)
  /// A halt of the instrument.
  public static let halt = AuctionFreezes(rawValue: 2)
}

/// A standing bid.
public struct AuctionBid: BitwiseCopyable, Sendable {
  /// The slot of its lot.
  public var lot = AuctionLot.none
  /// What the owner of the table knows it by.
  public var tag: UInt32 = 0
  public var firm = FirmID.none
  public var lots: UInt32 = 0
  public var price = Price.zero
  /// The next worse one, or none.
  public internal(set) var next = AuctionBid.none
  var previous = AuctionBid.none

  public init() {}

  /// The slot that stands for no bid.
  public static var none: UInt32 { .max }
}

/// What a firm has deposited for a lot.
public struct AuctionDeposit: BitwiseCopyable, Sendable {
  /// The slot of its lot.
  public var lot = AuctionLot.none
  public var firm = FirmID.none
  /// The session that has deposited it, and by which name.
  public var session = SessionID.venue
  public var reference = Text32()
  /// What is held of it beside what the firm's bids hold.
  public var held = Amount.zero
  public internal(set) var next = AuctionDeposit.none
  var previous = AuctionDeposit.none

  public init() {}

  /// The slot that stands for no deposit.
  public static var none: UInt32 { .max }
}

/// Why a bid or an acceptance does not count.
public enum BidRefusal: Error, Equatable, Sendable {
  case notOpen
  /// Not whole steps from the start price.
  case offStep
  /// Does not beat what it must, which is this price or a better one.
  case tooLow(Price)
  /// Goes beyond the furthest price that a bid may have now.
  case tooFar(Price)
  /// The clock's price is worse for the bidder.
  case clockPriceWorse(Price)
  /// So many lots are there.
  case lotsNotLeft(UInt32)
  /// As many bids stand as there is room for.
  case full
}
