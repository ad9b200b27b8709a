public import Synchronization

/// Whether a thread sleeps, so that those who have work for it signal only then.
///
/// ```
///  the one that sleeps                 those who wake it
///    prepareToSleep()                    publish work (ring or cursor)
///    look for work again                 if needsWake() { signal }
///    none: sleep until signalled
///    awake()
/// ```
/// No wake-up is lost: every step reads and writes this one variable at once, so all steps stand
/// in one order. If `needsWake()` comes after `prepareToSleep()`, it sees the sleeper and signals.
/// If it comes before, `prepareToSleep()` has read what it wrote, or what a later step wrote that had
/// read it, so it acquires the work published before, and the second look finds it. No fence is
/// needed, nor any ordering of the work itself beyond its release.
public final class SleepFlag: Sendable {
  @usableFromInline let before = Padding(repeating: 0)
  @usableFromInline let sleeping = Atomic<Bool>(false)
  @usableFromInline let behind = Padding(repeating: 0)

  public init() {}

  /// Announces sleep. The caller then looks for work once more before it sleeps.
  @inlinable
  public func prepareToSleep() {
    _ = sleeping.exchange(true, ordering: .sequentiallyConsistent)
  }

  /// Takes the announcement back: after the sleep, or because there was work after all.
  @inlinable
  public func awake() {
    _ = sleeping.exchange(false, ordering: .sequentiallyConsistent)
  }

  /// Whether the caller, who has just published work, has to signal. True once for each sleep.
  @inlinable
  public func needsWake() -> Bool {
    sleeping.exchange(false, ordering: .sequentiallyConsistent)
  }
}
