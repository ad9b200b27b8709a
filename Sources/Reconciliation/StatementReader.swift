import Foundation
public import Market
public import MarketDefinition

/// Reads what institutions state: comma-separated files with a header line. Columns may stand in any order, and
/// further ones are passed over.
public enum StatementReader {
  /// The registry's: trade, document, holder; version and time where it has them.
  public static func goods(_ bytes: [UInt8], file: String) throws(Problem) -> [GoodsRecord] {
    var table = try StatementTable(
      bytes, file: file, required: ["trade", "document", "holder"], optional: ["version", "time"])
    var records: [GoodsRecord] = []
    while table.next() {
      records.append(
        GoodsRecord(
          trade: try table.number("trade"), document: try table.text("document"),
          holder: try table.text("holder"),
          version: try table.optionalNumber("version").map { UInt32(clamping: $0) },
          time: try table.time()))
    }
    return records
  }

  /// A warehouse's: trade, document, netWeight, warehouse; time where it has it.
  public static func weights(_ bytes: [UInt8], file: String) throws(Problem) -> [WeightRecord] {
    var table = try StatementTable(
      bytes, file: file, required: ["trade", "document", "netWeight", "warehouse"],
      optional: ["time"])
    var records: [WeightRecord] = []
    while table.next() {
      records.append(
        WeightRecord(
          trade: try table.number("trade"), document: try table.text("document"),
          netWeight: try table.weight("netWeight"), warehouse: try table.text("warehouse"),
          time: try table.time()))
    }
    return records
  }

  /// Clearing's: trade, payer, paid, payee, received, currency; time where it has it. Lines with a netRun are
  /// about a member's net.
  public static func funds(_ bytes: [UInt8], file: String) throws(Problem) -> [FundsRecord] {
    var table = try StatementTable(
      bytes, file: file,
      required: ["trade", "payer", "paid", "payee", "received", "currency"],
      optional: ["netRun", "time"])
    var records: [FundsRecord] = []
    while table.next() {
      guard try table.optionalNumber("netRun") == nil else { continue }
      records.append(
        FundsRecord(
          trade: try table.number("trade"), payer: try table.text("payer"),
          paid: try table.amount("paid"), payee: try table.text("payee"),
          received: try table.amount("received"), currency: try table.text("currency"),
          time: try table.time()))
    }
    return records
  }

  /// Clearing's lines with a netRun: netRound, payer and paid of a member that has paid, payee and received of
  /// one that has got, currency; time where it has it.
  public static func nets(_ bytes: [UInt8], file: String) throws(Problem) -> [NetRecord] {
    var table = try StatementTable(
      bytes, file: file, required: ["payer", "paid", "payee", "received", "currency"],
      optional: ["netRun", "netRound", "time"])
    var records: [NetRecord] = []
    while table.next() {
      guard let run = try table.optionalNumber("netRun") else { continue }
      let pays = table.optionalText("payer") != nil
      let net =
        pays ? Amount(fen: -(try table.amount("paid").fen)) : try table.amount("received")
      records.append(
        NetRecord(
          run: UInt32(clamping: run), round: UInt8(clamping: try table.number("netRound")),
          member: try table.text(pays ? "payer" : "payee"), net: net,
          currency: try table.text("currency"), time: try table.time()))
    }
    return records
  }

  /// A report of what is in store, by customs or by a warehouse: warehouse, goods, netWeight.
  public static func stock(
    _ bytes: [UInt8], file: String
  ) throws(Problem) -> [(warehouse: String, goods: String, netWeight: Quantity)] {
    var table = try StatementTable(
      bytes, file: file, required: ["warehouse", "goods", "netWeight"], optional: [])
    var lines: [(warehouse: String, goods: String, netWeight: Quantity)] = []
    while table.next() {
      lines.append(
        (try table.text("warehouse"), try table.text("goods"), try table.weight("netWeight")))
    }
    return lines
  }

