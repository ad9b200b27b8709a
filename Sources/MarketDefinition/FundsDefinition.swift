public import Market

/// Money that a firm or a warehouse has at the venue when a log begins.
public struct FundsDefinition: Sendable {
  /// The firm, or the warehouse whose deposit it is.
  public var firm = CompID()
  public var line = 0
  /// Three ASCII bytes, first lowest, as in `CreditFunds`.
  public var currency: UInt32 = 0
  public var amount = Amount.zero
  public var account = FundsAccount.cash
  public init() {}
}

/// The accounts that have money when a log begins. Raw values are those of the ledger's kinds.
public enum FundsAccount: UInt8, Sendable, CaseIterable {
  /// What pays for buys.
  case cash = 1
  /// For performance guarantees (Art. 9).
  case guarantee = 2
  /// A warehouse's risk deposit (Art. 29).
  case deposit = 4
}

/// Reads `firm,currency,amount`, or with `account` behind.
struct FundsReader {
  let problems: Problems

  func read(_ bytes: [UInt8], file: String) -> [FundsDefinition] {
    var csv = CSVReader(file: file, bytes: bytes)
    let columns = ["firm", "currency", "amount"]
    guard csv.columns == columns || csv.columns == columns + ["account"] else {
      problems.add(
        file, 1, "expected the header line firm,currency,amount or firm,currency,amount,account")
      return []
    }
    let count = csv.columns.count
    var funds: [FundsDefinition] = []
    while csv.next() {
      guard csv.fieldCount == count else {
        problems.add(file, csv.line, "\(csv.fieldCount) fields where the header line has \(count)")
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
      funds.account = try csv.fieldCount > 3 ? account(csv.text(3)) : .cash
    } catch let error as UnknownAccount {
      problems.add(
        csv.file, csv.line,
        "'\(error.name)' is none of the accounts cash, guarantee, deposit"
          + NearestName.hint(error.name, among: FundsAccount.allCases.map { "\($0)" }))
      return nil
    } catch {
      problems.add(csv.file, csv.line, "'\(csv.text(2))' is no amount with at most two decimals")
      return nil
    }
    return funds
  }

  private struct UnknownAccount: Error {
    let name: String
  }

  private func account(_ name: String) throws(UnknownAccount) -> FundsAccount {
    guard let account = FundsAccount.allCases.first(where: { "\($0)" == name }) else {
      throw UnknownAccount(name: name)
    }
    return account
  }
}
