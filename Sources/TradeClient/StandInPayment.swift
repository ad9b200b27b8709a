import Market

/// Money that a bank's stand-in pays in for a firm.
public struct StandInPayment: Equatable, Sendable {
  /// The firm's code.
  public let firm: String
  /// A decimal number with two decimals at most.
  public let amount: String
  /// Currency(15).
  public let currency: String

  public init(firm: String, amount: String, currency: String = "CNY") {
    self.firm = firm
    self.amount = amount
    self.currency = currency
  }

  /// Reads `DLR002:1000000` or `DLR002:50000.50:USD`.
  public init(_ text: String) throws(CommandError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard (2...3).contains(parts.count), !parts[0].isEmpty, Self.isAmount(parts[1]),
      parts.count == 2 || parts[2].utf8.count == 3
    else {
      throw CommandError("'\(text)' is no FIRM:AMOUNT or FIRM:AMOUNT:CURRENCY")
    }
    self.init(firm: parts[0], amount: parts[1], currency: parts.count == 3 ? parts[2] : "CNY")
  }

  /// Not signed, and more than nothing.
  static func isAmount(_ text: String) -> Bool {
    guard let first = text.utf8.first, (0x30...0x39).contains(first) else { return false }
    do { return try DecimalText.parse(text, scale: Amount.scale) > 0 } catch { return false }
  }
}
