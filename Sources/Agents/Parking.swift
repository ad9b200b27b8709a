public import Linux
import Rings
public import Transport

/// Where a thread sleeps when it has nothing to do, and how the others wake it.
///
/// The sleeper's side is `prepareToSleep`, a second look for work, a wait for `waker` in a `Poller`,
/// `awake`. The others publish their work first and call `signal` then. Who has moved the commit cursor and has
/// nothing else for the sleeper calls `signalCommit`: that wakes only one who awaits commits.
public final class Parking: Sendable {
  private let flag = SleepFlag()
  private let commits = SleepFlag()
  public let waker: Waker

  public init() throws(SystemError) { waker = try Waker() }

  /// Wakes the sleeper if it sleeps or is about to. Safe from every thread.
  public func signal() {
    if flag.needsWake() { waker.wake() }
  }

  /// Wakes the sleeper if it sleeps, or is about to, and awaits commits. Safe from every thread.
  public func signalCommit() {
    if commits.needsWake() { waker.wake() }
  }

  /// Announces the sleep: work published from now on is signalled; commits are where they are awaited.
  public func prepareToSleep(awaitsCommits: Bool = true) {
    flag.prepareToSleep()
    if awaitsCommits { commits.prepareToSleep() }
  }

  /// Takes the announcement back, and pending wake-ups with it.
  public func awake() {
    flag.awake()
    commits.awake()
    waker.drain()
  }
}
