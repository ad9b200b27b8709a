/// BenchmarkRef(7771): the name of a benchmark, 4 to 8 characters, so that none is a currency's; none where no
/// benchmark is named. Stored as its bytes, the first lowest.
public struct BenchmarkRef: RawRepresentable, Hashable, Sendable, BitwiseCopyable,
  CustomStringConvertible
{
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The name; nil where it has too few or too many characters.
  public init?(_ text: Text16) {
    guard (4...8).contains(text.count) else { return nil }
    rawValue = text.word0
  }

  public static var none: BenchmarkRef { BenchmarkRef(rawValue: 0) }

  public var text: Text16 {
    var text = Text16()
    text.word0 = rawValue
    return text
  }

  public var description: String { "\(text)" }
}

/// PriceBasis(7770): what a price is. Raw values are stored.
public enum PriceBasis: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The whole price.
  case full = 0x46
  /// What is added to the value of a benchmark, or taken off it.
  case premium = 0x50

  /// PriceType(423) of such prices: 2 per unit, 6 spread.
  public var priceType: UInt8 {
    switch self {
    case .full: 2
    case .premium: 6
    }
  }
}
