import LogText
import Market
import Storage
import Synchronization

/// A core that follows a log in a thread of its own, and writes snapshots when it is asked.
final class StorageFollower: Sendable {
  /// The last command that it has applied.
  let applied = Atomic<UInt64>(0)
  /// Whether it writes one snapshot behind the other.
  let writes = Atomic<Bool>(false)
  let isOver = Atomic<Bool>(false)
  let snapshots = Atomic<Int>(0)
  private let failure = Mutex<String?>(nil)

  /// Why it has ended by itself.
  var failed: String? { failure.withLock { $0 } }

  /// Follows the log in a folder until it is over.
  func run(_ path: String) {
    do {
      var replay = Replay()
      var reader = try CommandLogReader(directory: path)
      while !isOver.load(ordering: .relaxed) {
        var count = 0
        while count < 512, try reader.next() {
          guard case .applied = replay.take(reader.record) else {
            throw Benchmark.VoidRun(reason: "the follower comes to something else")
          }
          count += 1
        }
        applied.store(replay.lastSequence.rawValue, ordering: .relaxed)
        guard writes.load(ordering: .relaxed), replay.isBatchWhole, count < 512 else { continue }
        var nothing = NoNotes()
        _ = try replay.write(in: "\(path)/snapshots", with: &nothing)
        try SnapshotFile.removeOld(in: "\(path)/snapshots", keeping: 1)
        snapshots.add(1, ordering: .relaxed)
      }
    } catch { failure.withLock { $0 = "\(error)" } }
  }
}

extension StorageBenchmark {
  /// Commands at a pace while a core follows, without snapshots and with one behind the other.
  mutating func following() throws {
    Progress.say("following")
    let folder = try StorageFolder()
    var journal = try StorageJournal(
      folder.path, orders: 0, documents: 20_000, durability: .memory)
    try StorageStream.define(&journal, documents: 20_000)
    try journal.flush()
    journal.batchCommands = .max
    let follower = StorageFollower()
    let path = folder.path
    let thread = PinnedThread(processor: 1) { follower.run(path) }
    var stream = StorageStream()
    var medians: [[Double]] = [[], []]
    var lags: [[Double]] = [[], []]
    for round in 0..<2 * rounds {
      let writes = round % 2 == 1
      follower.writes.store(writes, ordering: .relaxed)
      let (times, lag) = try Self.pace(&journal, &stream, follower)
      medians[round % 2].append(times[times.count / 2] / 1e3)
      lags[round % 2].append(lag[lag.count * 99 / 100] / 1e3)
    }
    follower.isOver.store(true, ordering: .relaxed)
    thread.join()
    try journal.end()
    if let failed = follower.failed { throw Benchmark.VoidRun(reason: failed) }
    add("batch of 16 applied and written, followed", "us", medians[0])
    add("the same while snapshots are written", "us", medians[1])
    add("the follower's lag, p99", "us", lags[0])
    ratios.append(
      Report.Ratio(
        name: "storage/engine-while-snapshots",
        value: figures[figures.count - 2].median / figures[figures.count - 3].median))
    described.append(
      "2,000 batches of 16 a round at one each 200 us, \(follower.snapshots.load(ordering: .relaxed)) snapshots meanwhile"
    )
  }

  /// A round: how long each batch took, and how long after it was written the follower had it, sorted.
  private static func pace(
    _ journal: inout StorageJournal, _ stream: inout StorageStream, _ follower: StorageFollower
  ) throws -> (times: [Double], lags: [Double]) {
    var (times, lags): ([Double], [Double]) = ([], [])
    var next = Clock.now()
    for _ in 0..<2_000 {
      while Clock.now() < next {}
      next += 200_000
      try stream.send(16, to: &journal)
      let last = journal.lastSequence
      let start = Clock.now()
      try journal.flush()
      let written = Clock.now()
      times.append(Double(written - start))
      while follower.applied.load(ordering: .relaxed) < last, Clock.now() < next {}
      lags.append(Double(Clock.now() - written))
    }
    return (times.sorted(), lags.sorted())
  }
}
