import ArgumentParser
import Foundation
import MarketDefinition
import Reconciliation
import Storage

/// `cangdan reconcile`: goods, trade and funds of each delivered trade held against each other.
struct ReconcileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract:
      "Compare goods, trade and funds of each trade (Art. 20), customs totals, warehouses' grades.",
    discussion: """
      Reads the log of a venue, also of one that runs, and what the institutions state in files of \
      comma-separated values with a header line; a file that is not named is a leg that is not compared. \
      Changes nothing without --report. Each delivered trade is open (something is not said yet, and --within is not over), \
      matched, break, explained, escalated or closed. Codes of breaks: 1 goods missing, 2 funds missing, 3 trade missing, 4 \
      quantity, 5 amount, 6 party, 7 document or version, 8 late, 9 duplicate. Behind them: which documents \
      are concerned, and rolling digests of each leg, which two parties with the same records have alike.

      --report files each new break, and later what becomes of it, with the venue that runs there: it is in the \
      log then, and the registry and the supervisor are told by ReconReport(UR). --freeze freezes the documents \
      of a new break too. What is filed and frozen already the log says, so nothing is done twice.

      Columns: --registry trade,document,holder[,version][,time]; --warehouse \
      trade,document,netWeight,warehouse[,time]; --clearing trade,payer,paid,payee,received,currency[,netRun][,netRound][,time]; \
      --customs and --stock warehouse,goods,netWeight (goods: HS code, or the instrument where the definition \
      has none); --explained trade,code; --spot-checks warehouse,result; --deposits warehouse,required,paid. \
      Times are written 2026-11-23T01:30:00Z. Exit code 0: all agrees or is answered for; 1: a break or a \
      difference; 2: a file is wrong.

        cangdan reconcile data --registry ZZREG.csv --warehouse WHS001.csv \\
            --clearing ZZCH.csv
        cangdan reconcile data --clearing ZZCH.csv --format json | jq .breaks
        cangdan reconcile data --registry ZZREG.csv --clearing ZZCH.csv --follow \\
            --report --freeze
      """)

  @Argument(help: "The data directory of the venue.") var directory: String
  @Option(help: "What the registry states; may be repeated.") var registry: [String] = []
  @Option(help: "What a warehouse states; may be repeated.") var warehouse: [String] = []
  @Option(help: "What clearing states; may be repeated.") var clearing: [String] = []
  @Option(help: "What customs has in each warehouse.") var customs: String?
  @Option(help: "What warehouses report to be in store; may be repeated.") var stock: [String] = []
  @Option(help: "Breaks that somebody has answered for.") var explained: String?
  @Option(help: "Spot checks, for the grades.") var spotChecks: String?
  @Option(help: "Deposits of warehouses, for the grades.") var deposits: String?
  @Option(help: "How long an institution may take, in seconds.") var within: UInt32 = 1_800
  @Option(help: "text, csv or json.", transform: Self.format) var format = ReconReport.Format.text
  @Flag(help: "File what was found with the venue: the registry and the supervisor are told.")
  var report = false
  @Flag(help: "Freeze the documents of new breaks, and file them.") var freeze = false
  @Option(help: "After how long a break without an explanation is escalated, in seconds.")
  var escalateAfter: UInt32 = 86_400
  @Option(help: "The venue's socket, where it is not admin.sock in the directory.")
  var admin: String?
  @Flag(help: "Compare again whenever log or statements have changed, until interrupted.")
  var follow = false

  func validate() throws {
    if follow && format == .csv { throw ValidationError("--follow writes text or json") }
  }

  func run() throws {
    try LogDirectory.check(directory)
    do {
      var reader = try VenueBooksReader(directory)
      var last: String?
      repeat {
        try reader.read()
        let compared = try compare(reader.books)
        let written = try compared.report.written(format)
        if written != last { print(written, terminator: "") }
        last = written
        if report || freeze { try file(reader.books, compared) }
        guard follow else {
          if !compared.report.isClean { throw ExitCode(1) }
          return
        }
        Output.flush()
        poll(nil, 0, 500)
      } while true
    } catch let error as StorageError {
      Output.complain("\(error)")
      throw ExitCode(2)
    } catch let error as Problem {
      Output.complain("\(error)")
      throw ExitCode(2)
    }
  }

  /// What one comparison has come to; no totals where there was nothing to hold documents against.
  struct Compared {
    let reconciliation: Reconciliation
    let totals: [StockTotal]?
    let report: ReconReport
  }

  private func compare(_ books: VenueBooks) throws -> Compared {
    var rules = ReconRules()
    rules.withinNanos = Int64(within) * 1_000_000_000
    if let explained { rules.explained = try read(explained, StatementReader.explanations) }
    let statements = Statements(
      registry: try all(registry, StatementReader.goods),
      warehouses: try all(warehouse, StatementReader.weights),
      clearing: try all(clearing, StatementReader.funds),
      nets: try all(clearing, StatementReader.nets) ?? [])
    let reconciliation = Reconciliation(books, statements, rules)
    var totals: [StockTotal] = []
    if let customs {
      totals += StockTotal.compare(books, with: try read(customs, StatementReader.stock))
    }
    if let lines = try all(stock, StatementReader.stock) {
      totals += StockTotal.compare(books, with: lines)
    }
    var facts = WarehouseFacts()
    if let spotChecks {
      facts.failedSpotChecks = try read(spotChecks, StatementReader.spotChecks)
    }
    if let deposits { facts.unpaidDeposits = try read(deposits, StatementReader.unpaidDeposits) }
    let report = ReconReport(
      reconciliation, LegDigests.all(books, statements), totals,
      WarehouseGrade.all(books, reconciliation, totals, facts, GradeWeights()))
    return Compared(
      reconciliation: reconciliation, totals: customs == nil && stock.isEmpty ? nil : totals,
      report: report)
  }

  /// Nil where no file is named.
  private func all<Record>(
    _ paths: [String], _ parse: ([UInt8], String) throws(Problem) -> [Record]
  ) throws -> [Record]? {
    try paths.isEmpty ? nil : paths.flatMap { try read($0, parse) }
  }

  private func read<Value>(
    _ path: String, _ parse: ([UInt8], String) throws(Problem) -> Value
  ) throws -> Value {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Problem(file: path, line: 0, message: "it cannot be read")
    }
    return try parse(Array(data), path)
  }

  private static func format(_ text: String) throws -> ReconReport.Format {
    if let format = ReconReport.Format(rawValue: text) { return format }
    throw ValidationError("--format \(text) is none of: text, csv, json")
  }
}
