public import Market

/// A trade that one firm says it has agreed on with another, which has not answered yet.
public struct AllegedTrade: BitwiseCopyable, Sendable {
  /// The venue's number of it, from 1 and never used again.
  public internal(set) var number: UInt64 = 0
  /// TradeReportID(571) of the firm that alleges it.
  public var reportID = Text32()
  /// ClOrdID(11) of that firm's side.
  public var clOrdID = ClOrdID()
  /// Account(1) of that firm's side.
  public var account = AccountCode()
  public var price = Price.zero
  public var quantity = Quantity.zero
  /// When it ends without an answer, by the clock of its instrument.
  public var expires = Instant.none
  /// When it is looked at whether it has, by the clock of durations: then, or earlier.
  public internal(set) var wakes = Instant.none
  /// When it is delivered; none for at once.
  public var settlDate = Instant.none
  /// Who alleges it, and with whom.
  public var firm = FirmID.none
  public var counterparty = FirmID.none
  /// The session that has said so.
  public var session = SessionID.venue
  public var instrument = InstrumentID.none
  /// Side(54) of the firm that alleges it.
  public var side = Side.buy
  /// Its place among those that end by the clock.
  var place: UInt32 = 0

  public init() {}
}

/// Why an alleged trade is not taken.
public enum AllegedTradeRefusal: Error, Equatable, Sendable {
  /// The firm has an open one of this TradeReportID(571).
  case duplicate
  /// As many of the firm's are open as may be.
  case firmHasTooMany
  /// As many are open as there is room for.
  case full
}
