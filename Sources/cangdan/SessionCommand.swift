import ArgumentParser
import Operations

/// `cangdan session`: sees and mends the sessions of a running venue.
struct SessionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session",
    abstract: "See and mend the sessions of a running venue.",
    discussion: """
      Every action is a command in the log, with who acted and why; `cangdan log DATA --type \
      controlSession` lists them. Exit code 0: done; 1: refused, with the reason; 2: no venue answers.

        cangdan session list --data data
        cangdan session logout DLR001 --data data --text "call 555-1234"
        cangdan session set-seq DLR001 --next-out 120 --data data
      """,
    subcommands: [
      List.self, Show.self, MessagesCommand.self, Logout.self, SetSeq.self, Reset.self,
      Disable.self, Enable.self,
    ])

  /// Asks for an action at a session and prints what has come of it.
  fileprivate static func act(
    _ verb: AdminRequest.Verb, _ session: String, _ text: String?, _ options: AdminOptions,
    _ change: (inout AdminRequest) -> Void = { _ in }
  ) throws {
    var request = AdminRequest(verb)
    request.session = session
    request.text = text
    change(&request)
    try options.run(request) { "\(session): \($0.message ?? "done")" }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One line for each session.",
      discussion: """
        OUT and IN are the MsgSeqNum(34) of the next message to the counterparty and from it. STATE is \
        live (logged on), connected (logging on or out), away, closed (away and outside of its hours), \
        or disabled. HOURS says until when it is within its hours, or from when on. Times are UTC.
        """)

    @OptionGroup var options: AdminOptions

    func run() throws {
      var sessions: [SessionFigures] = []
      var request = AdminRequest(.sessions)
      while true {
        let (line, answer) = try options.ask(request)
        if options.json { print(line) }
        guard answer.ok else {
          if !options.json { Output.complain(answer.message ?? "refused") }
          throw ExitCode.failure
        }
        sessions += answer.sessions ?? []
        guard let left = answer.left, left > 0, let last = sessions.last else { break }
        request.after = last.name
      }
      if !options.json { print(SessionTable.list(sessions)) }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Everything about one session: numbers, times, counters, policies.")

    @Argument(help: "The session: its CompID, or CompID/SubID.") var session: String
    @OptionGroup var options: AdminOptions

    func run() throws {
      var request = AdminRequest(.session)
      request.session = session
      try options.run(request) { $0.sessions?.map(SessionTable.show).joined() ?? "" }
    }
  }

  struct Logout: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Log a session out; it may log on again.",
      discussion: """
        The counterparty gets Logout(5) with the text, and 10 s for its own; then the connection is \
        closed. To keep it out, use `cangdan session disable`.
        """)

    @Argument(help: "The session: its CompID, or CompID/SubID.") var session: String
    @Option(help: "What Logout(5) says in Text(58), at most 64 characters.") var text: String?
    @OptionGroup var options: AdminOptions

    func run() throws { try act(.logout, session, text, options) }
  }

  struct SetSeq: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set-seq",
      abstract: "Set a number to go on with, upwards only.",
      discussion: """
        --next-out: a counterparty that is logged on gets SequenceReset(4) with GapFillFlag(123)=N; one \
        that is away finds a gap when it comes back. --next-in: messages below that number are not \
        asked for any more. Numbers never go back: that is `cangdan session reset`.

          cangdan session set-seq DLR001 --next-in 57 --data data
        """)

    @Argument(help: "The session: its CompID, or CompID/SubID.") var session: String
    @Option(help: "MsgSeqNum(34) of the next message to the counterparty.") var nextOut: UInt64?
    @Option(help: "MsgSeqNum(34) expected next from the counterparty.") var nextIn: UInt64?
    @Option(help: "Why, for the log, at most 64 characters.") var text: String?
    @OptionGroup var options: AdminOptions

    func validate() throws {
      if (nextOut == nil) == (nextIn == nil) {
        throw ValidationError("say which number: --next-out N or --next-in N")
      }
    }

    func run() throws {
      try act(.setSeq, session, text, options) { request in
        request.nextOut = nextOut
        request.nextIn = nextIn
      }
    }
  }

  struct Reset: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Begin again at 1 on both sides.",
      discussion: """
        A session that is logged on is logged out first. Agree with the counterparty before: it must \
        begin at 1 as well. Reports that it has not been sent go out with the new numbers; what was \
        sent before can't be asked for any more.
        """)

    @Argument(help: "The session: its CompID, or CompID/SubID.") var session: String
    @Option(help: "What Logout(5) says in Text(58), at most 64 characters.") var text: String?
    @OptionGroup var options: AdminOptions

    func run() throws { try act(.reset, session, text, options) }
  }

  struct Disable: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Log a session out and keep it out, also after a restart.",
      discussion: """
        Its connections are closed without a word, like those of strangers. Its orders stay in the \
        books: `cangdan kill` cancels them.
        """)

    @Argument(help: "The session: its CompID, or CompID/SubID.") var session: String
    @Option(help: "What Logout(5) says in Text(58), at most 64 characters.") var text: String?
    @OptionGroup var options: AdminOptions

    func run() throws { try act(.disable, session, text, options) }
  }

  struct Enable: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The end of `disable`.")

    @Argument(help: "The session: its CompID, or CompID/SubID.") var session: String
    @Option(help: "Why, for the log, at most 64 characters.") var text: String?
    @OptionGroup var options: AdminOptions

    func run() throws { try act(.enable, session, text, options) }
  }
}

private func act(
  _ verb: AdminRequest.Verb, _ session: String, _ text: String?, _ options: AdminOptions,
  _ change: (inout AdminRequest) -> Void = { _ in }
) throws {
  try SessionCommand.act(verb, session, text, options, change)
}
