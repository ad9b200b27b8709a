import Market
import Oracle
import Testing

/// What the soak prints of a stream is a table that `ScenarioTests` runs.
@Suite struct StreamTableTests {
  /// Streams of few lots: a small venue has documents enough.
  static let features = Feature.standard.subtracting([.manyLots, .bursts])

  @Test(
    "a stream as a table makes the events that the rules say",
    arguments: 1...6 as ClosedRange<UInt64>)
  func runs(_ seed: UInt64) {
    let stream = CommandStream(seed: seed, commands: 400, features: Self.features)
    var rows: [String] = []
    VenueTable.say(stream.steps, in: stream.market) { rows.append($0) }
    ScenarioTests().run(Scenario(name: "seed \(seed)", lines: rows))
    #expect(rows.contains { $0.hasPrefix("> report") })
  }
}
