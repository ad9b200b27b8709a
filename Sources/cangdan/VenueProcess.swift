import Agents
import CLinux
import FIX44
import FIXSession
import FIXWire
import Glibc
import Linux
import Logging
import Market
import MarketCore
import MarketDefinition
import Memory
import OrderEntry
import Records
import Rings
import Storage
import TLS
import Transport

/// The running venue: opens, starts the threads, watches, ends. Owner: the main thread.
struct VenueProcess {
  private let settings: ServeSettings
  private let logger: Logger
  private let definition: Definition
  private let credentials: CredentialsFile
  private let certificates: FIXSCertificates?
  private let readiness: Readiness

  init(_ settings: ServeSettings, logger: Logger) throws {
    self.settings = settings
    self.logger = logger
    readiness = Readiness(logger: logger)
    definition = try Definition(folder: settings.market)
    credentials = try AccessFiles.credentials(settings, definition)
    certificates = try settings.fixs.map { try FIXSCertificates($0, logger: logger) }
  }

  /// Runs until SIGTERM or SIGINT.
  func run() throws {
    let signals = try ProcessSignals()
    tellDefinition()
    let logs = try openLogs()
    let clock = SharedClock(notBefore: logs.lastTime)
    let parkings = try VenueParkings(settings.layout)
    var start = try VenueStart(
      settings, definition, logs: logs, parkings: parkings, clock: clock)
    tell(try start.journal(opensNow: settings.opensNow))
    let isRestart = start.isRestart
    let counters = start.counters
    let notices = NoticeRings.make()
    var watch = VenueWatch(
      NoticeLog(logger: logger, sessions: start.setup.sessionNames), notices.readers,
      FigureWatch(counters: start.counters, directory: settings.data, logger: logger))
    let access = try accessFiles(start.setup)
    var threads = try VenueThreads(
      settings, start: start, directory: access.directory, certificates: certificates,
      parkings: parkings, notices: notices.writers)
    if isRestart { threads.resume() }
    logger.notice("listening", metadata: metadata(threads))
    readiness.ready("\(threads.address)")
    var standby = StandbyWatch(threads.standby, settings.durability, logger: logger)
    var retention = RetentionWatch(settings.retention, directory: settings.data, logger: logger)
    var signal = ProcessSignals.Signal?.none
    while signal != .stop, threads.signals.failure == nil {
      if signal == .reload { access.reload() }
      watch.look(clock)
      threads.journal()
      standby.look(threads.signals, counters)
      retention.look()
      signal = signals.wait(milliseconds: 20)
    }
    readiness.stopping()
    logger.notice("ending: no more connections, sessions are logged out")
    threads.stop()
    watch.look(clock)
    if let failure = threads.signals.failure { throw failure }
    logger.notice("ended, everything is on disk")
  }

  private func metadata(_ threads: borrowing VenueThreads) -> Logger.Metadata {
    var metadata: Logger.Metadata = [
      "address": "\(threads.address)", "compID": "\(definition.venue.compID.text)",
      "durability": "\(settings.durability)", "threads": "\(settings.layout.rawValue)",
      "wait": "\(settings.wait.rawValue)",
    ]
    if let secure = threads.secureAddress { metadata["fixs"] = "\(secure)" }
    if let standby = threads.standby { metadata["standby"] = "\(standby.address)" }
    if let address = threads.metricsAddress { metadata["metrics"] = "\(address)" }
    return metadata
  }

  private func accessFiles(_ setup: VenueSetup) throws -> AccessFiles {
    AccessFiles(
      settings, logger, certificates, setup: setup,
      directory: CurrentDirectory(try setup.directory(definition.sessions, credentials)))
  }

  /// Descriptors beside those of logged-on sessions: strangers, logs, files, doors.
  private static let furtherDescriptors = 512

  /// A connection is a descriptor: as many as the process may have, and a word where that is too few.
  private func raiseDescriptorLimit() {
    let limit = clinux_limit_descriptors(.max)
    let sessions = definition.sessions.count
    let metadata: Logger.Metadata = ["descriptors": "\(limit)", "sessions": "\(sessions)"]
    if limit < sessions + Self.furtherDescriptors {
      logger.warning(
        "not all sessions can be connected at once: raise the hard limit of open files",
        metadata: metadata)
    } else {
      logger.info("limit of open files", metadata: metadata)
    }
  }

