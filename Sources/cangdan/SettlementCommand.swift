import ArgumentParser
import Operations

/// `cangdan settlement`: the operator's hand on trades behind the match.
struct SettlementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settlement",
    abstract:
      "Answer for clearing and registry, bust trades, decide disputes, set fixings, begin net runs, use the reserve.",
    discussion: """
      A trade goes from its match to delivery versus payment on the words of clearing (the funds leg) \
      and of the registry (the title leg). They come by FIX from their sessions; where there is no such \
      session, or it is down, `answer` says them by the operator's hand. Every action is a command in \
      the log, with who acted and why: `cangdan log DATA --type controlTrade` and `--type \
      answerInstruction`. Numbers of trades and of instructions stand in the events: `cangdan log DATA \
      --events`. Exit code 0: done; 1: refused, with the reason and the trade's present state; 2: no \
      venue answers.

        cangdan settlement answer 7 --instruction 12 done --data data \\
            --text "clearing, by phone"
        cangdan settlement bust 7 --data data --text "wrong price, both agree"
        cangdan settlement dispute 7 --data data --text "buyer's letter of today"
      """,
    subcommands: [
      Answer.self, Bust.self, Dispute.self, Resume.self, Settle.self, BuyerDefault.self,
      SellerDefault.self, Fixing.self, NetRun.self, UseReserve.self,
    ])

  /// What every action takes.
  struct Action: ParsableArguments {
    @Argument(help: "The trade's number, TrdMatchID(880).") var trade: UInt64
    @Option(help: "Why, for the log, at most 64 characters.") var text: String
    @OptionGroup var dryRun: DryRun
    @OptionGroup var options: AdminOptions

    func run(
      _ verb: AdminRequest.Verb, _ change: (inout AdminRequest) -> Void = { _ in }
    ) throws {
      var request = AdminRequest(verb)
      request.trade = trade
      request.text = text
      request.dryRun = dryRun.request
      change(&request)
      try options.run(request) { $0.message ?? "done" }
    }
  }

  struct Answer: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Answer an instruction in the place of clearing or of the registry.",
      discussion: """
        The venue's instruction to clearing, and then the one to the registry, each have a number: \
        `cangdan log DATA --events` shows them as settlementInstructed and transferInstructed. done: the \
        money is there, or the title is moved and the warehouse has signed (--unsigned: it has not, \
        which the venue refuses). refused: clearing's word is the buyer's default, the registry's the \
        seller's.

          cangdan settlement answer 7 --instruction 12 done --data data \\
              --text "clearing, by phone"
          cangdan settlement answer 7 --instruction 13 refused --data data \\
              --text "court order 4"
        """)

    enum Result: String, ExpressibleByArgument, CaseIterable {
      case done
      case refused
    }

    @OptionGroup var action: Action
    @Option(help: "The instruction's number; of a member's net with the trade 0.")
    var instruction: UInt64
    @Argument(help: "done or refused.") var result: Result
    @Flag(help: "The warehouse has not signed the endorsement.") var unsigned = false

    func validate() throws {
      if unsigned && result == .refused {
        throw ValidationError("--unsigned is for done: a refused transfer needs no signature")
      }
    }

    func run() throws {
      try action.run(.answer) { request in
        request.instruction = instruction
        request.done = result == .done
        request.unsigned = unsigned ? true : nil
      }
    }
  }

  struct Bust: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Undo a trade before its delivery.",
      discussion: """
        Documents and money are free again; both parties get an ExecutionReport(8) with \
        ExecType(150)=H. Behind delivery there is no bust: buyer and seller trade back.
        """)

    @OptionGroup var action: Action

    func run() throws { try action.run(.bust) }
  }

  struct Dispute: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Stop a trade until it is decided.",
      discussion: """
        Its deadline stops, and answers of clearing and registry change nothing. It ends by `resume`, \
        `bust`, `buyer-default` or `seller-default`; behind delivery, while weights are open, by \
        `resume` or `settle`.
        """)

    @OptionGroup var action: Action

    func run() throws { try action.run(.dispute) }
  }

  struct Resume: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "End a dispute: the trade goes on where it stood, with the whole time of that state.",
      discussion: "Clearing or the registry, if it was asked in that state, is asked anew.")

    @OptionGroup var action: Action

    func run() throws { try action.run(.resume) }
  }

  struct Settle: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "End a dispute about weights: they stand as they are, and the trade is closed.")

    @OptionGroup var action: Action

    func run() throws { try action.run(.settle) }
  }

  struct BuyerDefault: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "End a dispute before delivery: the buyer has not paid, its guarantee is forfeited."
    )

    @OptionGroup var action: Action

    func run() throws { try action.run(.buyerDefault) }
  }

  struct SellerDefault: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "End a dispute before delivery: the documents can't be delivered, all is free again.")

    @OptionGroup var action: Action

    func run() throws { try action.run(.sellerDefault) }
  }

  struct Fixing: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what a unit of a currency is worth from now on, or a benchmark's value.",
      discussion: """
        Guarantees with money of that currency are looked at again: who is short is called and has \
        `topUpWithin` to pay, what is not needed is free. The text is FixingRef(7785), where it comes from.

        A benchmark's value is that to which premiums are added, for each trade from now on.

          cangdan settlement fixing USD 7.1050 --data data --text "CFETS 2026-11-23"
          cangdan settlement fixing SHFECU 68450 --data data \\
              --text "SHFE 2026-11-23 15:00"
        """)

    @Argument(help: "The currency, one of venue.yaml's, or a benchmark of instruments.yaml's.")
    var currency: String
    @Argument(help: "CNY for a unit, seven decimals at most.") var fixing: String
    @Option(help: "Where it comes from, for the log, at most 32 characters.") var text: String
    @OptionGroup var options: AdminOptions

    func run() throws {
      var request = AdminRequest(.fixing)
      request.currency = currency
      request.fixing = fixing
      request.text = text
      try options.run(request) { $0.message ?? "done" }
    }
  }

  struct UseReserve: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "use-reserve",
      abstract: "Pay out of the risk reserve who was damaged by the other party's default.",
      discussion: """
        For a trade that has ended by buyer-default or seller-default: the seller or the buyer has the money at \
        once. At most what is in the reserve, and what the documents cost less what a guarantee and the reserve \
        have paid for the trade before. Art. 43(6): it is to be reported within 24 hours, see `cangdan report due`.

          cangdan settlement use-reserve 7 12000.50 --data data \\
              --text "resale at a loss, decision 12"
        """)

    @OptionGroup var action: Action
    @Argument(help: "CNY, two decimals at most.") var amount: String

    func run() throws { try action.run(.useReserve) { $0.amount = amount } }
  }

  struct NetRun: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "net-run",
      abstract: "Begin a net run now, beside the one of the day.",
      discussion: """
        Trades of instruments with `clearing: net` that are paid for are netted by clearing member. Who has \
        to pay is in the events netPublished; `settlement answer 0 --instruction N done` says in the place \
        of clearing that a member has paid.

          cangdan settlement net-run --data data \\
              --text "second run, agreed with clearing"
        """)

    @Option(help: "Why, for the log, at most 64 characters.") var text: String
    @OptionGroup var options: AdminOptions

    func run() throws {
      var request = AdminRequest(.netRun)
      request.text = text
      try options.run(request) { $0.message ?? "done" }
    }
  }
}
