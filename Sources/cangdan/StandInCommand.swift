import ArgumentParser
import TradeClient
import Transport

/// `cangdan stand-in`: an institution of a market, played by a program.
struct StandInCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stand-in",
    abstract: "Answer the venue by FIX as clearing, the registry, a warehouse or a bank does.",
    discussion: """
      Moves neither money nor goods: it says what an institution would say, so that a market can be \
      tried out to the end. clearing answers each TradeCaptureReport(AE) that instructs it by AR, the \
      registry each TitleReport(UT) by UT, a warehouse weighs each document that was delivered, a bank \
      pays what a guarantee is short of, CollateralRequest(AX), and once it starts what --pay says. It goes \
      by the venue's configuration: the CompID must have a session in that role. Prints a line for each \
      answer, connects again when the line breaks, and ends on SIGTERM or SIGINT. What it has not \
      answered then, it is asked again when it starts again with the same --state.

      PATTERN is one of: all, 1/3 (every third), 20% (by --seed), trade:7, document:R26110000017, \
      symbol:CU-BW-A; --refuse and --ignore may be repeated, --ignore goes first. clearing refuses: the \
      buyer defaults; the registry: the seller; a warehouse: it finds next to nothing, and the trade \
      stands in dispute; a bank: it does not pay. The same questions and the same seed give the same answers.

        cangdan stand-in --role clearing --compID ZZCH --connect 127.0.0.1:9880
        cangdan stand-in --role registry --compID ZZREG --connect 127.0.0.1:9880 \\
            --delay 200ms-2s
        cangdan stand-in --role warehouse --compID WHS001 --connect 127.0.0.1:9880 \\
            --outturn -0.3%
        cangdan stand-in --role clearing --compID ZZCH --connect 127.0.0.1:9880 \\
            --refuse 1/5
        cangdan stand-in --role bank --compID ZZBK01 --connect 127.0.0.1:9880 \\
            --pay DLR002:1000000
      """)

  @Option(help: "clearing, registry, warehouse or bank.", transform: Self.role) var role:
    StandInRole
  @Option(name: .customLong("compID"), help: "Our CompID, SenderCompID(49).") var compID: String
  @Option(help: "The venue's numeric address and port, such as 127.0.0.1:9880.")
  var connect: String
  @Option(help: "The venue's CompID, TargetCompID(56).") var target = "CANGDAN"
  @Option(help: "The time to each answer: 200ms, 2s, or from 1s-3s by the seed.") var delay = "0ms"
  @Option(help: "Refuse what is asked like this; may be repeated.") var refuse: [String] = []
  @Option(help: "Never answer what is asked like this; may be repeated.") var ignore: [String] = []
  @Flag(help: "Never answer anything: --ignore all.") var silent = false
  @Option(
    parsing: .unconditional, help: "What a warehouse weighs more than the receipt says: -0.3%.")
  var outturn: String?
  @Option(help: "What --delay, and --refuse or --ignore of a share, choose by.") var seed: UInt64 =
    0
  @Option(
    help:
      "What a bank pays in to a firm's cash each time it starts, FIRM:AMOUNT[:CURRENCY]; may be repeated."
  )
  var pay: [String] = []
  @Option(help: "Append what was done to a file, as `reconcile` reads it.") var statement: String?
  @Flag(help: "Begin both numberings again at 1, ResetSeqNumFlag(141)=Y.") var reset = false
  @Option(help: "HeartBtInt(108) in seconds.") var heartbeat: UInt32 = 30
  @Option(help: "Where sequence numbers are kept.") var state: String?
  @OptionGroup(title: "TLS") var secure: TradeTLSOptions

  func validate() throws {
    try party.validate("--compID")
    _ = try address()
    _ = try policy()
    if outturn != nil && role != .warehouse {
      throw ValidationError("--outturn is for --role warehouse, which weighs")
    }
    if !pay.isEmpty && role != .bank { throw ValidationError("--pay is for --role bank") }
    _ = try payments()
  }

  func run() throws {
    try ClientRun.run {
      let way = ClientLine.Way(
        address: try address(), tls: try secure.identity(host: try address().host), patience: 0)
      var books: StatementFile?
      if let statement { books = try .open(statement, role: role) }
      var run = try StandInRun(
        try party.line(way), try standIn(), reset: reset, statement: books)
      try run.run()
    }
  }

  private static func role(_ text: String) throws -> StandInRole {
    if let role = StandInRole(rawValue: text) { return role }
    let names = StandInRole.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("--role \(text) is none of: \(names)")
  }

  private var party: ClientParty {
    ClientParty(compID: compID, target: target, heartbeat: heartbeat, state: state)
  }

  private func address() throws -> SocketAddress {
    let text =
      connect.hasPrefix("[") ? connect.replacing("[", with: "").replacing("]", with: "") : connect
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 1, let port = parts.last.flatMap({ UInt16($0) }), port > 0,
      let address = SocketAddress(parts.dropLast().joined(separator: ":"), port: port)
    else {
      throw ValidationError("--connect \(connect) is no ADDRESS:PORT, such as 127.0.0.1:9880")
    }
    return address
  }

  private func policy() throws -> StandInPolicy {
    var policy = StandInPolicy()
    policy.seed = seed
    policy.delayNanos = try option("--delay") { () throws(CommandError) in
      try StandInPolicy.delay(delay)
    }
    policy.refusals = try patterns("--refuse", refuse)
    policy.silences = try patterns("--ignore", ignore) + (silent ? [.all] : [])
    if let outturn {
      policy.outturnHundredths = try option("--outturn") { () throws(CommandError) in
        try StandInPolicy.outturn(outturn)
      }
    }
    return policy
  }

  private func standIn() throws -> StandIn {
    role == .bank
      ? StandIn(bank: try policy(), paysIn: try payments(), now: RealTime.now())
      : StandIn(role, try policy())
  }

  private func payments() throws -> [StandInPayment] {
    try pay.map { text in
      try option("--pay") { () throws(CommandError) in try StandInPayment(text) }
    }
  }

  private func patterns(_ name: String, _ texts: [String]) throws -> [StandInPattern] {
    try texts.map { text in
      try option(name) { () throws(CommandError) in try StandInPattern(text) }
    }
  }

  private func option<Value>(
    _ name: String, _ read: () throws(CommandError) -> Value
  ) throws -> Value {
    do {
      return try read()
    } catch {
      throw ValidationError("\(name) \(error.description)")
    }
  }
}
