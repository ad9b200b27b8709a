/// Makes a stream short that ends in a disagreement: leaves out what is not needed for one.
public struct Shrinker {
  private let run: ([Step]) -> Disagreement?
  public private(set) var steps: [Step]
  public private(set) var disagreement: Disagreement

  /// The steps up to the one at which the venue and the rules part; `run` performs steps from the
  /// beginning and says where they part.
  public init(
    _ steps: [Step], _ disagreement: Disagreement, run: @escaping ([Step]) -> Disagreement?
  ) {
    self.run = run
    self.disagreement = disagreement
    self.steps = Array(steps.prefix(disagreement.step + 1))
  }

  /// Leaves out ever smaller parts until none can be spared.
  public mutating func shrink() {
    var part = max(1, steps.count / 2)
    while true {
      var isShorter = false
      var end = steps.count
      while end > 0 {
        let start = max(0, end - part)
        isShorter = leaveOut(start..<end) || isShorter
        end = min(start, steps.count)
      }
      if part == 1 && !isShorter { return }
      part = isShorter ? min(part, max(1, steps.count / 2)) : max(1, part / 2)
    }
  }

  private mutating func leaveOut(_ range: Range<Int>) -> Bool {
    var shorter = steps
    let waited = shorter[range].reduce(0) { $0 + $1.wait }
    shorter.removeSubrange(range)
    if range.lowerBound < shorter.count { shorter[range.lowerBound].wait += waited }
    guard !shorter.isEmpty, let found = run(shorter) else { return false }
    steps = Array(shorter.prefix(found.step + 1))
    disagreement = found
    return true
  }
}
