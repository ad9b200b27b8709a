import ArgumentParser
import Operations

/// `cangdan operate`: the operator's hand on the market as a whole.
struct OperateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operate",
    abstract:
      "Halt, resume, open and close parts of the market, suspend firms, publish, approve what needs two persons.",
    discussion: """
      Every action is a command in the log, with who acted and why: `cangdan log DATA --type \
      controlMarket`. With --dry-run the venue says what it would do, as of which command, and does nothing. \
      What venue.yaml lists under `approvals` waits for another person. Exit code 0: done, or it waits; \
      1: refused, with the reason; 2: no venue answers.

        cangdan operate halt commodity CU --situation delivery-crisis --data data \\
            --text "warehouse fire"
        cangdan operate resume commodity CU --data data \\
            --text "all receipts counted"
        cangdan operate close instrument CU-BW-A --data data \\
            --text "last trading day" --dry-run
        cangdan operate suspend DLR001 --data data \\
            --text "notice 7 of the supervisor"
        cangdan operate approve 7 --data data --text "checked with the warehouse"
      """,
    subcommands: [
      Halt.self, Resume.self, Open.self, Close.self, Suspend.self, Reinstate.self,
      Suspensions.self, Approve.self, Decline.self, Approvals.self, News.self, Change.self,
      Withdraw.self,
    ])

  /// Which part of the market, and why.
  struct Part: ParsableArguments {
    @Argument(help: "venue, commodity, warehouse or instrument.") var scope: String
    @Argument(help: "The commodity, the warehouse's code or the symbol; none for the venue.")
    var subject: String?
    @Option(help: "Why, for the log, at most 64 characters.") var text: String
    @OptionGroup var dryRun: DryRun
    @OptionGroup var options: AdminOptions

    func run(_ action: String, situation: String? = nil) throws {
      var request = AdminRequest(.market)
      request.action = action
      request.scope = scope
      request.subject = subject
      request.situation = situation
      request.text = text
      request.dryRun = dryRun.request
      try options.run(request) { $0.message ?? "done" }
    }
  }

  struct Halt: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Declare an abnormal situation: nothing trades until it is resumed.",
      discussion: """
        Members cancel; nothing is entered or replaced, and no phase of the calendar opens what is halted. What \
        lies at a warehouse that is halted is sold in no instrument. Each scope is halted by itself: where the \
        venue and a warehouse are, both are resumed. Art. 43(5): it is to be reported within 24 hours.

        Situations, Art. 49(5): force-majeure, system-failure, settlement-crisis, delivery-crisis, \
        rule-breach-price.
        """)

    @OptionGroup var part: Part
    @Option(help: "The abnormal situation that is declared.") var situation: String

    func run() throws { try part.run("halt", situation: situation) }
  }

  struct Resume: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lift a halt of the same scope.",
      discussion: """
        What no other scope holds goes on where the calendar has come to: where that is open, by way of a call.
        """)

    @OptionGroup var part: Part

    func run() throws { try part.run("resume") }
  }

  struct Open: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Open what is not halted, until the calendar says otherwise.")

    @OptionGroup var part: Part

    func run() throws { try part.run("open") }
  }

  struct Close: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Close what is not halted, until the calendar says otherwise: day orders expire.")

    @OptionGroup var part: Part

    func run() throws { try part.run("close") }
  }

  struct Suspend: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take no new orders of a firm, and cancel those that it has: its trades settle.",
      discussion: "As `cangdan kill firm`, with its reason; `operate suspensions` shows it.")

    @OptionGroup var firm: FirmAction

    func run() throws { try firm.run(.kill) }
  }

  struct Reinstate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Take orders of a firm again.")

    @OptionGroup var firm: FirmAction

    func run() throws { try firm.run(.lift) }
  }

  /// Which firm, and why.
  struct FirmAction: ParsableArguments {
    @Argument(help: "The firm's code.") var firm: String
    @Option(help: "Why, for the log, at most 64 characters.") var text: String
    @OptionGroup var dryRun: DryRun
    @OptionGroup var options: AdminOptions

    func run(_ verb: AdminRequest.Verb) throws {
      var request = AdminRequest(verb)
      request.firm = firm
      request.text = text
      request.dryRun = dryRun.request
      try options.run(request) { "\(firm): \($0.message ?? "done")" }
    }
  }

  struct Suspensions: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the firms that are stopped, since when, by whom and why.")

    @OptionGroup var options: AdminOptions

    func run() throws {
      try options.run(AdminRequest(.suspensions)) { answer in
        let lines = (answer.suspensions ?? []).map {
          "\($0.firm) since \($0.since) by \($0.uid): \($0.text)"
        }
        return lines.isEmpty ? "no firm is stopped" : lines.joined(separator: "\n")
      }
    }
  }

  struct Approvals: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what waits for a second person.")

    @OptionGroup var options: AdminOptions

    func run() throws {
      try options.run(AdminRequest(.approvals)) { answer in
        let lines = (answer.approvals ?? []).map {
          "\($0.number) \($0.action), asked by \($0.uid) at \($0.askedAt), until \($0.until): \($0.text)"
        }
        return lines.isEmpty ? "nothing waits" : lines.joined(separator: "\n")
      }
    }
  }

  /// Which approval, and why.
  struct Decision: ParsableArguments {
    @Argument(help: "The approval's number.") var number: UInt64
    @Option(help: "Why, for the log, at most 64 characters.") var text: String
    @OptionGroup var dryRun: DryRun
    @OptionGroup var options: AdminOptions

    func run(_ verb: AdminRequest.Verb) throws {
      var request = AdminRequest(verb)
      request.approval = number
      request.text = text
      request.dryRun = dryRun.request
      try options.run(request) { $0.message ?? "done" }
    }
  }

  struct Approve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Have done what another person has asked for.",
      discussion:
        "Not by the user who has asked. What has become impossible meanwhile is refused, and over.")

    @OptionGroup var decision: Decision

    func run() throws { try decision.run(.approve) }
  }

  struct Decline: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Have it not done; who has asked may take it back so.")

    @OptionGroup var decision: Decision

    func run() throws { try decision.run(.decline) }
  }
}

/// Whether an action is only shown.
struct DryRun: ParsableArguments {
  @Flag(help: "Say what it would do, as of which command, and do nothing.") var dryRun = false

  /// As a request says it.
  var request: Bool? { dryRun ? true : nil }
}
