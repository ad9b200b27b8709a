public import Market

/// Money that a firm has at the venue when a log begins.
public struct FundsDefinition: Sendable {
  public var firm = CompID()
  public var line = 0
  /// Three ASCII bytes, first lowest, as in `CreditFunds`.
  public var currency: UInt32 = 0
  public var amount = Amount.zero
  public init() {}
}

/// Reads `firm,currency,amount`.
struct FundsReader {
  let problems: Problems

  func read(_ bytes: [UInt8], file: String) -> [FundsDefinition] {
    var csv = CSVReader(file: file, bytes: bytes)
    guard csv.columns == ["firm", "currency", "amount"] else {
      problems.add(file, 1, "expected the header line firm,currency,amount")
      return []
    }
    var funds: [FundsDefinition] = []
    while csv.next() {
      guard csv.fieldCount == 3 else {
        problems.add(file, csv.line, "\(csv.fieldCount) fields where the header line has 3")
        continue
      }
      if let line = line(csv) { funds.append(line) }
    }
    return funds
  }

  private func line(_ csv: CSVReader) -> FundsDefinition? {
    var funds = FundsDefinition()
    funds.line = csv.line
    guard let firm = Text16(csv.text(0)), !firm.isEmpty else {
      problems.add(csv.file, csv.line, "'\(csv.text(0))' is no firm's code")
      return nil
    }
    funds.firm = CompID(firm)
    guard let currency = Currency.code(csv.text(1)) else {
      problems.add(csv.file, csv.line, "'\(csv.text(1))' is no currency code like CNY")
      return nil
    }
    guard Currency.hasCents(currency) else {
      problems.add(
        csv.file, csv.line,
        "'\(csv.text(1))' has no hundredths: amounts are counted in 1/100 of a currency's unit")
      return nil
    }
    funds.currency = currency
    do {
      funds.amount = Amount(fen: try DecimalText.parse(csv.text(2), scale: Amount.scale))
    } catch {
      problems.add(csv.file, csv.line, "'\(csv.text(2))' is no amount with at most two decimals")
      return nil
    }
    return funds
  }
}
