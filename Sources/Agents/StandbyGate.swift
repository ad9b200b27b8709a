public import Market
public import Storage
import Synchronization

/// What the line to the follower and the venue share: how far the follower has acknowledged, and whether anybody
/// waits for that.
///
/// With durability `standby` no command is committed that the follower has not on its disk. The gate is shut for
/// that when the doors open: nobody has been told anything before. Written by the thread of the line, but for
/// `require()`; read by any.
public final class StandbyGate: Sendable {
  private let acknowledgedSequence = Atomic<UInt64>(0)
  private let required = Atomic<Bool>(false)
  private let opensBehind = Atomic<UInt64>(0)
  private let connected = Atomic<Bool>(false)
  private let higherTerm = Atomic<UInt64>(0)
  private let lastProblem = Mutex<StorageError?>(nil)

  public init() {}

  /// From now on nothing is committed that was not acknowledged, and nobody let in before what the start has left is.
  public func require(behind start: Sequence = Sequence(rawValue: 0)) {
    opensBehind.store(start.rawValue, ordering: .releasing)
    required.store(true, ordering: .releasing)
  }

  /// Whether clients may be let in: they are told what is committed.
  public var isOpen: Bool {
    !isRequired || acknowledged.rawValue >= opensBehind.load(ordering: .acquiring)
  }

  public var isRequired: Bool { required.load(ordering: .acquiring) }

  /// The last command that the follower has on its disk.
  public var acknowledged: Sequence {
    Sequence(rawValue: acknowledgedSequence.load(ordering: .acquiring))
  }

  /// Whether a follower is connected and has what it builds on.
  public var isConnected: Bool { connected.load(ordering: .acquiring) }

  /// The term that somebody has shown who has this log further than this venue; nil where nobody has.
  public var supersededBy: UInt64? {
    let term = higherTerm.load(ordering: .acquiring)
    return term == 0 ? nil : term
  }

  /// Why the log could not be read for somebody, the last time; nil where it could.
  public var problem: StorageError? { lastProblem.withLock { $0 } }

  func note(_ problem: StorageError) { lastProblem.withLock { $0 = problem } }

  /// Acknowledgments only rise.
  func acknowledge(_ sequence: Sequence) {
    acknowledgedSequence.store(
      max(acknowledged.rawValue, sequence.rawValue), ordering: .releasing)
  }

  func setConnected(_ isConnected: Bool) { connected.store(isConnected, ordering: .releasing) }

  func supersede(by term: UInt64) { higherTerm.store(term, ordering: .releasing) }
}
