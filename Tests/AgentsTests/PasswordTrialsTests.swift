import Market
import Testing

@testable import Agents

/// In which order passwords are judged, and when.
@Suite struct PasswordTrialsTests {
  private func entry(_ token: UInt64?) throws -> PasswordCase {
    let origin: PasswordCase.Origin =
      token.map { .logon(token: $0, PasswordTerms()) } ?? .demand
    return PasswordCase(
      origin: origin, compID: compID("BUYER"),
      trial: PasswordTrial(
        SessionID(rawValue: 1), present: try cheapHash("present-pass"), former: [],
        shown: secret("present-pass"), next: nil))
  }

  private func word(_ entry: PasswordCase?) -> String {
    switch entry?.origin {
    case .logon(let token, _): "\(token)"
    case .demand: "demand"
    case nil: "none"
    }
  }

  @Test("strangers in the order in which they came, and in turn with sessions")
  func turns() throws {
    var trials = PasswordTrials()
    for token in UInt64(1)...3 { trials.append(try entry(token)) }
    for _ in 0..<2 { trials.append(try entry(nil)) }
    #expect(trials.strangersCount == 3)
    let order = (0..<6).map { _ in word(trials.takeNext()) }
    #expect(order == ["1", "demand", "2", "demand", "3", "none"])
  }

  @Test("one at a time")
  func oneAtATime() throws {
    var trials = PasswordTrials()
    trials.append(try entry(1))
    trials.append(try entry(2))
    let first = trials.takeNext()
    trials.begin(try #require(first), now: .none)
    #expect(word(trials.takeNext()) == "none")
    #expect(trials.isWaiting)
    let tasks = (0..<2).map { _ in trials.takeTask(hasReserve: true, now: .none) != nil }
    #expect(tasks == [true, false])
    #expect(!trials.isWaiting)
    let verdict = trials.take(.verified(true), now: .none)
    #expect(verdict != nil)
    #expect(word(trials.takeNext()) == "2")
  }

  @Test("without processor time to spare a task waits half a second, and no longer")
  func patience() throws {
    var trials = PasswordTrials()
    let first = try entry(1)
    trials.begin(first, now: Instant(nanoseconds: 7))
    let last = Instant(nanoseconds: 7 + 499_999_999)
    let tasks = [last, last.adding(nanoseconds: 1)].map {
      trials.takeTask(hasReserve: false, now: $0) != nil
    }
    #expect(tasks == [false, true])
  }
}
