import Conformance
import Foundation
import Linux
import Market
import Synchronization
import Transport

/// Plays the suite on one session or on several side by side, and tells of each condition when it ends.
struct CertifyRun {
  struct Options: Sendable {
    /// Where the engine is, by its name and by its addresses.
    let host: String
    let addresses: [SocketAddress]
    let tls: CandidateTLS?
    let senders: [String]
    let settings: CandidateSettings
    let only: [String]
    let skip: [String]
    let playsAll: Bool
    let seconds: Double
  }

  private let options: Options
  private let board: Board
  private let start = Clocks.wall()

  init(_ options: Options) {
    self.options = options
    let all = ConformanceSuite().conditions.filter { $0.concerns(options.settings.role) }
    board = Board(all)
  }

  func run() throws -> ConformanceReport {
    sortOut()
    let end = start.adding(nanoseconds: Int64(options.seconds * 1e9))
    var lines = try options.senders.indices.map { try line($0, end: end) }[...]
    var threads: [AgentThread] = []
    while let line = lines.popFirst() {
      let board = board
      threads.append(
        try AgentThread("certify") {
          var run = line.open()
          board.work(&run, until: end)
        })
    }
    for thread in threads { thread.join() }
    let report = report()
    print("\n\(report.summary)")
    for advice in report.advice { print(advice) }
    return report
  }

  /// Everything that is not played is said at once, with its reason.
  private func sortOut() {
    board.sortOut { condition in
      let begins = { (names: [String]) in names.contains { condition.name.hasPrefix($0) } }
      if !options.only.isEmpty && !begins(options.only) { return (.skipped, "") }
      if begins(options.skip) { return (.skipped, "by --skip") }
      if let obstacle = ConformanceSuite.obstacle(condition, options.settings) {
        return (.notApplicable, obstacle)
      }
      if condition.condition.isSlow && !options.playsAll {
        return (.skipped, "it takes ten seconds and more; --all plays it")
      }
      return nil
    }
  }

  private func line(
    _ index: Int, end: Instant
  ) throws(SystemError) -> Parcel<CandidateRun<CandidateSocket>> {
    var settings = options.settings
    settings.parties.counterparty = options.senders[index]
    settings.orderPrefix = "\(start.nanoseconds / 1_000_000 % 100_000_000)-\(index)-"
    let way: CandidateSocket.Way
    if settings.role == .acceptor {
      way = .connect(options.addresses, name: options.host)
    } else {
      let listener = try Listener(options.addresses[0])
      print("listening at \(listener.address) for \(settings.parties.venue)")
      Output.flush()
      way = .accept(listener)
    }
    let socket = CandidateSocket(way, tls: options.tls, end: end) { Clocks.wall() }
    return Parcel(CandidateRun(settings, on: socket))
  }

  private func report() -> ConformanceReport {
    let settings = options.settings
    let place = settings.role == .acceptor ? " at \(options.host)" : ""
    let seconds = Double(Clocks.wall().nanoseconds - start.nanoseconds) / 1e9
    let formatter = ISO8601DateFormatter()
    let time = formatter.string(
      from: Date(timeIntervalSince1970: Double(start.nanoseconds) / 1e9))
    var report = ConformanceReport(
      subject: "FIX 4.4 \(settings.role.rawValue) \(settings.parties.venue)\(place)", time: time,
      seconds: seconds, results: board.results)
    report.interruption = board.interruption
    return report
  }
}

/// What is still to be played, and what came of the rest; several threads take from it.
private final class Board: Sendable {
  private struct State {
    var open: [ConformanceSuite.Condition]
    var results: [String: ConditionResult] = [:]
    var interruption: String?
    /// Conditions in a row for which the engine could not be reached, or at first did not log on.
    var troubles = 0
    var hasReached = false
  }

  private let names: [String]
  private let state: Mutex<State>
  private static var mostTroubles: Int { 3 }

  init(_ conditions: [ConformanceSuite.Condition]) {
    names = conditions.map(\.name)
    // What waits longest begins first.
    state = Mutex(State(open: conditions.sorted { $0.scenario.seconds > $1.scenario.seconds }))
  }

  var results: [ConditionResult] {
    state.withLock { state in names.compactMap { state.results[$0] } }
  }

  var interruption: String? { state.withLock { $0.interruption } }

  func sortOut(
    _ judge: (ConformanceSuite.Condition) -> (ConditionResult.Outcome, String)?
  ) {
    state.withLock { state in
      state.open = state.open.filter { condition in
        guard let (outcome, reason) = judge(condition) else { return true }
        // What was not asked for is not told of.
        if outcome == .skipped && reason.isEmpty { return false }
        Self.tell(ConditionResult(condition, outcome, reason: reason), &state)
        return false
      }
    }
  }

  /// Plays until nothing is left, the time is over or the engine is gone.
  func work(_ run: inout CandidateRun<CandidateSocket>, until end: Instant) {
    while let condition = next(run.now < end) {
      do throws(CandidateTrouble) {
        let result = try ConditionResult.of(condition, &run)
        state.withLock { state in
          Self.tell(result, &state)
          if result.reason.isEmpty { state.hasReached = true }
          state.troubles = state.hasReached ? 0 : state.troubles + 1
          if state.troubles == Self.mostTroubles {
            state.interruption = "no session comes about: \(result.came)"
          }
        }
      } catch {
        failed(condition, error)
      }
    }
  }

  private func next(_ hasTime: Bool) -> ConformanceSuite.Condition? {
    state.withLock { state in
      if !hasTime && !state.open.isEmpty && state.interruption == nil {
        state.interruption = "the time was over (--deadline)"
      }
      guard let reason = state.interruption else {
        return state.open.isEmpty ? nil : state.open.removeFirst()
      }
      for condition in state.open {
        Self.tell(ConditionResult(condition, .skipped, reason: reason), &state)
      }
      state.open = []
      return nil
    }
  }

  /// A first connection that does not come about ends all of it; later ones are tried again.
  private func failed(_ condition: ConformanceSuite.Condition, _ trouble: CandidateTrouble) {
    state.withLock { state in
      var result = ConditionResult(condition, .failed, reason: "there was no connection")
      result.expected = "a connection"
      result.came = trouble.description
      Self.tell(result, &state)
      state.troubles += 1
      if !state.hasReached || state.troubles >= Self.mostTroubles {
        state.interruption = trouble.description
      }
    }
  }

  private static func tell(_ result: ConditionResult, _ state: inout State) {
    state.results[result.name] = result
    print(ConformanceReport.line(result))
    Output.flush()
  }
}
