import Market

/// How the trades of an instrument are settled: rule book Art. 11, 12, 16. Zero nanoseconds stand for no
/// deadline.
struct SettlementTerms: BitwiseCopyable {
  var clearing = ClearingMode.gross
  var signing = SigningFlow.automatic
  /// For both parties to affirm a trade.
  var signNanos: Int64 = 0
  /// For the buyer to pay the rest of a guaranteed trade.
  var balanceNanos: Int64 = 0
  /// For the buyer to top up a guarantee that a fixing has left short.
  var topUpNanos: Int64 = 0
  /// For clearing to answer for the funds leg.
  var fundsNanos: Int64 = 0
  /// For the registry to answer for the title leg.
  var titleNanos: Int64 = 0
  /// For the warehouse to report the outturn weights, and for the buyer to object.
  var weightNanos: Int64 = 0

  /// What the market risk reserve gets of the turnover, 1/100 of a percent: Art. 28.
  var reserveBasisPoints: UInt32 = 0

  init() {}

  /// What a definition says; nil where it is nothing that there is. Zero codes stand for gross and automatic.
  init?(_ body: DefineInstrument) {
    guard
      let clearing = body.clearingModeCode == 0
        ? .gross : ClearingMode(rawValue: body.clearingModeCode),
      let signing = body.signingFlowCode == 0
        ? .automatic : SigningFlow(rawValue: body.signingFlowCode)
    else { return nil }
    self.clearing = clearing
    self.signing = signing
    signNanos = Int64(body.signSeconds) * 1_000_000_000
    balanceNanos = Int64(body.balanceSeconds) * 1_000_000_000
    topUpNanos = Int64(body.topUpSeconds) * 1_000_000_000
    fundsNanos = Int64(body.fundsSeconds) * 1_000_000_000
    titleNanos = Int64(body.titleSeconds) * 1_000_000_000
    weightNanos = Int64(body.weightSeconds) * 1_000_000_000
    reserveBasisPoints = UInt32(body.reserveBasisPoints)
  }

  /// How long a trade may stay in a state; zero where that has no end of itself. One that waits for a net run
  /// stays funded as long as that takes.
  func nanos(in state: TradeState) -> Int64 {
    switch state {
    case .matched: signNanos
    case .balanceDue: balanceNanos
    case .funded: fundsNanos
    case .titleLocked: titleNanos
    case .dvpDone: weightNanos
    case .signed, .guaranteed, .weightFinal, .invoiced, .closed, .bust, .buyerDefault,
      .sellerDefault, .dispute:
      0
    }
  }
}
