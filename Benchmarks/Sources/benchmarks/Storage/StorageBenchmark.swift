import Foundation
import LogText
import Market
import MarketCore
import Memory
import Records
import Storage

extension Benchmark {
  /// Logs written, synced, applied again, followed, put down in snapshots and sealed.
  static var storage: Benchmark {
    Benchmark(
      name: "storage",
      about: "logs written, synced, applied again beside the core alone, followed and sealed",
      quick: { try StorageBenchmark(commands: 1_000_000, orders: 50_000, rounds: 3).measure() },
      measure: {
        try StorageBenchmark(commands: 10_000_000, orders: 1_000_000, rounds: 5).measure()
      })
  }
}

/// STORAGE_WORKLOAD.md says what is done.
struct StorageBenchmark {
  /// Commands of the log that is recovered.
  let commands: Int
  /// Orders and documents of the snapshot.
  let orders: Int
  let rounds: Int
  private(set) var figures: [Report.Figure] = []
  var ratios: [Report.Ratio] = []
  var described: [String] = []

  init(commands: Int, orders: Int, rounds: Int) {
    self.commands = commands
    self.orders = orders
    self.rounds = rounds
  }

  func measure() throws -> Report {
    var run = self
    try run.syncs()
    try run.recovery()
    try run.snapshot()
    try run.following()
    return Report(
      "storage", workload: run.described.joined(separator: "; "), figures: run.figures,
      ratios: run.ratios)
  }

  mutating func add(_ name: String, _ unit: String, _ samples: [Double]) {
    figures.append(Report.Figure(name, unit: unit, samples: samples))
  }

  // Appending and syncing.

  private mutating func syncs() throws {
    for size in [1, 16, 512] {
      let folder = try StorageFolder()
      var journal = try StorageJournal(
        folder.path, orders: 200_000, documents: 1, durability: .disk)
      try StorageStream.define(&journal, documents: 0)
      try journal.flush()
      journal.batchCommands = .max
      var stream = StorageStream()
      var (appends, commits): ([Double], [Double]) = ([], [])
      for _ in 0..<min(400 * rounds, 100_000 / size) {
        try stream.send(size, to: &journal)
        try journal.apply()
        let start = Clock.now()
        try journal.write()
        let written = Clock.now()
        try journal.commit()
        appends.append(Double(written - start) / 1e3)
        commits.append(Double(Clock.now() - written) / 1e3)
      }
      try journal.end()
      add("batch of \(size), append", "us", appends)
      add("batch of \(size), sync", "us", commits)
    }
    described.append("batches of 1, 16 and 512 orders, appended and synced one by one")
  }

  // Recovery.

  private mutating func recovery() throws {
    let folder = try StorageFolder()
    let last = try write(to: folder)
    try compareWithCore(folder)
    Progress.say("recovery of \(commands) commands")
    var (whole, behind): ([Double], [Double]) = ([], [])
    for _ in 0..<min(rounds, 3) {
      let start = Clock.now()
      var replay = Replay()
      try Self.run(&replay, folder.path)
      whole.append(Double(Clock.now() - start) / 1e9)
      guard replay.lastSequence.rawValue == last else {
        throw Benchmark.VoidRun(reason: "replay ends with \(replay.lastSequence.rawValue)")
      }
    }
    let file = try Self.snapshot(of: folder.path, until: last - UInt64(commands / 100))
    for _ in 0..<min(rounds, 3) {
      let start = Clock.now()
      var nothing = NoNotes()
      var replay = try Replay(file, logID: 7, with: &nothing)
      try Self.run(&replay, folder.path)
      behind.append(Double(Clock.now() - start) / 1e9)
    }
    add("recovery of \(commands) commands from the begin", "s", whole)
    add("recovery behind a snapshot, 1 % of the commands", "s", behind)
    try seal(folder, last)
  }

  /// A log of all commands, synced at its end only.
  private mutating func write(to folder: StorageFolder) throws -> UInt64 {
    Progress.say("writing \(commands) commands")
    var journal = try StorageJournal(folder.path, orders: 0, documents: 0, durability: .memory)
    try StorageStream.define(&journal, documents: 0)
    // As many orders as there is room for are finished within a day of log time.
    journal.stepNanos = 200_000_000
    var stream = StorageStream()
    let start = Clock.now()
    try stream.send(commands, to: &journal)
    try journal.end()
    let seconds = Double(Clock.now() - start) / 1e9
    guard journal.eventCount >= 2 * UInt64(commands) else {
      throw Benchmark.VoidRun(reason: "\(journal.eventCount) events: something is refused")
    }
    add("commands applied and logged, batches of 512", "M/s", [Double(commands) / seconds / 1e6])
    add("a command on the disk", "bytes", [Double(journal.commandBytes) / Double(commands)])
    add("an event on the disk", "bytes", [Double(journal.eventBytes) / Double(journal.eventCount)])
    described.append("\(journal.lastSequence) commands and \(journal.eventCount) events recovered")
    return journal.lastSequence
  }