  /// Tells what the market is, and names sessions that nobody can log on as.
  private func tellDefinition() {
    raiseDescriptorLimit()
    logger.info("market definition", metadata: ["is": "\(definition.summary)"])
    let names = definition.sessions.filter { $0.policies.transport == .tls }.map(\.name)
    guard certificates == nil, !names.isEmpty else { return }
    logger.warning(
      "sessions come over TLS only, and --fixs-certificate is missing: nobody can log on as them",
      metadata: ["sessions": "\(names.joined(separator: " "))"])
  }

  private func tell(_ changes: [String]) {
    for line in changes { logger.info("reference data", metadata: ["change": "\(line)"]) }
  }

  private func openLogs() throws -> OpenedLogs {
    let from = Clocks.monotonicNanos()
    let logs = try OpenedLogs(
      settings,
      progress: { commands in
        logger.info("applying the log", metadata: ["commands": "\(commands)"])
        readiness.isApplying(commands)
      },
      passedOver: { logger.warning("a snapshot is passed over", metadata: ["because": "\($0)"]) })
    tell(logs, seconds: Double(Clocks.monotonicNanos() - from) / 1e9)
    return logs
  }

  private func tell(_ logs: borrowing OpenedLogs, seconds: Double) {
    let recovery = logs.log.recovery
    if recovery.bytesCut > 0 {
      logger.warning(
        "a torn tail was cut off the command log",
        metadata: [
          "bytes": "\(recovery.bytesCut)", "file": "\(recovery.cutFile)",
          "offset": "\(recovery.cutOffset)", "because": "\(recovery.cutReason)",
        ])
    }
    if logs.newLog != nil {
      return logger.info("new log", metadata: ["directory": "\(settings.data)"])
    }
    var metadata: Logger.Metadata = [
      "commands": "\(logs.replayedCommands)", "seconds": "\(seconds)",
      "lastSequence": "\(recovery.lastSequence.rawValue)",
    ]
    if let snapshot = logs.snapshot { metadata["behindSnapshot"] = "\(snapshot.rawValue)" }
    logger.info("log applied, every digest as it was", metadata: metadata)
  }
}

/// What the main thread looks at while the venue runs.
struct VenueWatch: ~Copyable {
  private let log: NoticeLog
  private var notices: NoticeReaders
  private var nextClock: Int64 = 0
  private var isClockAway = false
  private var figures: FigureWatch

  init(
    _ log: NoticeLog, _ notices: consuming NoticeReaders, _ figures: FigureWatch
  ) {
    self.figures = figures
    self.log = log
    self.notices = notices
  }

  /// Writes what the agents have told, and draws log time towards the wall clock.
  mutating func look(_ clock: SharedClock) {
    while let notice = notices.next() { log.write(notice) }
    let now = Clocks.monotonicNanos()
    guard now >= nextClock else { return }
    nextClock = now + 100_000_000
    let ahead = clock.adjust()
    let isAway = abs(ahead) >= LogClock.jumpNanos
    if isAway && !isClockAway {
      log.logger.error(
        "the wall clock is away from log time, which goes on by itself",
        metadata: ["nanosecondsAhead": "\(ahead)"])
    }
    isClockAway = isAway
    figures.look(clockAheadNanos: ahead, time: clock.now(), monotonicNanos: now)
  }
}

/// SIGTERM, SIGINT and SIGHUP, taken by the main thread only.
struct ProcessSignals: ~Copyable {
  /// What a signal asks for.
  enum Signal {
    case stop
    /// Read again what may change while the venue runs.
    case reload
  }

  private var set = sigset_t()

  init() throws(SystemError) {
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGTERM)
    unsafe sigaddset(&set, SIGINT)
    unsafe sigaddset(&set, SIGHUP)
    let result = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    guard result == 0 else { throw SystemError("pthread_sigmask", code: result) }
  }

  /// Waits for one of them; nil if none has come.
  func wait(milliseconds: Int) -> Signal? {
    var time = timespec(tv_sec: 0, tv_nsec: milliseconds * 1_000_000)
    var set = set
    return switch unsafe sigtimedwait(&set, nil, &time) {
    case SIGHUP: .reload
    case 1...: .stop
    default: nil
    }
  }
}
