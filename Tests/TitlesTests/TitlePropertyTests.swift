import Market
import Testing
import Titles

/// Random requests, orders and trades: the register does what the rules say, I1 to I4 and I6 hold, and
/// what was recorded verifies.
@Suite struct TitlePropertyTests {
  static let steps = 1_500

  /// What a stream shows first that differs, and at which step; nil where all agrees.
  static func failure(of stream: [TitleStep]) throws -> String? {
    var world = try TitleWorld()
    for (index, step) in stream.enumerated() {
      if let problem = world.perform(step) { return "step \(index): \(problem)" }
      if index % 64 == 63 || index == stream.count - 1, let problem = world.difference() {
        return "behind step \(index): \(problem)"
      }
    }
    return nil
  }

  /// The steps of a failing stream without which it does not fail.
  static func shrunk(_ stream: [TitleStep]) throws -> [TitleStep] {
    var stream = stream
    var chunk = stream.count / 2
    while chunk >= 1 {
      var start = 0
      while start < stream.count {
        var shorter = stream
        shorter.removeSubrange(start..<min(start + chunk, stream.count))
        if try failure(of: shorter) != nil { stream = shorter } else { start += chunk }
      }
      chunk /= 2
    }
    return stream
  }

  @Test("register and rules agree on random streams", arguments: 1...24 as ClosedRange<UInt64>)
  func agree(_ seed: UInt64) throws {
    let stream = TitleStep.stream(seed: seed, count: Self.steps)
    guard try Self.failure(of: stream) != nil else { return }
    let short = try Self.shrunk(stream)
    let failure = try Self.failure(of: short)
    Issue.record("seed \(seed): \(failure ?? "") with \(short)")
  }

  @Test("the streams go every way of the table")
  func coverage() throws {
    var done: [String: Int] = [:]
    for seed in 1...24 as ClosedRange<UInt64> {
      var world = try TitleWorld()
      for step in TitleStep.stream(seed: seed, count: Self.steps) {
        let problem = world.perform(step)
        #expect(problem == nil)
        for index in 0..<world.tester.changes.count {
          let change = world.tester.changes[index]
          done["\(change.from) \(change.endorsement.action)", default: 0] += 1
        }
      }
    }
    let missing = TitleTransition.all.filter { done["\($0.from) \($0.action)"] == nil }
    #expect(missing.map { "\($0.from) \($0.action)" } == [])
  }
}