  /// Answers for breaks: trade, code.
  public static func explanations(
    _ bytes: [UInt8], file: String
  ) throws(Problem) -> [ReconRules.Explanation] {
    var table = try StatementTable(bytes, file: file, required: ["trade", "code"], optional: [])
    var lines: [ReconRules.Explanation] = []
    while table.next() {
      guard let code = ReconBreakCode(rawValue: UInt8(clamping: try table.number("code"))) else {
        throw table.problem("code: \(try table.text("code")) is no code of a break, 1 to 9")
      }
      lines.append(.init(trade: try table.number("trade"), code: code))
    }
    return lines
  }

  /// Spot checks: warehouse, result, which is passed or failed. How many each has failed.
  public static func spotChecks(_ bytes: [UInt8], file: String) throws(Problem) -> [String: Int] {
    var table = try StatementTable(
      bytes, file: file, required: ["warehouse", "result"], optional: [])
    var failed: [String: Int] = [:]
    while table.next() {
      let result = try table.text("result")
      guard result == "passed" || result == "failed" else {
        throw table.problem("result: '\(result)' is neither passed nor failed")
      }
      failed[try table.text("warehouse"), default: 0] += result == "failed" ? 1 : 0
    }
    return failed
  }

  /// Deposits: warehouse, required, paid. Whose is short.
  public static func unpaidDeposits(_ bytes: [UInt8], file: String) throws(Problem) -> Set<String> {
    var table = try StatementTable(
      bytes, file: file, required: ["warehouse", "required", "paid"], optional: [])
    var short: Set<String> = []
    while table.next() {
      if try table.amount("paid") < table.amount("required") {
        short.insert(try table.text("warehouse"))
      }
    }
    return short
  }
}

/// A statement's lines, with what is wrong told by file, line and column.
private struct StatementTable {
  private var csv: CSVReader
  private let file: String
  private var places: [String: Int] = [:]

  init(
    _ bytes: [UInt8], file: String, required: [String], optional: [String]
  ) throws(Problem) {
    csv = CSVReader(file: file, bytes: bytes)
    self.file = file
    for name in required + optional {
      if let place = csv.index(of: name) { places[name] = place }
    }
    for name in required where places[name] == nil {
      throw Problem(file: file, line: 1, message: "no column \(name)")
    }
  }

  mutating func next() -> Bool { csv.next() }

  func problem(_ message: String) -> Problem {
    Problem(file: file, line: csv.line, message: message)
  }

  /// A value that must be there.
  func text(_ name: String) throws(Problem) -> String {
    guard let text = optionalText(name) else { throw problem("\(name): no value") }
    return text
  }

  func number(_ name: String) throws(Problem) -> UInt64 {
    guard let number = UInt64(try text(name)) else {
      throw problem("\(name): '\(try text(name))' is no number")
    }
    return number
  }

  func optionalNumber(_ name: String) throws(Problem) -> UInt64? {
    optionalText(name) == nil ? nil : try number(name)
  }

  func amount(_ name: String) throws(Problem) -> Amount {
    Amount(fen: try decimal(name, scale: 2))
  }

  func weight(_ name: String) throws(Problem) -> Quantity {
    Quantity(thousandths: try decimal(name, scale: 3))
  }

  /// The column `time`, as 2026-11-23T01:30:00Z; none where there is none.
  func time() throws(Problem) -> Instant {
    guard let text = optionalText("time") else { return .none }
    do {
      let date = try Date(text, strategy: .iso8601)
      return Instant(nanoseconds: Int64(date.timeIntervalSince1970) * 1_000_000_000)
    } catch {
      throw problem("time: '\(text)' is no time such as 2026-11-23T01:30:00Z")
    }
  }

  private func decimal(_ name: String, scale: Int) throws(Problem) -> Int64 {
    let text = try text(name)
    do {
      return try DecimalText.parse(text, scale: scale)
    } catch {
      switch error {
      case .notANumber: throw problem("\(name): '\(text)' is no number")
      case .tooManyDecimals(let limit):
        throw problem("\(name): '\(text)' has more than \(limit) decimals")
      case .tooLarge: throw problem("\(name): '\(text)' is too large")
      }
    }
  }

  func optionalText(_ name: String) -> String? {
    guard let place = places[name] else { return nil }
    let text = csv.text(place)
    return text.isEmpty ? nil : text
  }
}
