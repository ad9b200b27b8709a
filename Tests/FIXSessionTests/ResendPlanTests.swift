import FIXSession
import Market
import Testing

@Suite struct ResendPlanTests {
  /// A range, the application messages stored, and what is sent: "n" again, "n>m" a gap fill.
  struct Plan: CustomTestStringConvertible, Sendable {
    var name: String
    var from: UInt64
    var to: UInt64
    var stored: [UInt64]
    var sent: [String]
    var testDescription: String { name }
  }

  static let plans: [Plan] = [
    Plan(
      name: "only application messages", from: 3, to: 5, stored: [3, 4, 5], sent: ["3", "4", "5"]),
    Plan(name: "nothing stored", from: 3, to: 5, stored: [], sent: ["3>6"]),
    Plan(name: "a run in front", from: 1, to: 4, stored: [3, 4], sent: ["1>3", "3", "4"]),
    Plan(name: "a run between", from: 1, to: 5, stored: [1, 5], sent: ["1", "2>5", "5"]),
    Plan(name: "a run at the end", from: 1, to: 5, stored: [1, 2], sent: ["1", "2", "3>6"]),
    Plan(name: "one number stored", from: 7, to: 7, stored: [7], sent: ["7"]),
    Plan(name: "one number missing", from: 7, to: 7, stored: [], sent: ["7>8"]),
    Plan(
      name: "each run one gap fill", from: 1, to: 7, stored: [2, 4, 6],
      sent: ["1>2", "2", "3>4", "4", "5>6", "6", "7>8"]),
    Plan(
      name: "a million beyond retention", from: 1, to: 1_000_000, stored: [1_000_000],
      sent: ["1>1000000", "1000000"]),
  ]

  static func text(_ gapFill: AdminMessage?) -> [String] {
    guard let gapFill, case .gapFill(let newSeqNo) = gapFill.body else { return [] }
    return ["\(gapFill.msgSeqNum.rawValue)>\(newSeqNo.rawValue)"]
  }

  @Test("a range becomes messages and gap fills", arguments: plans)
  func range(_ row: Plan) {
    var plan = ResendPlan(from: seq(row.from), to: seq(row.to))
    var sent: [String] = []
    for number in row.stored {
      let step = plan.application(seq(number), byteCount: 100)
      sent += Self.text(step.gapFill)
      if let number = step.resend { sent.append(String(number.rawValue)) }
    }
    sent += Self.text(plan.end())
    #expect(sent == row.sent)
    #expect(plan.isFinished)
  }

  @Test("a slice ends with its last message", arguments: [15, 16])
  func messages(_ count: Int) {
    var plan = ResendPlan(from: seq(1), to: seq(9_999))
    for number in 1...count { _ = plan.application(seq(UInt64(number)), byteCount: 1) }
    #expect(plan.isSliceFull == (count == 16))
    plan.beginSlice()
    #expect(!plan.isSliceFull)
    #expect(plan.next == seq(UInt64(count) + 1))
  }

  @Test("a slice ends with its last byte", arguments: [8_191, 8_192])
  func bytes(_ count: Int) {
    var plan = ResendPlan(from: seq(1), to: seq(9_999))
    _ = plan.application(seq(1), byteCount: count)
    #expect(plan.isSliceFull == (count == 8_192))
  }

  @Test("gap fills count as messages")
  func gapFillsCount() {
    var limits = ResendPlan.Limits()
    limits.messages = 2
    var plan = ResendPlan(from: seq(1), to: seq(9), limits: limits)
    _ = plan.application(seq(2), byteCount: 1)
    #expect(plan.isSliceFull)
  }

  @Test("what is not of the range is our own error")
  func misuse() async {
    await #expect(processExitsWith: .failure) { _ = ResendPlan(from: seq(3), to: seq(2)) }
    await #expect(processExitsWith: .failure) {
      var plan = ResendPlan(from: seq(3), to: seq(5))
      _ = plan.application(seq(6), byteCount: 1)
    }
    await #expect(processExitsWith: .failure) {
      var plan = ResendPlan(from: seq(3), to: seq(5))
      _ = plan.application(seq(2), byteCount: 1)
    }
  }
}
