public import Market

/// What was taken as a guarantee: of the firm's cash, and of its guarantee account in each currency.
///
/// What is held for an order is counted for one lot: all lots of an order hold the same, so that each
/// fill has its share of each currency exactly and no rounding is left to anybody.
public struct GuaranteeHold: Equatable, Sendable, BitwiseCopyable {
  /// CNY of the firm's cash.
  public internal(set) var cash = Amount.zero
  private var parts = InlineArray<8, Int64>(repeating: 0)

  /// Nothing.
  public init() {}

  /// What of it is on the guarantee account in a currency.
  public internal(set) subscript(_ currency: CurrencyIndex) -> Amount {
    get { Amount(fen: parts[Int(currency.rawValue)]) }
    set { parts[Int(currency.rawValue)] = newValue.fen }
  }

  /// Whether part of it is not in CNY, so that a fixing changes what it is worth.
  public var hasForeign: Bool {
    for place in 1..<CurrencyTable.capacity where parts[place] != 0 { return true }
    return false
  }

  /// The foreign currency that is held, where it is one alone.
  public var foreignCurrency: CurrencyIndex? {
    var found: CurrencyIndex?
    for place in 1..<CurrencyTable.capacity where parts[place] != 0 {
      if found != nil { return nil }
      found = CurrencyIndex(rawValue: UInt8(place))
    }
    return found
  }

  public static func == (a: GuaranteeHold, b: GuaranteeHold) -> Bool {
    for place in 0..<CurrencyTable.capacity where a.parts[place] != b.parts[place] { return false }
    return a.cash == b.cash
  }

  /// The same for each of `lots`; it was there to be held, so no account's limit is left.
  public func times(_ lots: UInt32) -> GuaranteeHold {
    map { $0 * Int64(lots) }
  }

  /// What each of `lots` may have at most.
  func divided(by lots: UInt32) -> GuaranteeHold {
    map { $0 / Int64(lots) }
  }

  func adding(_ other: GuaranteeHold) -> GuaranteeHold {
    var sum = self
    sum.cash.fen += other.cash.fen
    for place in 0..<CurrencyTable.capacity { sum.parts[place] += other.parts[place] }
    return sum
  }

  func subtracting(_ other: GuaranteeHold) -> GuaranteeHold {
    adding(other.map { -$0 })
  }

  private func map(_ change: (Int64) -> Int64) -> GuaranteeHold {
    var changed = GuaranteeHold()
    changed.cash = Amount(fen: change(cash.fen))
    for place in 0..<CurrencyTable.capacity { changed.parts[place] = change(parts[place]) }
    return changed
  }
}

/// What an order by guarantee asks of its firm's money.
public struct GuaranteeDemand: Sendable, BitwiseCopyable {
  public var firm: FirmID
  /// What each lot must be covered for, in CNY.
  public var perLot: Amount
  public var lots: UInt32
  /// What is added to the haircut of foreign money, 1/100 of a percent.
  public var haircutAddition: UInt32 = 0

  /// A demand for goods whose warehouse has the best grade.
  public init(of firm: FirmID, perLot: Amount, lots: UInt32) {
    self.firm = firm
    self.perLot = perLot
    self.lots = lots
  }
}

/// What is taken of an offer to cover an amount.
struct GuaranteeCover {
  var taken = GuaranteeHold()
  /// CNY that the offer does not cover.
  var missing = Amount.zero
}

extension CurrencyTable {
  /// What covers `required` CNY out of an offer: the guarantee in CNY first, then CNY cash, then
  /// foreign guarantees in the order of the table, each as far as it is there and no cent further
  /// than needed.
  func cover(_ required: Amount, from offer: GuaranteeHold, addition: UInt32) -> GuaranteeCover {
    var cover = GuaranteeCover()
    cover.missing = required
    cover.taken[.cny] = min(offer[.cny], cover.missing)
    cover.missing.fen -= cover.taken[.cny].fen
    cover.taken.cash = min(offer.cash, cover.missing)
    cover.missing.fen -= cover.taken.cash.fen
    for place in 1..<count where cover.missing > .zero {
      let currency = CurrencyIndex(rawValue: UInt8(place))
      let need = need(for: cover.missing, in: currency, addition: addition)
      if let need, need <= offer[currency] {
        cover.taken[currency] = need
        cover.missing = .zero
      } else if self[currency].fixing != nil {
        cover.taken[currency] = offer[currency]
        cover.missing.fen -= value(of: offer[currency], in: currency, addition: addition).fen
      }
    }
    return cover
  }

  /// What a hold is worth in CNY.
  public func value(of hold: GuaranteeHold, addition: UInt32 = 0) -> Amount {
    var value = Int128(hold.cash.fen)
    for place in 0..<count {
      let currency = CurrencyIndex(rawValue: UInt8(place))
      value += Int128(self.value(of: hold[currency], in: currency, addition: addition).fen)
    }
    return Amount(fen: Int64(value))
  }
}
