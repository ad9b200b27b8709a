import Agents
import Glibc
import LogText
import Market
import MarketCore
import Storage
import Synchronization
import Transport

/// `cangdan follow --from`: a directory that is kept after a venue's, over a connection.
///
/// One thread takes the log and acknowledges it, whatever else there is to do; the main thread applies what is on the
/// disk, compares it, keeps the events and writes snapshots.
struct StandbyRun {
  let from: String
  let data: String
  let snapshots: String
  let every: Int
  let keep: Int

  /// Runs until SIGTERM or SIGINT, or until something is wrong that another try does not mend.
  func run() throws {
    let address = try SocketAddress(place: from)
    let signals = try ProcessSignals()
    let directory = try StorageDirectory.open(data)
    while try round(directory, address, signals) {}
  }

  /// Opens the directory and follows, until it is stopped (false) or must be opened again.
  private func round(
    _ directory: borrowing StorageDirectory, _ address: SocketAddress,
    _ signals: borrowing ProcessSignals
  ) throws -> Bool {
    guard let logID = try logID(address, signals) else { return false }
    let log = try CommandLog.open(in: directory, coreVersion: Venue.coreVersion, newLogID: logID)
    var follower = try open(directory, log)
    if !follower.isBatchWhole {
      let whole = Sequence(rawValue: follower.batchStart.rawValue - 1)
      _ = try LogTail.takeOut(behind: whole, of: directory, keptAsOf: nil)
      return true
    }
    guard let mark = try mark(address, log.logID, follower, signals) else { return false }
    let received = ReceivedLog(log, lastCRC: follower.lastRecordCRC, term: follower.term)
    let receiving = try Receiving(received, address, data, mark)
    let end = try receive(receiving, &follower, signals)
    try follower.catchUp(upTo: receiving.progress.committed)
    try follower.writeSnapshot()
    switch end {
    case .differs(let common, let term):
      try takeOut(behind: common, term: term, follower, directory)
      return true
    case .stopped, .lost: return false
    }
  }

  /// The log to be kept: the directory's own, or the venue's where it has none. Nil where it was stopped before.
  private func logID(_ address: SocketAddress, _ signals: borrowing ProcessSignals) throws
    -> UInt64?
  {
    if let own = try CommandLogReader(directory: data).logID { return own }
    var hello = LogMessage(.hello)
    hello.coreVersion = Venue.coreVersion
    return try ask(hello, address, signals)?.logID
  }

  /// Asks until there is an answer; nil where it was stopped before.
  private func ask(
    _ hello: LogMessage, _ address: SocketAddress, _ signals: borrowing ProcessSignals
  ) throws -> LogMessage? {
    var told = ""
    while true {
      do throws(LineLoss) {
        var line = try FollowerLine(to: address)
        return try line.ask(hello)
      } catch {
        if error.isFinal { throw FollowerProblem.refused(error) }
        if "\(error)" != told { Self.tell("no answer from \(from): \(error)") }
        told = "\(error)"
      }
      if signals.wait(milliseconds: 500) == .stop { return nil }
    }
  }

  /// Applies what the directory has: behind a snapshot whose events are there too, or from the log's begin.
  private func open(
    _ directory: borrowing StorageDirectory, _ log: borrowing CommandLog
  ) throws -> LogFollower {
    let taken = try TakenSnapshot.newest(
      in: directory, following: log, snapshots, passedOver: LogFollower.passOver)
    var follower = try LogFollower(data, snapshots: snapshots, keeping: keep, behind: taken)
    follower.keep(try FollowedEvents(directory, following: log, from: follower.eventEnd))
    try follower.catchUp(upTo: log.progress.appended)
    try follower.checkEvents()
    return follower
  }

  /// What names the directory to the venue. One that has none gets it when the venue has answered, so that no other
  /// venue's directory becomes a follower by mistake.
  private func mark(
    _ address: SocketAddress, _ logID: UInt64, _ follower: borrowing LogFollower,
    _ signals: borrowing ProcessSignals
  ) throws -> FollowMark? {
    if let mark = try FollowMark.read(in: data) {
      guard mark.from != from else { return mark }
      let moved = FollowMark(from: from, follower: mark.follower, term: mark.term)
      try moved.write(in: data)
      return moved
    }
    var hello = LogMessage(.hello)
    hello.logID = logID
    hello.coreVersion = Venue.coreVersion
    hello.term = follower.term
    guard try ask(hello, address, signals) != nil else { return nil }
    let mark = FollowMark(from: from, follower: .random(in: 1...UInt64.max))
    try FollowMark.clear(data)
    try mark.write(in: data)
    return mark
  }

  /// Follows until the line is of no use, or it is told to stop; applies meanwhile what has come.
  private func receive(
    _ receiving: Receiving, _ follower: inout LogFollower, _ signals: borrowing ProcessSignals
  ) throws -> LogReceiver.End {
    var next = ContinuousClock.now + .seconds(every)
    var told = ""
    Self.tell("following \(from) behind command \(follower.last.rawValue), term \(follower.term)")
    while receiving.isRunning {
      let state = receiving.state
      if state != told { Self.tell(state) }
      told = state
      try follower.catchUp(upTo: receiving.progress.committed)
      if ContinuousClock.now >= next {
        try follower.writeSnapshot()
        next = ContinuousClock.now + .seconds(every)
      }
      if signals.wait(milliseconds: 20) == .stop { receiving.stop() }
    }
    return try receiving.end()
  }

  /// Gives up what the venue's log does not have. In a term of its own the venue may lack only what was never
  /// committed.
  private func takeOut(
    behind common: Sequence, term: UInt64, _ follower: borrowing LogFollower,
    _ directory: borrowing StorageDirectory
  ) throws {
    let wasCommitted = try LogTail.isCommitted(behind: common, in: directory)
    if term <= follower.term && wasCommitted {
      throw FollowerProblem.venueHasLost(common, last: follower.last)
    }
    let done = try LogTail.takeOut(behind: common, of: directory, keptAsOf: follower.term)
    Self.tell(
      "the venue's log goes on otherwise behind command \(common.rawValue), in term \(term): "
        + "\(done.commands) commands of term \(follower.term) are in \(done.aside ?? "no file")"
        + (wasCommitted ? "; a venue with durability disk may have told somebody of them" : ""))
  }

  static func tell(_ text: String) {
    print(text)
    Output.flush()
  }
}

extension LineLoss {
  /// Whether another try would end in the same way.
  var isFinal: Bool {
    switch self {
    case .notConnected, .ended, .silent, .noMessage, .own: false
    case .refused(let reason, _, _):
      switch reason {
      case .otherLog, .otherCore, .lowerTerm: true
      case .noMessage, .busy, .otherFollower, .tooLate, .unreadable: false
      }
    }
  }
}
