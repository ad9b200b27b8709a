import Market
import Memory

/// Whose turn it is: the sessions of a gateway that have work, and nobody else, so that a duty cycle costs
/// what there is to do and not what is connected.
struct SessionTurns: ~Copyable {
  /// Sessions with bytes to be processed: the first come first, and each again behind the others.
  var reading: IndexQueue
  /// Those of them of which nothing could be processed at their last turn: the first ones of the next.
  var blocked: IndexQueue
  /// Sessions that something has happened to: looked at once in `Gateway.write`.
  var touched: IndexQueue
  /// Sessions with a resend in progress.
  var resends: IndexQueue
  var timers: SessionTimers

  /// Sessions are numbered below `capacity`.
  init(capacity: Int) {
    reading = IndexQueue(capacity: capacity)
    blocked = IndexQueue(capacity: capacity)
    touched = IndexQueue(capacity: capacity)
    resends = IndexQueue(capacity: capacity)
    timers = SessionTimers(capacity: capacity)
  }

  /// Sessions with bytes to be processed.
  var busyCount: Int { reading.count + blocked.count }

  /// Whether somebody waits whom no socket and no timer will tell of.
  var isWaiting: Bool { !reading.isEmpty || !blocked.isEmpty || !touched.isEmpty }

  /// The socket of a session has something.
  mutating func readable(_ session: UInt32) {
    if !blocked.contains(session) { reading.append(session) }
  }
}
