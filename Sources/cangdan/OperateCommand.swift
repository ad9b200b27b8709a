import ArgumentParser
import Operations

/// `cangdan operate`: the operator's hand on the market as a whole.
struct OperateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operate",
    abstract: "Halt, resume, open and close the venue, a commodity, a warehouse or an instrument.",
    discussion: """
      Every action is a command in the log, with who acted and why: `cangdan log DATA --type \
      controlMarket`. Exit code 0: done; 1: refused, with the reason; 2: no venue answers.

        cangdan operate halt commodity CU --situation delivery-crisis --data data --text "warehouse fire"
        cangdan operate resume commodity CU --data data --text "all receipts counted"
        cangdan operate close instrument CU-BW-A --data data --text "last trading day"
      """,
    subcommands: [Halt.self, Resume.self, Open.self, Close.self])

  /// Which part of the market, and why.
  struct Part: ParsableArguments {
    @Argument(help: "venue, commodity, warehouse or instrument.") var scope: String
    @Argument(help: "The commodity, the warehouse's code or the symbol; none for the venue.")
    var subject: String?
    @Option(help: "Why, for the log, at most 64 characters.") var text: String
    @OptionGroup var options: AdminOptions

    func run(_ action: String, situation: String? = nil) throws {
      var request = AdminRequest(.market)
      request.action = action
      request.scope = scope
      request.subject = subject
      request.situation = situation
      request.text = text
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
}