  /// The same commands by the core alone, from memory, and as a log that is applied again.
  private mutating func compareWithCore(_ folder: StorageFolder) throws {
    let count = min(commands, 1_000_000)
    let loaded = try LoadedCommands(folder.path, count)
    var (core, replays): ([Double], [Double]) = ([], [])
    for round in 1...rounds {
      Progress.say("core and replay, round \(round) of \(rounds)")
      var pass = CorePass(loaded.opened)
      let start = Clock.now()
      pass.run(loaded.records)
      core.append(Double(Clock.now() - start) / Double(count))
      let state = pass.state
      // The tables of a venue are made and touched by its first command.
      var replay = Replay()
      try Self.run(&replay, folder.path, until: 1)
      let begin = Clock.now()
      try Self.run(&replay, folder.path, until: UInt64(count))
      replays.append(Double(Clock.now() - begin) / Double(count))
      guard replay.venueDigest() == state else {
        throw Benchmark.VoidRun(reason: "replay and core come to different states")
      }
    }
    add("core alone, a command", "ns", core)
    add("replay, a command", "ns", replays)
    let ratio = figures[figures.count - 2].median / figures[figures.count - 1].median
    ratios.append(Report.Ratio(name: "storage/replay-vs-core", value: ratio))
  }

  /// Applies a log to command `last`, or to the end of its batch.
  static func run(
    _ replay: inout Replay, _ path: String, until last: UInt64 = .max, endsBatch: Bool = false
  ) throws {
    var reader = try CommandLogReader(
      directory: path, from: Sequence(rawValue: replay.lastSequence.rawValue + 1))
    while reader.nextSequence.rawValue <= last || endsBatch && !replay.isBatchWhole,
      try reader.next()
    {
      guard case .applied = replay.take(reader.record) else {
        throw Benchmark.VoidRun(
          reason: "replay differs behind command \(replay.lastSequence.rawValue)")
      }
    }
  }

  /// A snapshot behind the batch that holds a command.
  private static func snapshot(of path: String, until last: UInt64) throws -> SnapshotFile {
    var replay = Replay()
    try run(&replay, path, until: last, endsBatch: true)
    var nothing = NoNotes()
    return try replay.write(in: "\(path)/snapshots", with: &nothing)
  }

  private mutating func seal(_ folder: StorageFolder, _ last: UInt64) throws {
    var archive = try LogArchive(directory: folder.path)
    var sealed = ["commands": (0, 0), "events": (0, 0)]
    let start = Clock.now()
    _ = try archive.seal(before: .max, snapshots: "\(folder.path)/snapshots") { segment in
      let name = segment.path.contains("/commands/") ? "commands" : "events"
      let before = sealed[name] ?? (0, 0)
      sealed[name] = (before.0 + segment.plainBytes, before.1 + segment.sealedBytes)
    }
    let seconds = Double(Clock.now() - start) / 1e9
    for (name, bytes) in sealed.sorted(by: { $0.key < $1.key }) where bytes.0 > 0 {
      add("\(name), sealed by plain", "%", [100 * Double(bytes.1) / Double(bytes.0)])
    }
    let bytes = sealed.values.reduce(0) { $0 + $1.0 }
    if bytes > 0 { add("sealing, with the digests", "MB/s", [Double(bytes) / seconds / 1e6]) }
  }

  // A snapshot.

  private mutating func snapshot() throws {
    Progress.say("a snapshot of \(orders) orders and documents")
    let folder = try StorageFolder()
    do {
      var journal = try StorageJournal(
        folder.path, orders: orders + 10_000, documents: orders, durability: .memory)
      try StorageStream.define(&journal, documents: orders)
      var stream = StorageStream(depth: orders)
      try stream.send(orders, to: &journal)
      try journal.end()
    }
    var replay = Replay()
    try Self.run(&replay, folder.path)
    var times: [Double] = []
    var bytes = 0
    for _ in 0..<min(rounds, 3) {
      let start = Clock.now()
      var nothing = NoNotes()
      let file = try replay.write(in: "\(folder.path)/snapshots", with: &nothing)
      times.append(Double(Clock.now() - start) / 1e9)
      bytes = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
    }
    add("snapshot of \(orders) orders and documents", "s", times)
    add("its size", "MB", [Double(bytes) / 1e6])
  }
}

/// A snapshot has nothing beside the core.
struct NoNotes: StateHolder {
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {}
}

/// A folder for logs, below the one in which the benchmark is started, so that syncs are the disk's.
final class StorageFolder {
  let path: String

  init() throws {
    path = FileManager.default.currentDirectoryPath + "/storage-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {
      print("not removed: \(path): \(error)")
    }
  }
}
