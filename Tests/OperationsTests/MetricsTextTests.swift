import Agents
import Market
import MarketCore
import MarketDefinition
import Operations
import Storage
import Testing

/// Figures as Prometheus reads them.
@Suite struct MetricsTextTests {
  private static func metrics() -> [Substring] {
    let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
    counters[CounterLayout.engine].store(17, at: EngineCounter.commands.rawValue)
    counters[CounterLayout.tables].store(3, at: 2 * VenueTable.firms.rawValue)
    let session = counters[CounterLayout.session(1)]
    session.store(SessionPresence.live.rawValue, at: SessionCounter.presence.rawValue)
    session.store(5, at: SessionCounter.messagesIn.rawValue)
    var definition = SessionDefinition()
    definition.compID = CompID(Text16("DLR001") ?? Text16())
    let card = SessionCard(session: SessionID(rawValue: 1), definition: definition)
    return VenueMetrics(sessions: [card], counters: counters).metrics().split(separator: "\n")
  }

  @Test("names, labels and values")
  func values() {
    let lines = Self.metrics()
    for line in [
      "# TYPE cangdan_commands_total counter", "cangdan_commands_total 17",
      "# TYPE cangdan_clock_ahead_nanos gauge", "cangdan_table_used{table=\"firms\"} 3",
      "cangdan_session_live{session=\"DLR001\"} 1",
      "cangdan_session_messages_in_total{session=\"DLR001\"} 5",
      "cangdan_session_unsent_bytes{session=\"DLR001\"} 0", "cangdan_alarm{alarm=\"diskFree\"} 0",
    ] {
      #expect(lines.contains { $0 == line }, "\(line)")
    }
  }

  @Test("every sample stands behind the type of its family, and every family is told once")
  func families() {
    var family = ""
    var seen: Set<String> = []
    for line in Self.metrics() {
      if line.hasPrefix("# TYPE ") {
        family = String(line.split(separator: " ")[2])
        #expect(seen.insert(family).inserted)
      } else if !line.hasPrefix("#") {
        #expect(line.prefix { $0 != " " && $0 != "{" } == family)
      }
    }
    #expect(seen.count > 30)
  }

  @Test(
    "512 sessions have samples of their own, and all are in the sums", arguments: [511, 512, 513])
  func many(count: Int) {
    let counters = CounterFile(blocks: CounterLayout.blocks(sessions: count))
    let cards = (1...count).map { number in
      var definition = SessionDefinition()
      definition.compID = CompID(Text16("S\(1_000 + number)") ?? Text16())
      counters[CounterLayout.session(UInt32(number))]
        .store(2, at: SessionCounter.messagesIn.rawValue)
      return SessionCard(session: SessionID(rawValue: UInt32(number)), definition: definition)
    }
    let lines = VenueMetrics(sessions: cards, counters: counters).metrics().split(separator: "\n")
    let own = lines.count { $0.hasPrefix("cangdan_session_messages_in_total{") }
    #expect(own == min(count, 512))
    #expect(lines.contains("cangdan_sessions_messages_in_total \(2 * count)"))
    #expect(lines.contains("cangdan_sessions_without_samples \(count - own)"))
  }

  @Test("every table has a place in its block")
  func tables() {
    #expect(VenueTable.allCases.map(\.rawValue) == Array(0..<VenueTable.count))
    #expect(2 * VenueTable.count <= CounterBlock.count)
  }
}
