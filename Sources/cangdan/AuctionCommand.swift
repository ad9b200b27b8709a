import ArgumentParser
import LogText
import Market
import Operations
import Records
import Storage

/// `cangdan auction`: the operator's hand on one-way auctions.
struct AuctionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "auction",
    abstract: "Announce lots of one-way auctions, refuse or cancel them, void bids, list them.",
    discussion: """
      A firm applies for a lot by FIX, SecurityDefinitionRequest(c); `apply` does it for a firm that has written. \
      The lot has a number, AuctionID(7762), and waits for the operator: `announce` tells it to all that may \
      trade, at least `auction: notice` before it opens; `refuse` ends it. Bidders put down their deposits by \
      FIX, CollateralAssignment(AY), until it opens; from then on the clock of the log runs it. Nobody takes a \
      bid back: `void` is the operator's alone, for a bid that should never have been. `cancel` ends a lot \
      without a sale, and all that it held is free. Every action is a command in the log, with who acted and \
      why: `cangdan log DATA --type controlAuction`; how a lot went: `cangdan log DATA --events --type \
      auctionChanged`. With --dry-run the venue says what it would do, as of which command, and does nothing. \
      What venue.yaml lists under `approvals` waits for another person, `cangdan operate approve`. Exit code 0: \
      done, or it waits; 1: refused, with the reason; 2: no venue answers.

        cangdan auction list --data data
        cangdan auction announce 7 --data data --text "examined"
        cangdan auction void 7 --order 4711 --data data \\
            --text "signed by nobody, letter of today"
        cangdan auction cancel 7 --data data --text "court order 4/26"
      """,
    subcommands: [
      List.self, Apply.self, Announce.self, Refuse.self, Void.self, Cancel.self,
    ])

  /// What every action on a lot takes.
  struct Action: ParsableArguments {
    @Argument(help: "The lot's number, AuctionID(7762).") var auction: UInt32
    @Option(help: "Why, for the log, at most 64 characters.") var text: String
    @OptionGroup var dryRun: DryRun
    @OptionGroup var options: AdminOptions

    func run(_ action: String, order: UInt64? = nil) throws {
      var request = AdminRequest(.auction)
      var lot = AdminAuction(action)
      lot.auction = auction
      lot.order = order
      request.lot = lot
      request.text = text
      request.dryRun = dryRun.request
      try options.run(request) { $0.message ?? "done" }
    }
  }

  struct Announce: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell a lot to all that may trade: its application is good.",
      discussion: "Refused where it would open before the instrument's notice is over.")
    @OptionGroup var action: Action
    func run() throws { try action.run("announce") }
  }

  struct Refuse: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Refuse an application: its documents or its money are free again.")
    @OptionGroup var action: Action
    func run() throws { try action.run("refuse") }
  }

  struct Cancel: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "End a lot that is announced or open, without a sale.",
      discussion: """
        Bids end, deposits are given back, the initiator's documents or money are free. What an auction by \
        clock has sold before stays sold: see `cangdan settlement bust`.
        """)
    @OptionGroup var action: Action
    func run() throws { try action.run("cancel") }
  }

  struct Void: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let a standing bid count no more.",
      discussion: """
        Its firm gets an ExecutionReport(8) with ExecType(150)=4. Bids that it has outbid before do not come \
        back: they bind nobody any more.
        """)
    @OptionGroup var action: Action
    @Option(help: "OrderID(37) of the bid: `cangdan log DATA --events --type executionReport`.")
    var order: UInt64
    func run() throws { try action.run("void", order: order) }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the lots that are not over: reads the log of --data and asks no venue.",
      discussion: "A line is the number, the state, the instrument, the terms, and how it stands.")
    @Option(help: "The data directory of the venue.") var data: String
    @Flag(help: "Those that are over too.") var all = false

    func run() throws {
      try LogDirectory.check(data)
      do {
        let lines = try read().lines(all: all)
        print(lines.isEmpty ? "no lots" : lines.joined(separator: "\n"))
      } catch let error as StorageError {
        Output.complain("\(error)")
        throw ExitCode.failure
      }
    }

    /// The events from those of the log's first batch on.
    private func read() throws -> AuctionList {
      var list = AuctionList()
      var commands = try CommandLogReader(directory: data)
      while try commands.next() {
        guard commands.record.loadHead().typeCode == CommandType.batch.rawValue else { continue }
        let first = commands.record.loadBody(BatchHeader.self).eventPosition
        var events = EventFileReader(directory: data, from: first)
        while try events.next() { list.take(events.record) }
        break
      }
      return list
    }
  }

  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Apply for a lot in the name of a firm.",
      discussion: """
        A lot that is sold reserves its documents, one that is bought its money, until it is over. By bids \
        (a sale that goes up, a purchase that goes down) --limit is the reserve, which nobody is told, and \
        --closes is needed. By clock (a sale that goes down, a purchase that goes up) --limit is the last \
        price and is needed; the lot ends with it. --limit is whole steps from --start.

          cangdan auction apply --id A-17 --firm DLR001 --symbol CU-BW-A --side sell \\
              --mode ascending --quantity 50 --start 68000 --step 100 --limit 69000 \\
              --opens 2026-11-25T10:00:00+08:00 --closes 2026-11-25T11:00:00+08:00 \\
              --document R26110000017 --document R26110000018 --data data
        """)
    @Option(name: .customLong("id"), help: "The application's own number, SecurityReqID(320).")
    var reference: String
    @Option(help: "The firm that sells or buys.") var firm: String
    @Option(help: "Its account; none where it has one.") var account: String?
    @Option(help: "The instrument.") var symbol: String
    @Option(help: "sell or buy.") var side: String
    @Option(help: "ascending or descending.") var mode: String
    @Option(help: "How much, a whole number of document units.") var quantity: String
    @Option(help: "StartPrice(7764).") var start: String
    @Option(help: "PriceStep(7765).") var step: String
    @Option(help: "The worst price that the firm takes.") var limit: String?
    @Option(help: "When it opens, like 2026-11-25T10:00:00+08:00.") var opens: String
    @Option(help: "When it closes; by bids.") var closes: String?
    @Option(name: .customLong("document"), help: "A document that is sold, one for each unit.")
    var documents: [String] = []
    @Flag(help: "The firm buys by performance guarantee.") var guarantee = false
    @Flag(help: "It sells what is pledged to it; the registry has declared the default.")
    var foreclosure = false
    @OptionGroup var dryRun: DryRun
    @OptionGroup var options: AdminOptions

    func run() throws {
      var lot = AdminAuction("apply")
      lot.reference = reference
      lot.firm = firm
      lot.account = account
      lot.symbol = symbol
      lot.side = side
      lot.mode = mode
      lot.quantity = quantity
      lot.start = start
      lot.step = step
      lot.limit = limit
      lot.opens = opens
      lot.closes = closes
      lot.documents = documents.isEmpty ? nil : documents
      lot.guarantee = guarantee ? true : nil
      lot.foreclosure = foreclosure ? true : nil
      var request = AdminRequest(.auction)
      request.lot = lot
      request.dryRun = dryRun.request
      try options.run(request) { $0.message ?? "done" }
    }
  }
}
