public import Linux
public import Market
public import Storage
import Synchronization

/// The committer's role: whoever holds it makes commands durable and moves the commit cursor.
///
/// The engine's duty cycle takes it for a small batch when nobody has it; otherwise the committer's
/// thread does. Never both: the handle stands behind a lock that is only ever tried by the engine.
///
/// Where the gate to a follower is shut, what is synced here waits for its acknowledgment.
public final class CommitRole: Sendable {
  private let held: Mutex<Held>
  private let events: EventLog
  private let clock: @Sendable () -> Instant
  /// Written by who holds the handle.
  private let figures: CounterBlock
  private let committedNanos = Atomic<Int64>(Instant.none.nanoseconds)
  private let gate: StandbyGate
  /// Where the events end whose commands are synced here, and the command that the follower must have next.
  private let syncedPosition: Atomic<UInt64>
  private let awaitedSequence = Atomic<UInt64>(.max)

  /// What only who holds the role looks at.
  private struct Held: ~Copyable {
    var handle: CommitHandle
    var awaited = AwaitedAcknowledgments()
  }

  /// `clock` gives log time.
  public init(
    _ handle: consuming CommitHandle, events: EventLog, counters: CounterFile,
    gate: StandbyGate = StandbyGate(), clock: @escaping @Sendable () -> Instant
  ) {
    figures = counters[CounterLayout.committer]
    held = Mutex(Held(handle: handle))
    self.gate = gate
    syncedPosition = Atomic(events.committedPosition)
    self.events = events
    self.clock = clock
  }

  /// When the last commit was done; none before the first.
  public var committedAt: Instant {
    Instant(nanoseconds: committedNanos.load(ordering: .relaxed))
  }

  /// Whether something is appended that readers may not see yet.
  public var isBehind: Bool { events.committedPosition < events.appendedPosition }

  /// Whether a commit would bring anything on: what only waits for the follower does not.
  public var canCommit: Bool {
    guard gate.isRequired else { return isBehind }
    return events.appendedPosition > syncedPosition.load(ordering: .acquiring)
      || gate.acknowledged.rawValue >= awaitedSequence.load(ordering: .acquiring)
  }

  /// Bytes of events that wait for their commands to be committed.
  public var uncommittedEventBytes: UInt64 {
    events.appendedPosition - events.committedPosition
  }

  /// Commits everything appended, as far as the follower has it where that counts. Waits for the role.
  public func commit() throws(SystemError) {
    try held.withLock { held throws(SystemError) in
      try commit(&held)
    }
  }

  /// The same unless somebody else has the role; whether it did.
  public func commitIfFree() throws(SystemError) -> Bool {
    let done = try held.withLockIfAvailable { held throws(SystemError) in
      try commit(&held)
      return true
    }
    return done ?? false
  }

  /// Bytes of committed events that are not in their files.
  public var unwrittenEventBytes: UInt64 {
    let written = events.writtenPosition
    let committed = events.committedPosition
    return committed > written ? committed - written : 0
  }

  /// Syncs everything, whatever the durability: the last act. What the follower has not acknowledged stays
  /// uncommitted.
  public func finish() throws(SystemError) {
    try held.withLock { held throws(SystemError) in
      try held.handle.finish()
      try commit(&held)
    }
  }

  /// The events appended before the sync come from commands that it covers.
  private func commit(_ held: inout Held) throws(SystemError) {
    let end = events.appendedPosition
    let start = clock().nanoseconds
    figures.set(.commitBegunAt, UInt64(bitPattern: start))
    let synced = try held.handle.commit()
    let done = clock().nanoseconds
    committedNanos.store(done, ordering: .relaxed)
    note(UInt64(max(0, done - start)))
    let isNew = end > syncedPosition.load(ordering: .relaxed)
    syncedPosition.store(end, ordering: .releasing)
    guard gate.isRequired else {
      if end > events.committedPosition { events.commit(through: end) }
      return
    }
    if isNew { held.awaited.add(synced, end) }
    let acknowledged = held.awaited.take(upTo: gate.acknowledged)
    awaitedSequence.store(held.awaited.next?.rawValue ?? .max, ordering: .releasing)
    if let acknowledged { events.commit(through: acknowledged) }
  }

  private func note(_ nanos: UInt64) {
    figures.set(.commitBegunAt, 0)
    figures.set(.commits, figures.load(.commits) + 1)
    figures.set(.commitNanos, figures.load(.commitNanos) + nanos)
    figures.set(.commitNanosMax, max(figures.load(.commitNanosMax), nanos))
  }
}
