public import Market

/// The terms of an instrument that decide how much money an order holds and a trade costs.
///
/// Everything is counted per title document, so what an order holds is the sum over its lots and
/// every fill frees exactly the share of its documents. Source: rule book Art. 9, 11; market rules
/// 2.2 and 2.3.
public struct MoneyTerms: Equatable, Sendable, BitwiseCopyable {
  /// The nominal quantity of one document: one lot.
  public var documentUnit = Quantity.zero
  /// Highest quality and location premium of a document, per unit.
  public var highestPremium = Price.zero
  /// Fee per unit that the buyer pays for the title's transfer.
  public var titleTransferFeePerUnit = Amount.zero
  /// Least trading fee of a trade.
  public var minimumTradeFee = Amount.zero
  /// Trading fee of each side, 1/1,000,000 of the amount.
  public var tradeFeePerMillion: UInt32 = 0
  /// Weight tolerance of a document, 1/100 of a percent.
  public var toleranceBasisPoints: UInt32 = 0
  /// Performance guarantee, 1/100 of a percent.
  public var guaranteeBasisPoints: UInt32 = 0

  public init() {}

  /// What one document may cost at most at `limit`, fees included; nil where it leaves Int64.
  public func worstCost(at limit: Price) -> Amount? {
    // Nearly always 64 bits suffice for all of it (benchmark venue).
    if let cost = worstCost(at: limit, by: Int64.self) { return Amount(fen: cost) }
    return worstCost(at: limit, by: Int128.self).flatMap { Int64(exactly: $0) }
      .map { Amount(fen: $0) }
  }

  /// The same in numbers of one width; nil where these do not suffice, or one document alone leaves Int64.
  @inline(__always)
  private func worstCost<Whole: FixedWidthInteger & SignedInteger>(
    at limit: Price, by type: Whole.Type
  ) -> Whole? {
    let unit = Whole(documentUnit.thousandths)
    guard
      let price = sum(Whole(limit.tenThousandths), Whole(highestPremium.tenThousandths)),
      let heaviest = product(unit, 10_000 + Whole(toleranceBasisPoints)),
      let total = product(price, heaviest),
      let amount = Int64(exactly: max(0, ceiling(total, by: 100_000 * 10_000))),
      let rated = product(Whole(amount), Whole(tradeFeePerMillion)),
      let transfer = product(Whole(titleTransferFeePerUnit.fen), heaviest),
      let fees = sum(
        max(ceiling(rated, by: 1_000_000), Whole(minimumTradeFee.fen)),
        ceiling(transfer, by: 1_000 * 10_000))
    else { return nil }
    return sum(Whole(amount), fees)
  }

  /// What a buy holds for each lot: the worst cost, or the guarantee's share of it.
  public func holdPerLot(at limit: Price, _ cashMargin: CashMargin) -> Amount? {
    guard let cost = worstCost(at: limit) else { return nil }
    return secured(cost, by: cashMargin)
  }

  /// What secures a cost that is known: all of it, or the guarantee's share, part of a fen up.
  public func secured(_ cost: Amount, by cashMargin: CashMargin) -> Amount? {
    let due = max(0, cost.fen)
    switch cashMargin {
    case .cash:
      return Amount(fen: due)
    case .performanceGuarantee:
      let share = ceilingQuotient(Int128(due, times: Int64(guaranteeBasisPoints)), by: 10_000)
      return Int64(exactly: share).map { Amount(fen: $0) }
    }
  }

  /// The trading fee of one side of a trade of `amount`, half a fen up, at least the minimum.
  public func tradeFee(of amount: Amount) -> Amount? {
    let product = Int128(max(0, amount.fen), times: Int64(tradeFeePerMillion))
    let fee = quotient(product + 500_000, by: 1_000_000)
    return Int64(exactly: max(fee, Int128(minimumTradeFee.fen))).map { Amount(fen: $0) }
  }

  /// The buyer's fee for the transfer of one document of `weight`, half a fen up.
  public func titleTransferFee(of weight: Quantity) -> Amount? {
    let product = Int128(titleTransferFeePerUnit.fen, times: weight.thousandths)
    return Int64(exactly: quotient(product + 500, by: 1_000)).map { Amount(fen: $0) }
  }

  /// Whether a document of `weight` is one unit within the tolerance.
  public func permits(_ weight: Quantity) -> Bool {
    let deviation = Int128(weight.thousandths) - Int128(documentUnit.thousandths)
    let permitted = Int128(documentUnit.thousandths, times: Int64(toleranceBasisPoints))
    return weight.thousandths > 0 && deviation.magnitude * 10_000 <= permitted.magnitude
  }

  /// The lightest and the heaviest document that is one unit within the tolerance.
  public var lightestDocument: Quantity {
    let least = Int128(documentUnit.thousandths, times: 10_000 - Int64(toleranceBasisPoints))
    return Quantity(thousandths: Int64(clamping: ceilingQuotient(least, by: 10_000)))
  }
  public var heaviestDocument: Quantity {
    let most = Int128(documentUnit.thousandths, times: 10_000 + Int64(toleranceBasisPoints))
    return Quantity(thousandths: Int64(clamping: most / 10_000))
  }
}

/// The product; nil where it leaves the width of the numbers.
@inline(__always)
private func product<Whole: FixedWidthInteger>(_ a: Whole, _ b: Whole) -> Whole? {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  return overflow ? nil : product
}

/// The sum; nil where it leaves the width of the numbers.
@inline(__always)
private func sum<Whole: FixedWidthInteger>(_ a: Whole, _ b: Whole) -> Whole? {
  let (sum, overflow) = a.addingReportingOverflow(b)
  return overflow ? nil : sum
}

/// The quotient towards positive infinity.
@inline(__always)
private func ceiling<Whole: FixedWidthInteger & SignedInteger>(
  _ dividend: Whole, by divisor: Whole
) -> Whole {
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  return remainder > 0 ? quotient + 1 : quotient
}

/// The quotient towards zero, by 64 bits where they suffice (benchmark venue).
@inline(__always)
func quotient(_ dividend: Int128, by divisor: Int64) -> Int128 {
  guard let small = Int64(exactly: dividend) else { return dividend / Int128(divisor) }
  return Int128(small / divisor)
}

/// The quotient towards positive infinity; by 64 bits where they suffice, which they nearly always do
/// and by multiplication, since the divisor is known where it is inlined (benchmark venue).
@inline(__always)
private func ceilingQuotient(_ dividend: Int128, by divisor: Int64) -> Int128 {
  guard let small = Int64(exactly: dividend) else {
    return ceiling(dividend, by: Int128(divisor))
  }
  return Int128(ceiling(small, by: divisor))
}
