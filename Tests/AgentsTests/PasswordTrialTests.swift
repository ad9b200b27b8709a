import Market
import Secrets
import Testing

@testable import Agents

/// What a password, and the one that is to follow it, are found to be.
@Suite struct PasswordTrialTests {
  /// One row: what is shown and what is to follow, at a session whose password is "present-pass" and was
  /// "former-1-pass" and "former-2-pass" before; which tasks that takes, and the verdict.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let shown: String
    let next: String?
    let isRepeated: Bool
    let tasks: String
    let verdict: String
    var testDescription: String { name }

    init(
      _ name: String, _ shown: String, _ next: String?, repeated isRepeated: Bool = false,
      _ tasks: String, _ verdict: String
    ) {
      self.name = name
      self.shown = shown
      self.next = next
      self.isRepeated = isRepeated
      self.tasks = tasks
      self.verdict = verdict
    }
  }

  static let present = "present-pass"
  static let all = "verify verify verify hash keep"
  static let rows: [Row] = [
    Row("right", present, nil, "verify", "right"),
    Row("wrong", "mistaken-pass", nil, "verify", "wrong"),
    Row("wrong, whatever is to follow", "mistaken-pass", "following-pass", "verify", "wrong"),
    Row("changed", present, "following-pass", all, "changed"),
    Row("too short by one", present, "7-bytes", "verify", "refused newPasswordInvalid"),
    Row("just long enough", present, "8-bytes!", all, "changed"),
    Row("the longest", present, String(repeating: "x", count: 128), all, "changed"),
    Row(
      "longer by one", present, String(repeating: "x", count: 129), "verify",
      "refused newPasswordInvalid"),
    Row("the same", present, present, "verify", "refused newPasswordUsedBefore"),
    Row("the last one", present, "former-1-pass", "verify verify", "refused newPasswordUsedBefore"),
    Row(
      "the one before it", present, "former-2-pass", "verify verify verify",
      "refused newPasswordUsedBefore"),
    Row(
      "repeated, and carried out before", "former-1-pass", present, repeated: true,
      "verify verify verify", "changedBefore"),
    Row("the same, not repeated", "former-1-pass", present, "verify", "wrong"),
    Row(
      "repeated, and another followed", "former-1-pass", "following-pass", repeated: true,
      "verify verify verify", "wrong"),
    Row(
      "repeated, and wrong", "mistaken-pass", present, repeated: true, "verify verify", "wrong"),
    Row(
      "repeated, and not carried out before", present, "following-pass", repeated: true, all,
      "changed"),
  ]

  @Test("task by task", arguments: rows)
  func verdict(_ row: Row) throws {
    var trial = try Self.trial(row.shown, row.next, isRepeated: row.isRepeated)
    let (tasks, verdict) = Self.run(&trial)
    #expect(tasks == row.tasks)
    #expect(verdict == row.verdict)
  }

  @Test("where there was none before, the next one is hashed at once")
  func noFormer() throws {
    var trial = try Self.trial(Self.present, "following-pass", former: [])
    #expect(Self.run(&trial) == ("verify hash keep", "changed"))
    var repeated = try Self.trial("mistaken-pass", Self.present, isRepeated: true, former: [])
    #expect(Self.run(&repeated) == ("verify", "wrong"))
  }

  @Test("what can't be hashed or kept is refused")
  func notKept() throws {
    var unhashed = try Self.trial(Self.present, "following-pass", former: [])
    _ = unhashed.take(.verified(true))
    #expect(Self.word(unhashed.take(.hashed(nil))) == "refused notKept")
    var unkept = try Self.trial(Self.present, "following-pass", former: [])
    _ = unkept.take(.verified(true))
    _ = unkept.take(.hashed(unkept.present))
    #expect(Self.word(unkept.take(.kept(nil))) == "refused notKept")
  }

  private static func trial(
    _ shown: String, _ next: String?, isRepeated: Bool = false,
    former: [String] = ["former-1-pass", "former-2-pass"]
  ) throws -> PasswordTrial {
    PasswordTrial(
      SessionID(rawValue: 1), present: try cheapHash(present), former: try former.map(cheapHash),
      shown: secret(shown), next: next.map(secret), isRepeated: isRepeated)
  }

  /// Does all tasks as a desk would.
  private static func run(_ trial: inout PasswordTrial) -> (String, String) {
    var tasks: [String] = []
    while true {
      let result: PasswordResult
      switch trial.task {
      case .verify(let password, let hash):
        tasks.append("verify")
        result = .verified(password.withBytes { hash.verifies($0) })
      case .hash:
        tasks.append("hash")
        result = .hashed(trial.present)
      case .keep:
        tasks.append("keep")
        result = .kept(PasswordTerms())
      }
      if let verdict = trial.take(result) { return (tasks.joined(separator: " "), word(verdict)) }
    }
  }

  private static func word(_ verdict: PasswordTrial.Verdict?) -> String {
    switch verdict {
    case .wrong: "wrong"
    case .right: "right"
    case .refused(let reason): "refused \(reason)"
    case .changed: "changed"
    case .changedBefore: "changedBefore"
    case nil: "nothing"
    }
  }
}

/// Bytes that few are to see.
func secret(_ text: String) -> Secret {
  let bytes = Array(text.utf8)
  return unsafe Secret(bytes.span.bytes)
}

/// A hash that costs no time.
func cheapHash(_ text: String) throws -> PasswordHash {
  let bytes = Array(text.utf8)
  let cheap = try #require(Scrypt.Cost(n: 16, r: 1, p: 1))
  return try #require(unsafe PasswordHash.make(of: bytes.span.bytes, cost: cheap))
}
