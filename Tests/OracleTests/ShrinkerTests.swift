import Oracle
import Testing

/// A stream is cut down to the steps that it needs to fail.
@Suite struct ShrinkerTests {
  /// Fails at the step after which both marked steps have been performed.
  static func run(_ steps: [Step]) -> Disagreement? {
    var seen: Set<Int> = []
    for (index, step) in steps.enumerated() {
      seen.insert(step.session)
      if seen.isSuperset(of: [7, 9]) {
        return Disagreement(step: index, what: "events", rules: [], venue: [])
      }
    }
    return nil
  }

  @Test(
    "what is not needed is left out, wherever the needed steps stand", arguments: [0, 1, 40, 97])
  func shrinks(_ first: Int) throws {
    var steps = (0..<100).map { _ in Step(wait: 1, session: 1, .tick) }
    steps[first].session = 9
    steps[first + 2].session = 7
    let found = try #require(Self.run(steps))
    var shrinker = Shrinker(steps, found, run: Self.run)
    shrinker.shrink()
    #expect(shrinker.steps.map(\.session) == [9, 7])
    #expect(shrinker.disagreement.step == 1)
    let waited = shrinker.steps.reduce(0) { $0 + $1.wait }
    #expect(waited == Int64(first + 3), "time goes on as it did")
  }
}
