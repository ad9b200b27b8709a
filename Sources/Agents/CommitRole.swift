public import Linux
public import Market
public import Storage
import Synchronization

/// The committer's role: whoever holds it makes commands durable and moves the commit cursor.
///
/// The engine's duty cycle takes it for a small batch when nobody has it; otherwise the committer's
/// thread does. Never both: the handle stands behind a lock that is only ever tried by the engine.
public final class CommitRole: Sendable {
  private let handle: Mutex<CommitHandle>
  private let events: EventLog
  private let clock: @Sendable () -> Instant
  /// Written by who holds the handle.
  private let figures: CounterBlock
  private let committedNanos = Atomic<Int64>(Instant.none.nanoseconds)

  /// `clock` gives log time.
  public init(
    _ handle: consuming CommitHandle, events: EventLog, counters: CounterFile,
    clock: @escaping @Sendable () -> Instant
  ) {
    figures = counters[CounterLayout.committer]
    self.handle = Mutex(handle)
    self.events = events
    self.clock = clock
  }

  /// When the last commit was done; none before the first.
  public var committedAt: Instant {
    Instant(nanoseconds: committedNanos.load(ordering: .relaxed))
  }

  /// Whether something is appended that readers may not see yet.
  public var isBehind: Bool { events.committedPosition < events.appendedPosition }

  /// Bytes of events that wait for their commands to be committed.
  public var uncommittedEventBytes: UInt64 {
    events.appendedPosition - events.committedPosition
  }

  /// Commits everything appended. Waits for the role.
  public func commit() throws(SystemError) {
    try handle.withLock { handle throws(SystemError) in
      try commit(&handle)
    }
  }

  /// Commits everything appended unless somebody else has the role; whether it did.
  public func commitIfFree() throws(SystemError) -> Bool {
    let done = try handle.withLockIfAvailable { handle throws(SystemError) in
      try commit(&handle)
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

  /// Syncs everything, whatever the durability: the last act.
  public func finish() throws(SystemError) {
    try handle.withLock { handle throws(SystemError) in
      try handle.finish()
      try commit(&handle)
    }
  }

  /// The events appended before the sync come from commands that it covers.
  private func commit(_ handle: inout CommitHandle) throws(SystemError) {
    let end = events.appendedPosition
    let start = clock().nanoseconds
    figures.set(.commitBegunAt, UInt64(bitPattern: start))
    _ = try handle.commit()
    let done = clock().nanoseconds
    committedNanos.store(done, ordering: .relaxed)
    note(UInt64(max(0, done - start)))
    if end > events.committedPosition { events.commit(through: end) }
  }

  private func note(_ nanos: UInt64) {
    figures.set(.commitBegunAt, 0)
    figures.set(.commits, figures.load(.commits) + 1)
    figures.set(.commitNanos, figures.load(.commitNanos) + nanos)
    figures.set(.commitNanosMax, max(figures.load(.commitNanosMax), nanos))
  }
}
