public import Market

/// A currency's place in the table of currencies; CNY is the first.
public struct CurrencyIndex: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// The currency of prices, fees and settlement: Art. 8.
  public static var cny: CurrencyIndex { CurrencyIndex(rawValue: 0) }
}

/// What a unit of a currency is worth in CNY, in 1/10,000,000 CNY.
public struct Fixing: Comparable, Hashable, Sendable, BitwiseCopyable {
  public let tenMillionths: Int64
  public init(tenMillionths: Int64) { self.tenMillionths = tenMillionths }
  public static func < (a: Fixing, b: Fixing) -> Bool { a.tenMillionths < b.tenMillionths }
  /// One CNY for one CNY.
  public static var one: Fixing { Fixing(tenMillionths: 10_000_000) }
  /// A million CNY for a unit: more is a slip, and products would leave 128 bits.
  public static var highest: Fixing { Fixing(tenMillionths: 10_000_000_000_000) }
}

/// A currency in which guarantees are taken.
public struct CurrencyTerms: Equatable, Sendable, BitwiseCopyable {
  /// As in Currency(15): three ASCII bytes, the first lowest.
  public var code: UInt32 = 0
  /// What is taken off its value, 1/100 of a percent.
  public var haircutBasisPoints: UInt32 = 0
  /// The last fixing; nil before the first one, when nothing can be backed by the currency.
  public var fixing: Fixing?
  public init() {}
}

/// Why the table of currencies stays as it is. Raw values are stored.
public enum CurrencyRefusal: UInt8, Error, CaseIterable, Sendable, BitwiseCopyable {
  /// There are as many currencies as there may be.
  case full = 1
  /// Three capital letters, and a hundredth of the unit is its smallest coin.
  case invalidCode = 2
  /// With what a warehouse's grade adds, less than all of the value.
  case invalidHaircut = 3
  /// More than zero, at most `Fixing.highest`.
  case invalidFixing = 4
  case unknownCurrency = 5
  /// CNY counts in full for ever.
  case notForCNY = 6
}

/// The currencies of the ledger, with their fixings and haircuts, and what they make of amounts.
///
/// Prices are in CNY, guarantees may be foreign (Art. 8): what a guarantee in a currency is worth is
/// amount x fixing x (1 - haircut), rounded down; what is needed of it is the least amount that is
/// worth enough. Source: market rules 2.7, 2.10.
public struct CurrencyTable: Sendable, BitwiseCopyable {
  private var terms = InlineArray<8, CurrencyTerms>(repeating: CurrencyTerms())
  /// How many there are, CNY among them.
  public private(set) var count = 1

  /// The most currencies.
  public static var capacity: Int { 8 }
  /// What a grade of the goods' warehouse below A adds to a haircut, 1/100 of a percent.
  public static var haircutBelowGradeA: UInt32 { 500 }

  /// CNY alone.
  public init() {
    terms[0].code = Currency.cny
    terms[0].fixing = .one
  }

  /// The terms of a currency that is in the table.
  public subscript(_ currency: CurrencyIndex) -> CurrencyTerms {
    precondition(contains(currency), "the currency is in the table")
    return terms[Int(currency.rawValue)]
  }

  /// Whether a currency is in the table.
  public func contains(_ currency: CurrencyIndex) -> Bool { Int(currency.rawValue) < count }

  /// The currency of a code; nil where it is not in the table.
  public func index(of code: UInt32) -> CurrencyIndex? {
    for place in 0..<count where terms[place].code == code {
      return CurrencyIndex(rawValue: UInt8(place))
    }
    return nil
  }

  /// Adds a currency, or changes the haircut of one that is there.
  ///
  /// The order in which they are added is the order in which guarantees draw on them.
  @discardableResult
  public mutating func add(_ code: UInt32, haircutBasisPoints: UInt32)
    throws(CurrencyRefusal) -> CurrencyIndex
  {
    guard code != Currency.cny else { throw .notForCNY }
    guard Currency.isCode(code), Currency.hasCents(code) else { throw .invalidCode }
    guard haircutBasisPoints < 10_000 - Self.haircutBelowGradeA else { throw .invalidHaircut }
    let known = index(of: code)
    guard let place = known.map({ Int($0.rawValue) }) ?? (count < Self.capacity ? count : nil)
    else { throw .full }
    count = max(count, place + 1)
    terms[place].code = code
    terms[place].haircutBasisPoints = haircutBasisPoints
    return CurrencyIndex(rawValue: UInt8(place))
  }

  /// Sets what a unit of a currency is worth from now on.
  public mutating func fix(_ currency: CurrencyIndex, at fixing: Fixing) throws(CurrencyRefusal) {
    guard contains(currency) else { throw .unknownCurrency }
    guard currency != .cny else { throw .notForCNY }
    guard fixing.tenMillionths > 0, fixing <= .highest else { throw .invalidFixing }
    terms[Int(currency.rawValue)].fixing = fixing
  }

  /// The least amount of a currency that is worth `required` CNY; nil where it has no fixing, or the
  /// amount is more than an account may have. `addition` is what is added to the haircut of a foreign one.
  public func need(for required: Amount, in currency: CurrencyIndex, addition: UInt32 = 0)
    -> Amount?
  {
    precondition(required.fen >= 0, "what is required is not negative")
    guard currency != .cny else { return required }
    guard let worth = worth(of: currency, addition) else { return nil }
    let dividend = Int128(required.fen) * Self.unitsOfWorth
    let quotient = dividend / worth
    let need = quotient * worth == dividend ? quotient : quotient + 1
    return need > Int128(Ledger.highestBalance.fen) ? nil : Amount(fen: Int64(need))
  }

  /// What an amount of a currency is worth in CNY, part of a fen down; zero where it has no fixing,
  /// and no more than an account may have.
  public func value(of amount: Amount, in currency: CurrencyIndex, addition: UInt32 = 0) -> Amount {
    precondition(amount.fen >= 0, "what secures is not negative")
    guard currency != .cny else { return amount }
    guard let worth = worth(of: currency, addition) else { return .zero }
    let value = Int128(amount.fen) * worth / Self.unitsOfWorth
    return Amount(fen: Int64(min(value, Int128(Ledger.highestBalance.fen))))
  }

  /// What a cent of a currency is worth after the haircut, in 1/10^11 fen; nil without a fixing.
  private func worth(of currency: CurrencyIndex, _ addition: UInt32) -> Int128? {
    let terms = self[currency]
    let haircut = terms.haircutBasisPoints + addition
    precondition(haircut < 10_000, "a haircut leaves something")
    return terms.fixing.map { Int128($0.tenMillionths) * Int128(10_000 - haircut) }
  }

  /// 10,000,000 for the fixing times 10,000 for the haircut.
  private static var unitsOfWorth: Int128 { 100_000_000_000 }
}
