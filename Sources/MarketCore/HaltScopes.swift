import Market

/// By which of its scopes the operator has halted an instrument: it is halted while one is there.
struct HaltScopes: OptionSet, BitwiseCopyable {
  let rawValue: UInt8

  static var instrument: HaltScopes { HaltScopes(.instrument) }

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ scope: MarketScope) { rawValue = 1 << scope.rawValue }
}

/// What the operator does with trading, where all that it names exists.
struct MarketControl: BitwiseCopyable {
  let action: MarketAction
  let scope: MarketScope
  let situation: AbnormalSituation?
  /// The commodity, where it is about one.
  let commodity: Text16
  var instrument = Symbol()
  /// Zero where it is not about one.
  var warehouse: UInt32 = 0

  /// Whether an instrument is in its scope: one that never trades is in none.
  func concerns(_ instrument: Instrument) -> Bool {
    guard instrument.trades else { return false }
    switch scope {
    case .venue: return true
    case .commodity: return instrument.symbol.commodity == commodity
    case .warehouse: return instrument.warehouse == warehouse
    case .instrument: return instrument.symbol == self.instrument
    }
  }

  /// Whether it makes anything else of an instrument than it is.
  func changes(_ instrument: Instrument) -> Bool {
    guard concerns(instrument) else { return false }
    switch action {
    case .halt: return !instrument.halts.contains(HaltScopes(scope))
    case .resume: return instrument.halts.contains(HaltScopes(scope))
    case .open:
      return !instrument.isHeld && (instrument.phase != .open || instrument.mayTurn(dealsTo: true))
    case .close:
      return !instrument.isHeld
        && (instrument.phase != .closed || instrument.mayTurn(dealsTo: false))
    }
  }
}
