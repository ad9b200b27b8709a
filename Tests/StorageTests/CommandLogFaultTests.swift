import Glibc
import Linux
import Market
import Storage
import Synchronization
import Testing

@Suite struct CommandLogFaultTests {
  @Test("a full disk is found while preparing, is said, and is over when there is room again")
  func fullDisk() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    var committer = log.makeCommitter()
    try place.fill("commands/prepared")
    let step = committer.prepareNextIfNeeded()
    guard case .failed(let error) = step else {
      Issue.record("\(step)")
      return
    }
    #expect(error.description == "pwrite \(place.path)/commands/prepared: No space left on device")
    var last = committer.lastPreparationError
    #expect(last == error)
    var outcome = try log.append(127)
    #expect(outcome == .appended)
    outcome = try log.append(1)
    #expect(outcome == .noRoom)
    let committed = try committer.commit()
    #expect(committed.rawValue == 127)

    committer.prepare()
    last = committer.lastPreparationError
    #expect(last == nil)
    outcome = try log.append(1)
    #expect(outcome == .appended)
    #expect(try sequences(place.path).last == 128)
  }

  @Test("a write that fails is thrown and never made again by the log")
  func failedWrite() async {
    await #expect(processExitsWith: .success) {
      let place = try TemporaryDirectory()
      let directory = try StorageDirectory.open(place.path)
      var log = try openLog(directory)
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 4_096, rlim_max: 4_096)
      #expect(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      do {
        _ = try log.append(1)
        exit(1)
      } catch let error as SystemError {
        exit(error.call == "pwrite" && error.code == EFBIG ? 0 : 2)
      }
    }
  }

  @Test("sequences that are not the next ones are our own error")
  func wrongSequence() async {
    await #expect(processExitsWith: .failure) {
      let place = try TemporaryDirectory()
      let directory = try StorageDirectory.open(place.path)
      var log = try openLog(directory)
      var records = batch(2, count: 1)
      _ = try log.append(&records)
    }
  }

  @Test("the log of another core version is refused, by its name")
  func coreVersion() throws {
    let place = try CommandLogRecoveryTests.make()
    let directory = try StorageDirectory.open(place.path)
    let file = place.path + "/commands/000000000001.log"
    #expect(throws: StorageError.coreVersion(file: file, found: 7, expected: 8)) {
      _ = try CommandLog.open(in: directory, coreVersion: 8, newLogID: 42, options: smallSegments)
    }
  }

  @Test("a file that is no segment, and a segment of another log, are refused")
  func foreign() throws {
    let place = try CommandLogSegmentTests.make(committed: true)
    let other = try TemporaryDirectory()
    do {
      let directory = try StorageDirectory.open(other.path)
      _ = try CommandLog.open(in: directory, coreVersion: 7, newLogID: 43, options: smallSegments)
    }
    let header = try other.bytes("commands/000000000001.log")[..<4_096]
    let first = try place.bytes("commands/000000000001.log")
    try place.write(Array(header + Array(first[4_096...])), to: "commands/000000000001.log")
    #expect(throws: StorageError.self) { try CommandLogRecoveryTests.recover(place) }
    try place.zero("commands/000000000001.log", from: 0, to: 64)
    #expect(throws: StorageError.self) { try CommandLogRecoveryTests.recover(place) }
  }

  @Test("a process that ends anywhere loses nothing it had appended", arguments: 1...20)
  func killed(_ seed: UInt64) throws {
    let place = try TemporaryDirectory()
    var random = Random(seed)
    var last: UInt64 = 0
    for _ in 0..<6 {
      let directory = try StorageDirectory.open(place.path)
      var log = try openLog(directory)
      #expect(log.recovery.lastSequence.rawValue == last)
      #expect(log.recovery.bytesCut == 0)
      var committer = log.makeCommitter()
      for _ in 0..<random.next(40) {
        switch random.next(4) {
        case 0: _ = try committer.commit()
        case 1: _ = committer.prepareNextIfNeeded()
        default: _ = try log.append(1 + Int(random.next(30)))
        }
      }
      last = log.nextSequence.rawValue - 1
    }
    #expect(try sequences(place.path) == (last == 0 ? [] : Array(1...last)))
  }

  @Test("the engine appends while the committer commits and prepares")
  func twoThreads() async throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    let committer = CommitterBox(log.makeCommitter())
    let total: UInt64 = 3_000
    let task = Task.detached { try committer.commitAll(through: total) }
    while log.nextSequence.rawValue <= total {
      if try log.append(10) == .noRoom { await Task.yield() }
    }
    try await task.value
    #expect(try sequences(place.path) == Array(1...total))
  }
}

/// Carries the committer's end to its thread.
private final class CommitterBox: Sendable {
  private let committer: Mutex<TestCommitter>

  init(_ committer: consuming sending TestCommitter) { self.committer = Mutex(committer) }

  func commitAll(through last: UInt64) throws {
    try committer.withLock { committer in
      while try committer.commit().rawValue < last {
        committer.prepare()
        sched_yield()
      }
    }
  }
}

/// Numbers from a seed: a xorshift generator.
struct Random {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// A number below `bound`.
  mutating func next(_ bound: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return (state >> 11) % bound
  }
}
