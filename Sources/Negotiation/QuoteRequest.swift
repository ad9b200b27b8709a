public import Market
public import Memory

/// A firm asks others for quotes: QuoteRequest(R).
public struct QuoteRequest: BitwiseCopyable, Sendable {
  /// The venue's number of it, of the same series as those of offers.
  public internal(set) var number: UInt64 = 0
  /// QuoteReqID(131) of the firm that asks.
  public var reqID = Text32()
  public var quantity = Quantity.zero
  /// When it ends, with all that has come of it, by the clock of its instrument.
  public var end = Instant.none
  /// When it is looked at whether it has, by the clock of durations: then, or earlier.
  public internal(set) var wakes = Instant.none
  /// When what comes of it is delivered; none for at once.
  public var settlDate = Instant.none
  /// Who asks, and the session that has said so.
  public var firm = FirmID.none
  public var session = SessionID.venue
  public var instrument = InstrumentID.none
  /// Side(54) of the firm that asks.
  public var side = Side.buy
  /// Why it is over, while its quotes are being ended; nil where it is open.
  public internal(set) var over: QuoteReason?
  /// The next firm to be asked, where all are; zero where nobody is to be asked any more.
  public var nextFirm: UInt32 = 0
  /// The quotes that have come of it and are open: the first of a list.
  public internal(set) var firstQuote = QuoteRequest.none
  /// Its place among those that end by the clock.
  var place: UInt32 = 0
  /// The one behind it among those that have work to do.
  var next = QuoteRequest.none
  var hasWork = false

  public init() {}

  /// No slot.
  public static var none: UInt32 { .max }
}

/// What two firms negotiate on about a request: the last offer of one of them stands until the other answers.
public struct Quote: BitwiseCopyable, Sendable {
  /// The venue's number of the offer that stands; each offer has its own.
  public internal(set) var number: UInt64 = 0
  /// QuoteID(117) or QuoteRespID(693) by which it was made.
  public var offerID = Text32()
  /// What the order of the firm that has made it goes by.
  public var clOrdID = ClOrdID()
  /// Account(1) of that firm's side.
  public var account = AccountCode()
  public var price = Price.zero
  public var quantity = Quantity.zero
  /// When it ends without an answer, by the clock of its instrument.
  public var end = Instant.none
  /// When it is looked at whether it has, by the clock of durations: then, or earlier.
  public internal(set) var wakes = Instant.none
  /// The slot of the request that it has come of.
  public var request = QuoteRequest.none
  /// The firm that was asked.
  public var firm = FirmID.none
  /// The session of that firm that has spoken last.
  public var session = SessionID.venue
  /// How it was made: by Quote(S) or as a counter.
  public var kind = QuoteKind.quotes
  /// Whether the firm that asks has made it.
  public var isOfAsker = false
  /// How many offers have stood before it.
  public var rounds: UInt16 = 0
  /// Its place among those that end by the clock.
  var place: UInt32 = 0
  /// Its neighbours among the quotes of its request.
  var previous = QuoteRequest.none
  public internal(set) var next = QuoteRequest.none

  public init() {}
}

/// Why a request or a quote is not taken in.
public enum QuoteRefusal: Error, Equatable, Sendable {
  /// The firm has an open request of this QuoteReqID(131).
  case duplicate
  /// As many of the firm's are open as may be.
  case firmHasTooMany
  /// As many are open as there is room for.
  case full
}

/// When a request or an offer is looked at whether it has ended; of one instant in the order of their numbers.
public struct QuoteEnd: HeapElement, Sendable {
  public var at = Instant.none
  public var number: UInt64 = 0
  /// Of a request, or of a quote.
  public var slot: UInt32 = 0
  public var isOfRequest = false

  /// The earlier one, and of one instant that of the lower number.
  public func precedes(_ other: QuoteEnd) -> Bool {
    at != other.at ? at < other.at : number < other.number
  }
}
