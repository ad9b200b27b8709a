import Oracle
import Testing

/// A stream is cut down to the steps that it needs to fail.
@Suite struct ShrinkerTests {
  @Test(
    "what is not needed is left out, wherever the needed steps stand", arguments: [0, 1, 40, 97])
  func shrinks(_ first: Int) {
    var shrinker = Shrinker(Array(0..<100)) { Set($0).isSuperset(of: [first, first + 2]) }
    shrinker.shrink()
    #expect(shrinker.kept == [first, first + 2])
  }

  @Test("what comes behind the failure is cut off first, in few attempts")
  func cuts() {
    var attempts: [Int] = []
    var shrinker = Shrinker(Array(0..<10_000)) { kept in
      attempts.append(kept.count)
      return kept.contains(5)
    }
    shrinker.shrink()
    #expect(shrinker.kept == [5])
    #expect(attempts.prefix { $0 > 6 }.count <= 14)
  }

  @Test("steps that are kept come at the times that they have in the whole stream")
  func times() {
    let stream = CommandStream(seed: 1, commands: 100)
    let kept = stream.steps(at: [3, 50, 51])
    #expect(kept[0].wait == stream.steps[0...3].reduce(0) { $0 + $1.wait })
    #expect(kept[1].wait == stream.steps[4...50].reduce(0) { $0 + $1.wait })
    #expect(kept[2] == stream.steps[51])
  }
}
