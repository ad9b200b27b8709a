public import Agents
import Market
public import Storage

/// The metrics of a running venue.
public struct VenueMetrics: MetricsSource, Sendable {
  private let sessions: [SessionCard]
  private let counters: CounterFile

  public init(sessions: [SessionCard], counters: CounterFile) {
    self.sessions = sessions
    self.counters = counters
  }

  /// All figures, as they are now.
  public func metrics() -> String {
    MetricsText.text(
      VenueFigures(counters),
      sessions.map { card in
        SessionFigures(card, counters[CounterLayout.session(card.session.rawValue)])
      })
  }
}
