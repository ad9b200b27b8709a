import ArgumentParser
import Glibc
import Market
import Recorder
import Storage

/// `cangdan report`: what the rule book has the operator publish and file, made from the books.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make the bulletin, a trade's evidence, periodic reports and their due dates.",
    discussion: """
      All of them are made from the books that `cangdan record` keeps; record first, or follow. Days \
      begin at the market's midnight. The same books give the same bytes.

        cangdan report bulletin --day 2026-11-23 --data data
        cangdan report trade 7 --data data --format json
        cangdan report month --month 2026-11 --data data --format csv
        cangdan report year --year 2026 --data data
        cangdan report due --day 2026-12-01 --data data
        cangdan report trade 7 --data data --tier public

      Exit codes: 0 made; 1 not, with the reason.
      """,
    subcommands: [Bulletin.self, Trade.self, Month.self, Year.self, Due.self])

  /// What every report takes.
  struct Options: ParsableArguments {
    @OptionGroup var books: BooksOptions

    @Option(
      help: "text: aligned columns; csv: RFC 4180, each table with its header; json: one object.")
    var format: Format = .text

    @Option(help: "For whom, Art. 22: public, dealer, owner, pledgee or supervisor, who sees all.")
    var tier: Tier = .supervisor

    @Option(help: "Where the market's days begin, east of UTC.")
    var utcOffset = "+08:00"

    func zone() throws(ReportError) -> MarketZone { try MarketZone(utcOffset) }

    /// Prints the report; or why there is none, with exit code 1.
    func print(_ make: (Books) throws -> Report) throws {
      do {
        let report = try make(Books.openToRead(books.path)).disclosed(to: tier.value)
        Swift.print(format.value.written(report), terminator: "")
      } catch let error as ReportError {
        try fail(error.description)
      } catch let error as RecorderError {
        try fail(error.description)
      } catch let error as StorageError {
        try fail(error.description)
      }
    }

    private func fail(_ reason: String) throws {
      Output.complain(reason)
      throw ExitCode(1)
    }
  }

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case csv
    case json

    var value: ReportFormat {
      switch self {
      case .text: .text
      case .csv: .csv
      case .json: .json
      }
    }
  }

  enum Tier: String, ExpressibleByArgument, CaseIterable {
    case `public`
    case dealer
    case owner
    case pledgee
    case supervisor

    var value: DisclosureTier {
      switch self {
      case .public: .everybody
      case .dealer: .dealer
      case .owner: .owner
      case .pledgee: .pledgee
      case .supervisor: .supervisor
      }
    }
  }

  struct Bulletin: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The daily bulletin: rule book Art. 33.",
      discussion: """
        For each instrument: trades, last price, change from the last trade before the day (before the \
        first one: from the reference price), high, low, average (the sum of price times weight by the \
        sum of weight), volume in the instrument's unit, turnover in CNY; trades bust on the day, which \
        count in nothing else; documents delivered and their weight; documents that stand for goods at \
        the day's end and their weight. `recordedUntil` stands there where the day is not over.
        """)

    @Option(help: "The day, such as 2026-11-23.") var day: String
    @OptionGroup var options: Options

    func run() throws {
      try options.print { books in
        try MarketBulletin.report(on: .day(day, in: options.zone()), from: books)
      }
    }
  }

  struct Trade: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Evidence of a trade: everything that the logs say of it.",
      discussion: """
        The records of both orders and of the trade up to its last state, each with its place in the \
        event log and its CRC, and the commands that have caused them; its documents as they were \
        admitted, and their chains of endorsements with all digests. Byte for byte the same whenever it \
        is made of a trade that is over; `sha256` is over its tables as CSV.
        """)

    @Argument(help: "The trade's number, TrdMatchID(880).") var trade: UInt64
    @OptionGroup var options: Options

    func run() throws {
      try options.books.checkData()
      try options.print { books in
        try TradeEvidence(of: trade, from: books).report(from: options.books.data)
      }
    }
  }

  struct Month: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The monthly report: rule book Art. 42(1).",
      discussion: """
        Instruments with prices, volume, turnover and deliveries; the market's orders, defaults, \
        disputes, documents and money; instruments listed and changed; major events.
        """)

    @Option(help: "The month, such as 2026-11.") var month: String
    @OptionGroup var options: Options

    func run() throws {
      try options.print { books in
        try PeriodReport.report(of: .month(month, in: options.zone()), from: books)
      }
    }
  }

  struct Year: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The annual report: rule book Art. 42(1).",
      discussion: "What the monthly report has, of a year, and a line for each month.")

    @Option(help: "The year, such as 2026.") var year: String
    @OptionGroup var options: Options

    func run() throws {
      try options.print { books in
        try PeriodReport.report(of: .year(year, in: options.zone()), from: books)
      }
    }
  }

  struct Due: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Which reports are to be filed until when: rule book Art. 42 and 43.",
      discussion: """
        Monthly reports within 20 days, annual ones within 90, instruments listed or changed within 15, \
        major events that the log shows (halts by the operator, uses of the risk reserve) within 24 \
        hours. Those of 31 days before and 120 days behind the day; the books do not know what was filed.
        """)

    @Option(help: "The day to count from, such as 2026-12-01.") var day: String
    @OptionGroup var options: Options

    func run() throws {
      try options.print { books in
        try ReportingDuties.report(on: .day(day, in: options.zone()), from: books)
      }
    }
  }
}
