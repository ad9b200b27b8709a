import Oracle
import Testing

/// Places of steps as words of a command line.
@Suite struct StepRangesTests {
  @Test(
    "places in a row are a range",
    arguments: [
      ([0], "0"), ([0, 1], "0-1"), ([3, 4, 5, 7], "3-5,7"), ([1, 3, 5], "1,3,5"),
    ])
  func writes(_ steps: [Int], _ text: String) {
    #expect(StepRanges.text(of: steps) == text)
    #expect(StepRanges.steps(in: text) == steps)
  }

  @Test("what is no list of places is refused", arguments: ["", "a", "1,", "2-1", "-1", "1-2-3"])
  func refuses(_ text: String) {
    #expect(StepRanges.steps(in: text) == nil)
  }
}
