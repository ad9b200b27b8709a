/// Limits of the vocabulary, each with its arithmetic.
public enum Limits {
  /// Documents that one order may name, so lots that one order may have.
  public static var documentsPerOrder: Int { 64 }
  /// Most firms that a request for quotes names.
  public static var firmsPerQuoteRequest: Int { 16 }
  /// Orders one matching step may look at; the remainder is then cancelled, 378=99.
  public static var ordersLookedAt: Int { 4_096 }
  /// Orders of its own owner that one incoming order may cancel; the remainder is then cancelled,
  /// 378=99.
  public static var ownOrdersCancelled: Int { 64 }
  /// Among how many best prices of its side an order stands that another may name by ListingOrderID(7772),
  /// where the instrument does not say.
  public static var listingReach: UInt8 { 5 }
  /// Stop orders that one step triggers, and fills and cancels by them after which it triggers no
  /// more.
  public static var stopsPerStep: Int { 64 }
  /// Orders that one step of pending work ends, tells or brings to a book; a fill of an uncross counts as many
  /// as it has lots, and four at least.
  public static var ordersPerStep: Int { 256 }
  /// As many of these a trade counts whose state ends, or that is paid.
  public static var ordersPerTrade: Int { 16 }
  /// What one step of pending work only looks at: orders and accounts that a mass cancel passes over,
  /// orders that one at the close crosses, prices or orders that decide where a book uncrosses.
  public static var looksPerStep: Int { 4_096 }
  /// A record with its head: 64 documents of 32 bytes, or 12 KiB of text, and room to spare.
  public static var recordBytes: Int { 16_384 }
  /// Records start at multiples of this.
  public static var recordAlignment: Int { 64 }
  /// What an instrument's definition may say in words: name, unit, brand, specification, hours and the like.
  public static var instrumentWordsBytes: Int { 512 }
  /// Instruments of one request for market data.
  public static var symbolsPerRequest: Int { 256 }
  /// Prices, or orders, of each side of a book that are published.
  public static var marketDepthMost: UInt16 { 100 }
  /// Outgoing numbers reserved at a time for a session.
  public static var numbersPerReservation: UInt64 { 4_096 }
}
