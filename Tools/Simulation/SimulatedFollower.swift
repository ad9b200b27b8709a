import Agents
import Linux
import Market
import MarketCore
import Records
import Storage
import Transport

/// The follower of a venue, on a machine of its own: the agent that takes the log and acknowledges it, as the program
/// runs it, over a line that breaks; a process that ends at any time; and its promotion.
final class SimulatedFollower {
  /// What a duty cycle has come to.
  enum Turn {
    case going
    /// The venue is of a lower term, and knows it now.
    case refused
  }

  private struct Stopped: Error {}

  let disk: VirtualDisk
  let link: VirtualLink
  private let terms: VenueTerms
  private let clock: SimulatedClock
  private let number: UInt64
  private var directory: StorageDirectory?
  private var receiver: LogReceiver?
  private var isConnected = false
  private var connectsAt: Int64 = 0
  private var heardAt: Int64 = 0

  init(
    _ number: UInt64, on disk: VirtualDisk, _ terms: VenueTerms, _ clock: SimulatedClock,
    _ mutation: Mutation?
  ) {
    (self.number, self.disk, self.terms, self.clock) = (number, disk, terms, clock)
    link = VirtualLink(number, mutation)
  }

  var isRunning: Bool { receiver != nil }

  /// Begins with what its directory has, which must reach to what is `secured`. A process that is stopped meanwhile
  /// goes no further.
  func start(secured: UInt64) throws {
    let lock = try StorageDirectory.open(disk.root)
    while true {
      let log = try terms.openLog(lock)
      let end = try LogEnd(disk.root)
      if end.last < secured {
        throw Violation("the follower has \(end.last), and \(secured) was acknowledged")
      }
      guard end.isBatchWhole else {
        let whole = Sequence(rawValue: end.batchStart - 1)
        _ = try LogTail.takeOut(behind: whole, of: lock, keptAsOf: nil)
        guard !disk.isStopped else { throw Stopped() }
        continue
      }
      receiver = LogReceiver(
        ReceivedLog(log, lastCRC: end.crc, term: end.term),
        from: SocketAddress(ipv4: 0x7f00_0001, port: 1), directory: disk.root, follower: number,
        coreVersion: Venue.coreVersion)
      break
    }
    directory = consume lock
    (isConnected, connectsAt) = (false, 0)
  }

  /// A duty cycle; `connect` is given the venue's end of a new line, false where nobody takes it.
  func step(_ connect: (consuming Connection) throws -> Bool) throws -> Turn {
    let now = clock.monotonicNanos
    if !isConnected {
      guard now >= connectsAt else { return .going }
      connectsAt = now + 500_000_000
      let ends = link.open()
      let line = try FollowerLine(on: ends.follower)
      guard try connect(ends.venue) else {
        link.cut()
        return .going
      }
      (isConnected, heardAt) = (true, now)
      if let end = try receiver?.begin(line) { return try ended(end) }
    }
    switch try receiver?.advance(milliseconds: 0) {
    case .nothing, nil:
      if now - heardAt > 5_000_000_000 { lineEnded() }
      return .going
    case .moved:
      heardAt = now
      return .going
    case .ended(let end): return try ended(end)
    }
  }

  private func lineEnded() {
    link.cut()
    isConnected = false
  }

  private func ended(_ end: LogReceiver.End) throws -> Turn {
    lineEnded()
    switch end {
    case .stopped: return .going
    case .lost(.refused(.lowerTerm, _, _)): return .refused
    case .lost(.refused(let reason, _, _)) where reason == .otherLog || reason == .otherCore:
      throw Violation("the follower is refused: \(reason)")
    case .lost(.noMessage):
      throw Violation("the follower behind \(try LogEnd(disk.root)) was told what is no message")
    case .lost: return .going
    case .differs(let common, let term): return try takeOut(behind: common, term: term)
    }
  }

  /// Gives up what the venue's log does not have; in a term of its own that may only be what was never committed.
  private func takeOut(behind common: Sequence, term: UInt64) throws -> Turn {
    receiver = nil
    let own = try LogEnd(disk.root).term
    directory = nil
    let lock = try StorageDirectory.open(disk.root)
    if term <= own, try LogTail.isCommitted(behind: common, in: lock) {
      throw Violation("the venue in term \(term) lacks what this log of term \(own) had committed")
    }
    _ = try LogTail.takeOut(behind: common, of: lock, keptAsOf: own)
    return .going
  }

  /// Its process is gone.
  func stop() {
    receiver = nil
    directory = nil
    lineEnded()
    disk.processEnded()
  }

  /// What is another process's of a directory that begins to follow, for good.
  func putStoreAside() {
    let root = disk.root
    for path in disk.names.keys.sorted()
    where path.hasPrefix("\(root)/sessions/") || path == "\(root)/counters" {
      disk.remove(String(path.dropFirst(root.utf8.count + 1)))
    }
    disk.syncNames()
  }

  /// Opens the log's next term, as `cangdan promote` does: where the events before it end.
  func promote() throws -> UInt64 {
    let lock = try StorageDirectory.open(disk.root)
    var log = try terms.openLog(lock)
    let events = try terms.openEvents(lock, following: log)
    var replay = try LogReplay(SimulatedMarket.emptyVenue(), events)
    try replay.run(disk.root)
    let end = events.appendedPosition
    _ = try replay.openTerm(in: &log, above: 0, at: clock.wall)
    return end
  }
}

/// How a log ends.
struct LogEnd {
  private(set) var last: UInt64 = 0
  private(set) var crc: UInt32 = 0
  private(set) var term: UInt64 = 0
  private(set) var batchStart: UInt64 = 0
  private var missing = 0

  /// Whether all commands of the last batch are there.
  var isBatchWhole: Bool { missing == 0 }

  init(_ directory: String) throws {
    var reader = try CommandLogReader(directory: directory)
    while try reader.next() {
      let head = reader.record.loadHead()
      if head.typeCode == CommandType.batch.rawValue {
        missing = Int(reader.record.loadBody(BatchHeader.self).commandCount)
        batchStart = head.sequence.rawValue
        continue
      }
      (last, crc) = (head.sequence.rawValue, head.crc)
      missing -= 1
      if head.typeCode == CommandType.termOpened.rawValue {
        term = reader.record.loadBody(TermOpened.self).term
      }
    }
  }
}
