import ArgumentParser
import CLinux
import Logging
import MarketDefinition
import Storage
import Transport

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the venue.",
    discussion: """
      Reads the market definition, opens (or makes) the data directory, applies its log, journals what \
      the definition has that the log has not, and listens. SIGTERM or SIGINT logs all sessions out, \
      commits and ends; SIGHUP reads again who may connect: certificates, revocations, sessions, passwords. \
      Whatever was acknowledged survives any end, kill -9 included.

        cangdan serve --market Specs/sample-market --data /tmp/cangdan
        cangdan serve --market Specs/sample-market --data /tmp/cangdan --open-now \\
            --port 0

      Durability disk (the default) acknowledges nothing before fdatasync; memory leaves it to the \
      page cache: it survives kill -9, not the loss of power; standby (with --standby) acknowledges nothing \
      that the follower has not on its disk too.
      """)

  @Option(help: "The folder of the market definition.")
  var market: String

  @Option(help: "The data directory; made where there is none.")
  var data: String

  @Option(help: "The file of credentials, see `cangdan help credential`; none: no passwords.")
  var credentials: String?

  @Option(help: "Port, instead of the definition's; 0 takes a free one.")
  var port: UInt16?

  @OptionGroup(title: "FIX over TLS") var fixs: FIXSOptions

  @Option(
    help: "The socket of `cangdan session` and `cangdan kill`; default: admin.sock in --data.")
  var admin: String?

  @Option(help: "Port at 127.0.0.1 for GET /metrics, in Prometheus' format; 0 takes a free one.")
  var metricsPort: UInt16?

  @Option(help: "memory, disk or standby.")
  var durability: DurabilityOption = .disk

  @Option(
    help:
      "HOST:PORT, numeric, at which a follower is sent the log; port 0 takes a free one. Plain: a network of its own."
  )
  var standby: String?

  @Option(help: "combined or dedicated. Default by cores: combined up to 3.")
  var threads: ThreadLayout?

  @Option(help: "spin, yield or park.")
  var wait: WaitStrategy = .park

  @Option(help: "Processors for gateway and engine with --threads dedicated, like 2,3.")
  var cpus: String?

  @Option(help: "Orders of a day that a new log has room for (272 bytes and 48 of index each).")
  var orders: UInt32 = 524_288

  @Option(help: "Title documents that a new log has room for (288 bytes each).")
  var documents: UInt32 = 131_072

  @Option(help: "Earlier epochs of a session whose sent messages are kept to be read.")
  var keepEpochs = 64

  @Option(help: "Days for which they are kept behind the last message.")
  var keepDays = 30

  @Flag(help: "Apply the log from its first command, whatever snapshots there are.")
  var fromStart = false

  @Flag(help: "Open every instrument with a book now, whatever the calendar says.")
  var openNow = false

  @Flag(help: "Do not follow the calendar.")
  var noCalendar = false

  @Option(
    help: "The least level of log lines: trace, debug, info, notice, warning, error, critical.")
  var logLevel = "info"

  func validate() throws {
    let cores = Int(clinux_processor_count())
    let busy = layout == .dedicated ? 2 : 1
    if wait == .spin && busy > cores {
      throw ValidationError(
        "--wait spin with --threads dedicated keeps \(busy) cores busy and there are \(cores): "
          + "each would wait for the other's time slice; take --wait park or --threads combined")
    }
    if wait == .spin && busy == cores && cores > 1 {
      throw ValidationError(
        "--wait spin with --threads dedicated leaves no core for committer, publisher and doorkeeper "
          + "(\(cores) cores, \(busy) of them busy): take --wait park or --threads combined")
    }
    _ = try processors()
    if let standby { _ = try SocketAddress(place: standby) }
    if durability == .standby && standby == nil {
      throw ValidationError(
        "--durability standby waits for a follower: say by --standby where it connects")
    }
    if keepEpochs < 0 || keepDays < 0 {
      throw ValidationError("--keep-epochs and --keep-days are 0 or more")
    }
    let room = LocalSocket.pathBytesMax
    if adminPath.utf8.count > room {
      throw ValidationError(
        "the operator's socket \(adminPath) has \(adminPath.utf8.count) bytes, and a socket's path "
          + "at most \(room): name a shorter one by --admin")
    }
    if Logger.Level(rawValue: logLevel) == nil {
      throw ValidationError(
        "--log-level is one of trace, debug, info, notice, warning, error, critical")
    }
  }

  func run() throws {
    let logger = makeLogger()
    do {
      try VenueProcess(settings(), logger: logger).run()
    } catch let error as InvalidDefinition {
      for problem in error.problems { logger.critical("\(problem)") }
      throw ExitCode.failure
    } catch {
      logger.critical("\(error)")
      throw ExitCode.failure
    }
  }

  private var adminPath: String { admin ?? AdminClient.path(inDirectory: data) }

  /// What the options ask for, defaults filled in.
  private func settings() throws -> ServeSettings {
    ServeSettings(
      market: market, data: data, credentials: credentials,
      adminPath: adminPath, port: port,
      metricsPort: metricsPort, fixs: fixs.settings,
      durability: durability, standby: try standby.map(SocketAddress.init(place:)), layout: layout,
      wait: wait, processors: try processors(), orders: orders, documents: documents,
      fromStart: fromStart, opensNow: openNow, followsCalendar: !noCalendar,
      retention: SessionRetention(epochs: keepEpochs, days: keepDays))
  }

  private var layout: ThreadLayout {
    threads ?? (clinux_processor_count() >= 4 ? .dedicated : .combined)
  }

  private func processors() throws -> [UInt32] {
    guard let cpus else { return [] }
    let list = cpus.split(separator: ",").map { UInt32($0) }
    guard list.count == 2, let gateway = list[0], let engine = list[1] else {
      throw ValidationError("--cpus takes two processor numbers, like 2,3")
    }
    return [gateway, engine]
  }

  private func makeLogger() -> Logger {
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    var logger = Logger(label: "cangdan")
    logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
    return logger
  }
}

enum DurabilityOption: String, ExpressibleByArgument, CaseIterable {
  case memory
  case disk
  case standby
  /// What of it this machine does.
  var value: Durability { self == .memory ? .memory : .disk }
}

/// What `serve` is asked to do.
struct ServeSettings: Sendable {
  let market: String
  let data: String
  let credentials: String?
  let adminPath: String
  let port: UInt16?
  let metricsPort: UInt16?
  let fixs: FIXSSettings?
  let durability: DurabilityOption
  /// Where a follower is sent the log; nil for nowhere.
  let standby: SocketAddress?
  let layout: ThreadLayout
  let wait: WaitStrategy
  /// Processors to pin gateway and engine to; none where the system chooses.
  let processors: [UInt32]
  let orders: UInt32
  let documents: UInt32
  let fromStart: Bool
  let opensNow: Bool
  let followsCalendar: Bool
  let retention: SessionRetention

  /// The processors that only the path of orders runs on.
  var orderProcessors: [UInt32] { layout == .combined ? Array(processors.prefix(1)) : processors }
}
