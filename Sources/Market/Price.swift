/// A price in 1/10,000 CNY per unit, net of duty and import VAT; negative for a discount.
///
/// FIX: Price(44), StopPx(99), LastPx(31), AvgPx(6). Rule book Art. 8.
public struct Price: Comparable, Hashable, Sendable, BitwiseCopyable {
  public var tenThousandths: Int64
  public init(tenThousandths: Int64) { self.tenThousandths = tenThousandths }
  public static func < (a: Price, b: Price) -> Bool { a.tenThousandths < b.tenThousandths }
  public static var zero: Price { Price(tenThousandths: 0) }
  /// Decimal digits behind the point on the wire.
  public static var scale: Int { 4 }
}

/// A quantity in 1/1,000 of the instrument's unit (kg where the unit is t).
///
/// FIX: OrderQty(38), LeavesQty(151), CumQty(14), LastQty(32), MinQty(110), MaxFloor(111).
public struct Quantity: Comparable, Hashable, Sendable, BitwiseCopyable {
  public var thousandths: Int64
  public init(thousandths: Int64) { self.thousandths = thousandths }
  public static func < (a: Quantity, b: Quantity) -> Bool { a.thousandths < b.thousandths }
  public static var zero: Quantity { Quantity(thousandths: 0) }
  /// Decimal digits behind the point on the wire.
  public static var scale: Int { 3 }
}

/// An amount of money in fen (1/100 CNY), or in cents of another currency.
///
/// FIX: GrossTradeAmt(381), NetMoney(118).
public struct Amount: Comparable, Hashable, Sendable, BitwiseCopyable {
  public var fen: Int64
  public init(fen: Int64) { self.fen = fen }
  public static func < (a: Amount, b: Amount) -> Bool { a.fen < b.fen }
  public static var zero: Amount { Amount(fen: 0) }
  /// Decimal digits behind the point on the wire.
  public static var scale: Int { 2 }

  /// Price times weight in fen, half a fen up; nil where it leaves Int64.
  ///
  /// 1/10,000 CNY x 1/1,000 unit = 1/10,000,000 CNY, so 100,000 of the product make a fen.
  public init?(_ price: Price, times weight: Quantity) {
    guard
      let fen = Amount.fen(price.tenThousandths, weight.thousandths, roundingUpFrom: 50_000)
    else { return nil }
    self.fen = fen
  }

  /// Price times weight in fen, every part of a fen up: for holds, which must never be short.
  public init?(ceiling price: Price, times weight: Quantity) {
    guard
      let fen = Amount.fen(price.tenThousandths, weight.thousandths, roundingUpFrom: 1)
    else { return nil }
    self.fen = fen
  }

  /// Floor division by 100,000 after adding what lifts remainders from `roundingUpFrom` on.
  private static func fen(_ a: Int64, _ b: Int64, roundingUpFrom: Int128) -> Int64? {
    let product = Int128(a, times: b) + (100_000 - roundingUpFrom)
    // By 64 bits where they suffice, which they nearly always do (benchmark venue).
    if let small = Int64(exactly: product) {
      let (quotient, remainder) = small.quotientAndRemainder(dividingBy: 100_000)
      return remainder < 0 ? quotient - 1 : quotient
    }
    let quotient = product / 100_000
    let floored = product < 0 && quotient * 100_000 != product ? quotient - 1 : quotient
    return Int64(exactly: floored)
  }
}

/// A point in log time: nanoseconds since 1970-01-01 00:00:00 UTC, leap seconds ignored.
///
/// FIX: UTCTimestamp, as in TransactTime(60).
public struct Instant: Comparable, Hashable, Sendable, BitwiseCopyable {
  public var nanoseconds: Int64
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
  public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }
  /// The value of an absent timestamp.
  public static var none: Instant { Instant(nanoseconds: 0) }
  public static var distantFuture: Instant { Instant(nanoseconds: .max) }
  /// The point `delta` nanoseconds later; earlier where negative.
  public func adding(nanoseconds delta: Int64) -> Instant {
    Instant(nanoseconds: nanoseconds + delta)
  }
}

extension Int128 {
  /// The product of two numbers of 64 bits: it always fits, so nothing is looked at (benchmark venue).
  public init(_ a: Int64, times b: Int64) { self = Int128(a) &* Int128(b) }
}
