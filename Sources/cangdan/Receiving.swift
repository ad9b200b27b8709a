import Agents
import Glibc
import Market
import MarketCore
import Storage
import Synchronization
import Transport

/// The thread that takes a venue's log: connects, and connects again, until it is stopped.
final class Receiving: Sendable {
  private let isStopping = Atomic<Bool>(false)
  private let running = Atomic<Bool>(true)
  private let told = Mutex("")
  private let outcome = Mutex<Result<LogReceiver.End, any Error>?>(nil)
  private let thread: Mutex<AgentThread?>
  /// How far the log is in the files, and on the disk.
  let progress: LogProgress

  init(
    _ log: consuming ReceivedLog, _ address: SocketAddress, _ data: String, _ mark: FollowMark
  ) throws {
    progress = log.progress
    thread = Mutex(nil)
    let parcel = Parcel(
      LogReceiver(
        log, from: address, directory: data, follower: mark.follower,
        coreVersion: Venue.coreVersion))
    let started = try AgentThread("receiver") { [self] in
      var receiver = parcel.open()
      var mark = mark
      let result = Result { try self.run(&receiver, data, &mark) }
      outcome.withLock { $0 = result }
      running.store(false, ordering: .releasing)
    }
    thread.withLock { $0 = started }
  }

  var isRunning: Bool { running.load(ordering: .acquiring) }

  /// How it stands with the line, in words.
  var state: String { told.withLock { $0 } }

  func stop() { isStopping.store(true, ordering: .releasing) }

  /// How it has ended; to be called once.
  func end() throws -> LogReceiver.End {
    thread.withLock { $0 }?.join()
    guard let outcome = outcome.withLock({ $0 }) else {
      preconditionFailure("a thread that has ended has said how")
    }
    return try outcome.get()
  }

  private func run(
    _ receiver: inout LogReceiver, _ data: String, _ mark: inout FollowMark
  ) throws -> LogReceiver.End {
    while true {
      var failure: (any Error)?
      let end = try receiver.run(isStopping: { isStopping.load(ordering: .acquiring) }) {
        do { try hear($0, data, &mark) } catch {
          failure = error
          stop()
        }
      }
      if let failure { throw failure }
      if case .differs(_, let term) = end { try mark.hear(term, in: data) }
      guard case .lost(let loss) = end else { return end }
      if loss.isFinal { throw FollowerProblem.refused(loss) }
      tell("not following: \(loss); trying again")
      for _ in 0..<10 {
        if isStopping.load(ordering: .acquiring) { return .stopped }
        Clocks.sleep(nanos: 50_000_000)
      }
    }
  }

  private func hear(
    _ figures: LogReceiver.Figures, _ data: String, _ mark: inout FollowMark
  ) throws {
    try mark.hear(figures.venueTerm, in: data)
    if figures.synced >= figures.venueLast { tell("has all that the venue has sent") }
  }

  private func tell(_ text: String) { told.withLock { $0 = text } }
}
