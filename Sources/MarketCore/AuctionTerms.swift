import Market

/// How lots of an instrument are auctioned, and how many of them are not wound up.
struct AuctionTerms: BitwiseCopyable {
  var noticeNanos: Int64 = 0
  var extensionNanos: Int64 = 0
  var stepNanos: Int64 = 0
  var depositBasisPoints: UInt32 = 0
  var extensionsMost: UInt32 = 0
  var lots: UInt32 = 0
  var offersAscending = false
  var offersDescending = false

  init() {}

  /// As a definition has them, while there are so many lots; nil where a deposit would be more than the lot.
  init?(_ body: DefineInstrument, lots: UInt32) {
    guard body.auctionDepositBasisPoints <= 10_000 else { return nil }
    noticeNanos = Int64(body.auctionNoticeSeconds) * 1_000_000_000
    extensionNanos = Int64(body.auctionExtensionSeconds) * 1_000_000_000
    stepNanos = Int64(body.auctionStepSeconds) * 1_000_000_000
    depositBasisPoints = UInt32(body.auctionDepositBasisPoints)
    extensionsMost = extensionNanos > 0 ? UInt32(body.auctionExtensions) : 0
    self.lots = lots
    offersAscending = body.modes & 8 != 0
    offersDescending = body.modes & 16 != 0
  }

  /// Whether a lot may be auctioned so; by clock each price needs its time.
  func offers(_ mode: TradingMode, isByBids: Bool) -> Bool {
    switch mode {
    case .auctionAscending: offersAscending && (isByBids || stepNanos > 0)
    case .auctionDescending: offersDescending && (isByBids || stepNanos > 0)
    case .listing, .continuous, .negotiated: false
    }
  }

  /// What a bidder deposits for so much at a price, part of a fen up; nil where that leaves Int64.
  func deposit(for quantity: Quantity, at price: Price) -> Amount? {
    let value = Int128(price.tenThousandths) * Int128(quantity.thousandths)
    let share = value * Int128(depositBasisPoints)
    // 1/10,000 CNY times 1/1,000 is 1/100,000 fen; a basis point is 1/10,000.
    let (quotient, remainder) = share.quotientAndRemainder(dividingBy: 100_000 * 10_000)
    return Int64(exactly: remainder > 0 ? quotient + 1 : quotient).map { Amount(fen: $0) }
  }
}
