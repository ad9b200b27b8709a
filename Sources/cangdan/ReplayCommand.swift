import ArgumentParser
import LogText
import Market
import MarketCore
import Storage

/// `cangdan replay`: the log applied again, in memory.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Apply a command log again in memory and compare the events with the log's own.",
    discussion: """
      The venue is empty at first and in memory only; the directory is only read. Each batch of \
      the log carries the count and CRC of the events of the batch before it, so a core that does \
      anything else than the one that wrote the log is found at the first batch that differs \
      (exit code 1).

      Examples:
        cangdan replay data                    the whole log
        cangdan replay data --until 5000       up to and with command 5000
        cangdan replay data --digest
            also the digest of the venue's state at the end
      """)

  @Argument(help: "The data directory of the venue.")
  var directory: String

  @Option(name: .customLong("until"), help: "The last sequence to apply.")
  var last: UInt64 = .max

  @Flag(help: "Print the digest of the venue's state.")
  var digest = false

  func run() throws {
    try LogDirectory.check(directory)
    do {
      try replay()
    } catch let error as ExitCode {
      throw error
    } catch {
      Output.complain("\(error)")
      throw ExitCode(1)
    }
  }

  private func replay() throws {
    var reader = try CommandLogReader(directory: directory)
    var replay = Replay()
    if let taken = try beginOfOwnPart(reader.logID) {
      print("from \(taken.file.path): what is before it another core version has applied")
      reader = try CommandLogReader(directory: directory, from: taken.file.sequence.next)
      replay = taken.replay
    }
    var progress = Progress("applied")
    let start = ContinuousClock.now
    while reader.nextSequence.rawValue <= last, try reader.next() {
      try reader.check(coreVersion: Venue.coreVersion)
      switch replay.take(reader.record) {
      case .applied: progress.advance(to: replay.commandCount)
      case .refused(let reason):
        progress.end()
        throw StorageError.foreign(file: reader.file, reason: reason)
      case .differs(let difference):
        progress.end()
        report(difference, in: reader.file)
        throw ExitCode(1)
      }
    }
    progress.end()
    report(replay, took: start.duration(to: .now))
  }

  /// Behind an upgrade, the snapshot that it went on from; nil where the whole log is this version's.
  private func beginOfOwnPart(_ logID: UInt64?) throws -> TakenSnapshot? {
    let versions = try LogVersions(directory: directory)
    guard let logID, let part = versions.parts.last, let end = versions.ends.last,
      part.coreVersion == Venue.coreVersion
    else { return nil }
    let files = try SnapshotFile.list(in: "\(directory)/snapshots")
    if let file = files.first(where: { $0.sequence == end }) {
      return try TakenSnapshot(file, of: directory, logID, versions)
    }
    throw StorageError.foreign(
      file: "\(directory)/snapshots",
      reason: "has no snapshot behind command \(end.rawValue), with which the part of version "
        + "\(part.coreVersion) begins")
  }

  private func report(_ replay: borrowing Replay, took time: Duration) {
    let seconds =
      max(Double(time.components.seconds), 0) + Double(time.components.attoseconds) / 1e18
    let rate = seconds > 0 ? Int(Double(replay.commandCount) / seconds) : 0
    print(
      "\(replay.commandCount) commands in \(replay.batchCount) batches, "
        + "last sequence \(replay.lastSequence.rawValue)")
    print("\(replay.eventCount) events")
    print("\(rate) commands per second")
    if digest, let value = replay.venueDigest() {
      print("digest \(String(value, radix: 16))")
    }
    print("identical: \(replay.comparedCount) batches compared")
  }

  private func report(_ difference: Replay.Difference, in file: String) {
    print("differs in the batch from command \(difference.firstSequence.rawValue) (\(file)):")
    print("  the log says  \(difference.logged.count) events, CRC \(hex(difference.logged.crc))")
    print("  now there are \(difference.made.count) events, CRC \(hex(difference.made.crc))")
  }

  private func hex(_ value: UInt32) -> String { String(value, radix: 16) }
}
