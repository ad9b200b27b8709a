import Market
import Testing

@testable import Agents

/// How many messages a session may send, and for how long it may send more.
@Suite struct ThrottleTests {
  /// Two messages in any 100 ms.
  private static func throttle(breachWindows: UInt32 = 3) -> Throttle {
    var terms = ThrottleTerms()
    terms.limit = 2
    terms.windowMilliseconds = 100
    terms.breachWindows = breachWindows
    return Throttle(terms)
  }

  private static func at(_ milliseconds: Int64) -> Instant {
    Instant(nanoseconds: milliseconds * 1_000_000)
  }

  @Test("as many as the limit within any window; what is refused does not count")
  func limit() {
    var throttle = Self.throttle()
    let admitted = [0, 0, 0, 99, 100, 100, 100, 199, 200].map { throttle.admits(now: Self.at($0)) }
    #expect(admitted == [true, true, false, false, true, true, false, false, true])
  }

  @Test("without a limit everything is admitted, and nothing breached")
  func none() {
    var throttle = Throttle(ThrottleTerms())
    #expect((0..<1_000).allSatisfy { _ in throttle.admits(now: Self.at(0)) })
    #expect(!throttle.isBreached)
  }

  /// When messages come, in milliseconds, and after how many of them three windows in a row were over.
  static let rows: [([Int64], Int?)] = [
    // One window, however much comes in it.
    (Array(repeating: 0, count: 1_000), nil),
    // Refusals at 0, 100 and 200: the third window in a row.
    ([0, 0, 0, 100, 100, 100, 200, 200, 200], 9),
    // At the last moment of each window.
    ([0, 0, 0, 199, 199, 199, 299, 299, 299], 9),
    // A window without a refusal between: it begins anew.
    ([0, 0, 0, 100, 100, 100, 300, 300, 300, 400, 400, 400], nil),
    ([0, 0, 0, 200, 200, 200, 300, 300, 300, 400, 400, 400], 12),
    // A window in which all were taken.
    ([0, 0, 0, 100, 100, 200, 200, 200, 300, 300, 300], nil),
  ]

  @Test("windows in a row with refused messages", arguments: rows)
  func breach(_ row: ([Int64], Int?)) {
    var throttle = Self.throttle()
    var breached: Int?
    for (index, time) in row.0.enumerated() {
      _ = throttle.admits(now: Self.at(time))
      if throttle.isBreached && breached == nil { breached = index + 1 }
    }
    #expect(breached == row.1)
  }

  @Test("when it is forgotten, windows are counted anew; with 0 windows nobody breaches")
  func forgotten() {
    var throttle = Self.throttle(breachWindows: 1)
    for _ in 0..<3 { _ = throttle.admits(now: Self.at(0)) }
    #expect(throttle.isBreached)
    throttle.forgetBreach()
    #expect(!throttle.isBreached)
    _ = throttle.admits(now: Self.at(50))
    #expect(throttle.isBreached)
    var patient = Self.throttle(breachWindows: 0)
    for time in 0..<10_000 { _ = patient.admits(now: Self.at(Int64(time))) }
    #expect(!patient.isBreached)
  }
}
