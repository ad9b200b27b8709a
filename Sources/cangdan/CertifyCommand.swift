import ArgumentParser
import Conformance
import Foundation
import Glibc
import Linux
import Market
import TLS
import Transport

/// `cangdan certify`: tests any FIX 4.4 engine for the conditions of the session protocol.
struct CertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: "Test a FIX 4.4 engine, ours or another, for the session protocol.",
    discussion: """
      Plays the conditions of the FIX session-layer test cases (ISO 3531-3) over real connections, \
      in good order and in every disorder that the standard knows, and reports for each whether it \
      is met: what was expected, what came, and the messages of a failure. It demands what the \
      standard demands and nothing else: texts, extra fields, heartbeats between are the engine's \
      own affair.

      An acceptor (--connect) is connected to once or twice for each condition. Its session should \
      have no other work: numbers are begun anew by 141=Y, unless --no-reset. Several --sender \
      are sessions side by side, which saves time. An initiator (--listen) is to connect to us, and \
      to connect again whenever the line ends, within a second or so.

      HeartBtInt(108) is --heartbeat; conditions of time follow it. Conditions that wait for other \
      times (a logout that nobody completes) are optional and played with --all. Conditions of \
      application messages need --order: the fields of an order that the engine accepts and answers \
      by ExecutionReport(8); <TIME> stands for the time, ClOrdID(11) is added.

      The exit code is 0 if every mandatory condition that could be played is met, else 1. A \
      password in --logon-field is not shown in reports.

      A file for --config has an option in each line, without the dashes; what stands on the \
      command line counts more, except that --sender, --only, --skip and --logon-field add up.

      Examples:
        cangdan certify --connect 127.0.0.1:9880 --sender DLR001 --sender DLR002 \\
            --target CANGDAN
        cangdan certify --connect 127.0.0.1:9881 --sender DLR001 --target CANGDAN \\
            --tls --ca ca.pem --certificate DLR001.pem --key DLR001.key
        cangdan certify --connect 10.1.2.3:5001 --sender US --target THEM \\
            --only 2b --heartbeat 2 \\
            --order "55=IBM|54=1|60=<TIME>|38=100|40=2|44=90|21=1|" \\
            --json report.json
        cangdan certify --listen 127.0.0.1:5001 --sender US --target THEM \\
            --junit report.xml
        cangdan certify --list
        cangdan certify --config them.txt --only 14

        # them.txt
        connect 10.1.2.3:5001
        sender US
        target THEM
        heartbeat 10
        logon-field 553=US|554=SECRET
      """)

  @Option(
    help: "Test the acceptor at HOST:PORT: a name, each of whose addresses is tried, or an address."
  )
  var connect: String?

  @Option(help: "Test an initiator: HOST:PORT for it to connect to.")
  var listen: String?

  @Option(help: "Our CompID; repeated, sessions that are tested side by side.")
  var sender: [String] = []

  @Option(help: "The engine's CompID.")
  var target: String?

  @OptionGroup(title: "TLS") var secure: TradeTLSOptions

  @Option(help: "HeartBtInt(108) in seconds, 1 to 60.")
  var heartbeat = 5

  @Option(help: "Fields of an order that the engine accepts, with | between.")
  var order: String?

  @Option(help: "A field of our Logon(A), such as 553=US; may be repeated.")
  var logonField: [String] = []

  @Flag(help: "Numbers go on: never send ResetSeqNumFlag(141)=Y. They begin at --next.")
  var noReset = false

  @Option(help: "With --no-reset, the MsgSeqNum(34) of our first message.")
  var next = 1

  @Option(help: "Only conditions whose name begins like this, such as 2b or 14; may be repeated.")
  var only: [String] = []

  @Option(help: "Not the conditions whose name begins like this; may be repeated.")
  var skip: [String] = []

  @Flag(help: "Also conditions that wait ten seconds and more.")
  var all = false

  @Flag(help: "Name the conditions, and end.")
  var list = false

  @Option(help: "How long each expectation waits, in seconds.")
  var answer = 5.0

  @Option(help: "How long all of it may take, in seconds.")
  var deadline = 900.0

  @Option(help: "Write the report as JSON into a file.")
  var json: String?

  @Option(help: "Write the report as JUnit's XML into a file.")
  var junit: String?

  @Option(help: "Read options from a file.")
  var config: String?

  func validate() throws {
    if config != nil || list { return }
    guard (connect == nil) != (listen == nil) else {
      throw ValidationError("say --connect HOST:PORT for an acceptor, or --listen HOST:PORT")
    }
    _ = try address()
    guard !sender.isEmpty, let target else {
      throw ValidationError("--sender and --target are missing: our CompID, and the engine's")
    }
    for name in sender + [target] where name.isEmpty || name.contains(where: { "|=".contains($0) })
    {
      throw ValidationError("'\(name)' is no CompID")
    }
    if Set(sender).count != sender.count { throw ValidationError("a --sender stands twice") }
    if listen != nil, sender.count > 1 { throw ValidationError("--listen takes one --sender") }
    guard (1...60).contains(heartbeat) else { throw ValidationError("--heartbeat is 1 to 60") }
    guard answer > 0, deadline > 0, answer <= 600, deadline <= 86_400 else {
      throw ValidationError("--answer is up to 600 seconds, --deadline up to a day")
    }
    guard (1...100_000_000_000).contains(next) else {
      throw ValidationError("--next is 1 to 10^11")
    }
    for field in logonField + (order.map { [$0] } ?? []) where !field.contains("=") {
      throw ValidationError("'\(field)' is not TAG=VALUE|TAG=VALUE...")
    }
    if listen != nil, secure.tls, secure.certificate == nil {
      throw ValidationError("--listen with --tls takes --certificate and --key")
    }
  }

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    if let config { return try Self.parse(Self.arguments(config)).run() }
    if list { return printList() }
    do {
      let run = CertifyRun(try options())
      let report = try run.run()
      try write(report)
      if !report.isPassed { throw ExitCode(1) }
    } catch let problem as TLSFileProblem {
      Output.complain(problem.description)
      throw ExitCode(1)
    } catch let problem as HostProblem {
      Output.complain(problem.description)
      throw ExitCode(1)
    } catch let error as SystemError {
      Output.complain(error.description)
      throw ExitCode(1)
    }
  }

  /// The file's lines as options, before those of the command line.
  private static func arguments(_ path: String) throws -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("--config \(path) can't be read")
    }
    var arguments: [String] = []
    for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.isEmpty || text.hasPrefix("#") { continue }
      let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
      arguments.append("--\(parts[0])")
      if parts.count == 2 { arguments.append(parts[1].trimmingCharacters(in: .whitespaces)) }
    }
    if arguments.contains("--config") { throw ValidationError("\(path) names another --config") }
    var own = Array(CommandLine.arguments.dropFirst(2))
    while let place = own.firstIndex(where: { $0 == "--config" || $0.hasPrefix("--config=") }) {
      own.removeSubrange(place..<min(own.count, place + (own[place] == "--config" ? 2 : 1)))
    }
    return arguments + own
  }

  private func printList() {
    let suite = ConformanceSuite()
    for condition in suite.conditions {
      let sides = CandidateSettings.Role.allCases.filter(condition.concerns).map(\.rawValue)
      let words = [condition.condition.isMandatory ? "mandatory" : "optional"] + sides
      let more =
        (condition.condition.needsApplication ? ["order"] : [])
        + (condition.condition.isSlow ? ["all"] : [])
      print("\(condition.name): \((words + more).joined(separator: ", "))")
      print("    \(condition.scenario.title)")
    }
  }

  /// HOST:PORT of --connect or --listen; brackets around an IPv6 address are left out.
  private func address() throws -> (host: String, port: UInt16) {
    let text = connect ?? listen ?? ""
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { throw ValidationError("'\(text)' is not HOST:PORT") }
    let host = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    if host.isEmpty { throw ValidationError("'\(text)' is not HOST:PORT") }
    return (host, port)
  }

  private func options() throws -> CertifyRun.Options {
    let place = try address()
    let begin = Clocks.wall()
    let addresses = try HostLookup.addresses(of: place.host, port: place.port, seconds: deadline)
    let spent = Double(Clocks.wall().nanoseconds - begin.nanoseconds) / 1e9
    var settings = CandidateSettings(ScenarioParties(venue: target ?? "", counterparty: ""))
    settings.role = connect == nil ? .initiator : .acceptor
    settings.heartBtInt = heartbeat
    settings.resets = !noReset
    settings.firstNumber = next
    settings.answerNanos = Int64(answer * 1e9)
    settings.logonFields = logonField.map { $0.hasSuffix("|") ? $0 : $0 + "|" }.joined()
    if let order {
      settings.parties.order = order.hasSuffix("|") ? order : order + "|"
      settings.hasOrder = true
    }
    return CertifyRun.Options(
      host: connect ?? listen ?? "",
      addresses: addresses,
      tls: try tls(place.host), senders: sender, settings: settings,
      only: only, skip: skip, playsAll: all, seconds: max(0, deadline - spent))
  }

  private func tls(_ host: String) throws -> CandidateTLS? {
    if listen == nil {
      return try secure.identity(host: host).map {
        CandidateTLS(context: $0.context, name: $0.name)
      }
    }
    guard secure.tls, let ca = secure.ca, let certificate = secure.certificate, let key = secure.key
    else { return nil }
    var policy = TLSClientPolicy(authorities: ca)
    policy.isCertificateRequired = false
    let own = TLSKeyFiles(certificate: certificate, key: key)
    return CandidateTLS(context: try TLSContext.server(own, clients: policy), name: nil)
  }

  private func write(_ report: ConformanceReport) throws {
    for (path, data) in [(json, try report.json()), (junit, Data(report.junit.utf8))] {
      guard let path else { continue }
      do {
        try data.write(to: URL(fileURLWithPath: path))
      } catch {
        Output.complain("\(path) can't be written: \(error.localizedDescription)")
        throw ExitCode(1)
      }
    }
  }
}
