import Agents
import ArgumentParser
import Foundation
import Glibc
import LogText
import Market
import MarketCore
import Memory
import Records
import Storage
import Transport

/// `cangdan promote`: a follower's directory becomes the venue's.
struct PromoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote",
    abstract: "Make a follower's directory the venue's: open the log's next term.",
    discussion: """
      The follower has ended (SIGTERM); its directory is what `cangdan follow --from` has kept. The log goes on \
      behind the last command that it has, in the next term, and from then on nobody of a lower term is sent or \
      acknowledges anything. Then `cangdan serve --data DIR` is the venue.

        cangdan promote --data data --dry-run
        cangdan promote --data data --tell 10.0.0.5:9890

      What the old venue had told somebody is in this directory if it ran with --durability standby; with disk \
      the commands that were on their way may be missing: its last alarm or log line says how many.

      Exit codes: 0 done; 1 not: the directory still follows, and can be promoted again.
      """)

  @Option(help: "The follower's data directory.")
  var data: String

  @Option(
    help:
      "HOST:PORT, numeric, where the old venue sends its log: it is told that it is the venue no more."
  )
  var tell: String?

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  func validate() throws {
    if let tell { _ = try SocketAddress(place: tell) }
    try LogDirectory.check(data, isWritten: true)
  }

  func run() throws {
    do {
      let directory = try StorageDirectory.open(data)
      guard let mark = try FollowMark.read(in: data) else {
        throw FollowerProblem.followsNobody(data)
      }
      guard try CommandLogReader(directory: data).logID != nil else {
        throw FollowerProblem.nothingToPromote(data)
      }
      if dryRun { return try tellPlan(above: mark.term) }
      let (term, last, logID) = try promote(directory, above: mark.term)
      try FollowMark.remove(in: data)
      print("term \(term) is open behind command \(last.rawValue): \(data) is the venue's now")
      print("next: cangdan serve --data \(data)")
      Output.flush()
      tellOld(term, logID)
    } catch {
      Output.complain("\(error)")
      throw ExitCode(1)
    }
  }

  private func tellPlan(above heard: UInt64) throws {
    var follower = try LogFollower(
      data, snapshots: "\(data)/snapshots", keeping: 1, fromStart: false)
    try follower.catchUp()
    print(
      "would open term \(max(follower.term, heard) + 1) behind command \(follower.last.rawValue), which came "
        + Date(timeIntervalSince1970: Double(follower.lastTime.nanoseconds / 1_000_000_000))
        .formatted(.iso8601))
  }

  /// Applies the log, and writes its next term behind its end.
  private func promote(
    _ directory: borrowing StorageDirectory, above heard: UInt64
  ) throws -> (term: UInt64, last: Sequence, logID: UInt64) {
    let options = CommandLogOptions()
    var log = try CommandLog.open(
      in: directory, coreVersion: Venue.coreVersion, newLogID: 0, options: options)
    let last = log.recovery.lastSequence
    guard last.rawValue > 0 else { throw FollowerProblem.nothingToPromote(data) }
    let taken = try TakenSnapshot.newest(
      in: directory, following: log, "\(data)/snapshots", passedOver: LogFollower.passOver)
    var replay = try LogReplay(
      OpenedLogs.logOpened(in: data), behind: taken, in: directory, following: log)
    try replay.run(data)
    let term = try replay.openTerm(
      in: &log, above: heard, at: Clocks.wall(), uid: getuid(), pid: UInt32(getpid()))
    return (term, last, log.logID)
  }

  /// The old venue may be gone, or stand still: it hears it when it goes on.
  private func tellOld(_ term: UInt64, _ logID: UInt64) {
    guard let tell else { return }
    do {
      var line = try FollowerLine(to: try SocketAddress(place: tell))
      var hello = LogMessage(.hello)
      hello.logID = logID
      hello.term = term
      hello.coreVersion = Venue.coreVersion
      try line.tell(hello)
      if try line.next(milliseconds: 1_000) == nil {
        print("the venue at \(tell) has not answered: it hears of term \(term) when it goes on")
      }
    } catch LineLoss.refused(.lowerTerm, _, _) {
      print("the venue at \(tell) knows it: it ends")
    } catch {
      print("the venue at \(tell) was not reached: \(error)")
    }
  }
}
