public import Linux
import Secrets
import Synchronization

/// Where passwords are judged: some tens of milliseconds of scrypt each, on a thread of its own, so that the
/// doorkeeper goes on meanwhile. One task at a time; the doorkeeper gives it and takes what came of it.
public final class PasswordDesk: Sendable {
  private struct State {
    var task: PasswordTask?
    var result: PasswordResult?
  }

  private let state = Mutex(State())
  private let ran = Atomic<Int64>(0)
  private let keep: PasswordChange
  /// Where its thread sleeps.
  public let parking: Parking
  /// Where the doorkeeper does.
  let doorkeeper: Parking

  /// `keep` keeps the passwords that sessions change.
  public init(keeping keep: @escaping PasswordChange) throws(SystemError) {
    self.keep = keep
    parking = try Parking()
    doorkeeper = try Parking()
  }

  /// Processor time that its thread has used, nanoseconds.
  var ranNanos: Int64 { ran.load(ordering: .relaxed) }

  /// Gives a task; the last one's result was taken.
  func put(_ task: PasswordTask) {
    state.withLock { state in
      precondition(state.task == nil && state.result == nil, "one task at a time")
      state.task = task
    }
    parking.signal()
  }

  /// What came of the task; nil while it is being done.
  func takeResult() -> PasswordResult? { state.withLock { $0.result.take() } }

  /// Whether something has come of the task.
  var hasResult: Bool { state.withLock { $0.result != nil } }

  /// Whether there is something to do.
  public var hasTask: Bool { state.withLock { $0.task != nil } }

  /// Does what there is to do; false where there is nothing. Called by its thread, which then says how long
  /// it has run since it began.
  public func doWork(ranNanos: () -> Int64) -> Bool {
    guard let task = state.withLock({ $0.task }) else { return false }
    let result = perform(task)
    ran.store(ranNanos(), ordering: .relaxed)
    state.withLock { state in
      state.task = nil
      state.result = result
    }
    doorkeeper.signal()
    return true
  }

  private func perform(_ task: PasswordTask) -> PasswordResult {
    switch task {
    case .verify(let password, let hash):
      .verified(password.withBytes { hash.verifies($0) })
    case .hash(let password): .hashed(password.withBytes { PasswordHash.make(of: $0) })
    case .keep(let session, let shown, let next): .kept(keep(session, shown, next))
    }
  }
}
