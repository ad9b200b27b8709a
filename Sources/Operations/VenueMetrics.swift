public import Agents
import Market
public import Storage

/// The metrics of a running venue.
public struct VenueMetrics: MetricsSource, Sendable {
  private let sessions: [SessionCard]
  private let counters: CounterFile

  public init(sessions: [SessionCard], counters: CounterFile) {
    self.sessions = sessions.sorted { $0.name < $1.name }
    self.counters = counters
  }

  /// Sessions with samples of their own; what is counted of the others stands in the sums.
  public static var sessionsMost: Int { 512 }

  /// All figures, as they are now.
  public func metrics() -> String {
    MetricsText.text(
      VenueFigures(counters), sums: sums,
      sessions.prefix(Self.sessionsMost).map { SessionFigures($0, block($0)) },
      left: max(0, sessions.count - Self.sessionsMost))
  }

  /// What is counted, over all sessions.
  private var sums: [String: UInt64] {
    var sums: [String: UInt64] = [:]
    for (name, counter) in SessionFigures.counted {
      sums[name] = sessions.reduce(0) { $0 &+ block($1).load(counter) }
    }
    return sums
  }

  private func block(_ card: SessionCard) -> CounterBlock {
    counters[CounterLayout.session(card.session.rawValue)]
  }
}
