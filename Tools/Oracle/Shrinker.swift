/// Makes a stream short that ends in a failure: leaves out what is not needed for one.
public struct Shrinker {
  private let fails: ([Int]) -> Bool
  /// The places of the steps that are kept, in their order.
  public private(set) var kept: [Int]

  /// The places of the steps of a stream that fails; `fails` performs those that it is given from
  /// the beginning.
  public init(_ kept: [Int], fails: @escaping ([Int]) -> Bool) {
    self.kept = kept
    self.fails = fails
  }

  /// Leaves out all behind the step at which it fails, then ever smaller parts until none can be
  /// spared.
  public mutating func shrink() {
    cut()
    var part = max(1, kept.count / 2)
    while true {
      var isShorter = false
      var end = kept.count
      while end > 0 {
        let start = max(0, end - part)
        isShorter = leaveOut(start..<end) || isShorter
        end = min(start, kept.count)
      }
      if part == 1 && !isShorter { return }
      part = isShorter ? min(part, max(1, kept.count / 2)) : max(1, part / 2)
    }
  }

  /// What fails after so many steps fails after more.
  private mutating func cut() {
    var (enough, tooFew) = (kept.count, 0)
    while enough - tooFew > 1 {
      let count = (enough + tooFew) / 2
      if fails(Array(kept.prefix(count))) { enough = count } else { tooFew = count }
    }
    kept = Array(kept.prefix(enough))
  }

  private mutating func leaveOut(_ range: Range<Int>) -> Bool {
    var fewer = kept
    fewer.removeSubrange(range)
    guard !fewer.isEmpty, fails(fewer) else { return false }
    kept = fewer
    return true
  }
}
