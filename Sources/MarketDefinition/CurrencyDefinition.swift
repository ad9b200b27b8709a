import Market

/// A currency in which guarantees are taken beside CNY (rule book Art. 8).
public struct CurrencyDefinition: Equatable, Sendable {
  /// Three ASCII bytes, first lowest.
  public var code: UInt32 = 0
  public var line = 0
  /// What is taken off its value, 1/100 of a percent.
  public var haircutBasisPoints: UInt32 = 0
  /// What a unit is worth in CNY when a log begins, in 1/10,000,000; zero where nothing can be backed by it yet.
  public var firstFixing: Int64 = 0
  public init() {}
}

extension CurrencyDefinition {
  /// CNY for a unit as people write it, in 1/10,000,000 CNY; nil for what is no such number.
  public static func tenMillionths(of text: String) -> Int64? {
    do { return try DecimalText.parse(text, scale: SetFixing.scale) } catch { return nil }
  }

  static let keys = ["code", "haircutPercent", "fixing"]

  init(_ node: ConfigurationNode) {
    self.init()
    node.expectKeys(Self.keys)
    line = node.line
    code =
      node.required("code")?.value("the code of a foreign currency with hundredths, like USD") {
        Currency.code($0).flatMap {
          $0 != Currency.cny && Currency.hasCents($0) ? $0 : nil
        }
      } ?? 0
    let haircut = node.required("haircutPercent", because: "market rules: fixing less haircut")
    haircutBasisPoints = haircut?.basisPoints ?? 0
    if haircutBasisPoints > Self.highestHaircut {
      haircut?.complain("more than 94.99 percent: a warehouse below grade A adds 5")
    }
    if let fixing = node.child("fixing") {
      firstFixing = fixing.decimal(scale: SetFixing.scale, atLeast: 1) ?? 0
      if firstFixing > Self.highestFixing { fixing.complain("more than 1,000,000 CNY") }
    }
  }

  /// As `CurrencyTable` takes it.
  private static var highestHaircut: UInt32 { 9_499 }
  private static var highestFixing: Int64 { 10_000_000_000_000 }
}

extension VenueDefinition {
  /// Reads the list of currencies; guarantees draw on them in its order.
  mutating func readCurrencies(_ node: ConfigurationNode) {
    currencies = node.elements.map { CurrencyDefinition($0) }
    if currencies.count > Self.currenciesMost {
      node.complain("more than \(Self.currenciesMost) currencies beside CNY")
    }
    for (place, currency) in currencies.enumerated()
    where currencies[..<place].contains(where: { $0.code == currency.code }) {
      node.complain("a currency stands twice")
    }
  }

  private static var currenciesMost: Int { 7 }
}
