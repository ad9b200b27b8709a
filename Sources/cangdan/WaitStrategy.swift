import ArgumentParser
import CLinux

/// How many threads gateway and engine have.
enum ThreadLayout: String, ExpressibleByArgument, CaseIterable {
  /// One duty cycle for both: the best latency on few cores.
  case combined
  /// One thread each.
  case dedicated
}

/// What a thread does when it has nothing to do.
enum WaitStrategy: String, ExpressibleByArgument, CaseIterable {
  /// Looks again at once: for a core to spare.
  case spin
  /// Lets others run, then looks again.
  case yield
  /// Looks again for a moment, then sleeps until it is woken.
  case park
}

/// Counts empty duty cycles and says when to sleep.
struct Idling {
  let strategy: WaitStrategy
  /// Empty duty cycles before `park` sleeps.
  static let spins = 64
  private var empty = 0

  init(_ strategy: WaitStrategy) { self.strategy = strategy }

  /// A duty cycle is over; true if the thread should sleep now. `awaitsSync` says that the committer's
  /// thread is at a sync, which takes longer than looking again is worth, and may want this processor
  /// when it is done.
  mutating func cycleEnded(work: Int, awaitsSync: Bool = false) -> Bool {
    if work > 0 {
      empty = 0
      return false
    }
    empty += 1
    switch strategy {
    case .spin:
      clinux_pause()
      return false
    case .yield:
      clinux_yield()
      return false
    case .park:
      if empty < Self.spins && !awaitsSync {
        clinux_pause()
        return false
      }
      empty = 0
      return true
    }
  }
}
