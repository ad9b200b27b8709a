/// CollAsgnReason(895): why collateral is asked for, given or freed.
public enum CollAsgnReason: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case initial = 0
  case marginDeficiency = 3
  case marginExcess = 4
}

/// CollStatus(910): how a trade stands secured, or how an account is bound.
public enum CollStatus: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Nothing of it.
  case unassigned = 0
  /// Part of it, or of what is required.
  case partiallyAssigned = 1
  /// All of it.
  case assigned = 3
}

/// CollAsgnTransType(903), those that the venue takes.
public enum CollAsgnTransType: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Money comes in, or goes to the guarantees.
  case new = 0
  /// Money is to leave.
  case release = 3
}

/// Why an assignment changes nothing: CollateralRefusal(7787). Raw values are stored.
public enum CollateralRefusal: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case unknownFirm = 1
  /// The sender is neither the firm nor its bank, or may not do this.
  case notAddressed = 2
  case unknownCurrency = 3
  case invalidValue = 4
  /// Less than the amount is free.
  case insufficient = 5
  /// The account can't take more.
  case overflow = 6
  /// Nothing leaves while the firm is called to top up a guarantee.
  case called = 7
  /// PossResend(97)=Y: it may have been done before.
  case possResend = 8
}
