public import Linux
import Rings
public import Transport

/// Where a thread sleeps when it has nothing to do, and how the others wake it.
///
/// The sleeper's side is `prepareToSleep`, a second look for work, a wait for `waker` in a `Poller`,
/// `awake`. The others publish their work first and call `signal` then.
public final class Parking: Sendable {
  private let flag = SleepFlag()
  public let waker: Waker

  public init() throws(SystemError) { waker = try Waker() }

  /// Wakes the sleeper if it sleeps or is about to. Safe from every thread.
  public func signal() {
    if flag.needsWake() { waker.wake() }
  }

  /// Announces the sleep: work published from now on is signalled.
  public func prepareToSleep() { flag.prepareToSleep() }

  /// Takes the announcement back, and pending wake-ups with it.
  public func awake() {
    flag.awake()
    waker.drain()
  }
}
