import Market

/// The ticks at which orders of an instrument may stand or trade, both ends included.
struct PriceBand: Equatable, BitwiseCopyable {
  let lowest: Int32
  let highest: Int32

  init(lowest: Int32, highest: Int32) {
    self.lowest = lowest
    self.highest = highest
  }

  /// Everything that a book holds.
  static var none: PriceBand { PriceBand(lowest: .min + 1, highest: .max - 1) }

  /// Either side of a tick, in 1/100 of a percent of it, rounded inwards; nil where an end is beyond
  /// what a book holds.
  init?(around tick: Int32, basisPoints: UInt32) {
    let middle = Int128(tick) * 10_000
    let width = Int128(tick.magnitude) * Int128(basisPoints)
    let low = -floorQuotient(width - middle, by: 10_000)
    let high = floorQuotient(middle + width, by: 10_000)
    guard let lowest = Int32(exactly: low), let highest = Int32(exactly: high),
      lowest >= Self.none.lowest, highest <= Self.none.highest
    else { return nil }
    self.init(lowest: lowest, highest: highest)
  }

  func contains(_ tick: Int32) -> Bool { tick >= lowest && tick <= highest }

  /// The worst tick for an order of a side: the highest of a buy.
  func edge(of side: Side) -> Int32 {
    switch side {
    case .buy: highest
    case .sell: lowest
    }
  }

  /// A limit, or the edge where the limit lies outside.
  func clip(_ limit: Int32, of side: Side) -> Int32 {
    switch side {
    case .buy: min(limit, highest)
    case .sell: max(limit, lowest)
    }
  }

  /// Whether orders inside `other` may be outside of this one.
  func excludesSome(of other: PriceBand) -> Bool {
    lowest > other.lowest || highest < other.highest
  }
}

private func floorQuotient(_ dividend: Int128, by divisor: Int64) -> Int128 {
  guard let small = Int64(exactly: dividend) else {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: Int128(divisor))
    return remainder < 0 ? quotient - 1 : quotient
  }
  let (quotient, remainder) = small.quotientAndRemainder(dividingBy: divisor)
  return Int128(remainder < 0 ? quotient - 1 : quotient)
}
