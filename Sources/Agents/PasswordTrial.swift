import Market
import Secrets

/// One thing to be done about a password, of some tens of milliseconds.
enum PasswordTask: Sendable {
  case verify(Secret, PasswordHash)
  case hash(Secret)
  case keep(SessionID, shown: PasswordHash, next: PasswordHash)
}

/// What came of a task.
enum PasswordResult: Sendable {
  case verified(Bool)
  case hashed(PasswordHash?)
  case kept(PasswordTerms?)
}

/// What a password, and the one that is to follow it, are found to be: task by task.
struct PasswordTrial {
  /// What comes of it.
  enum Verdict {
    case wrong
    /// It is the present one, and no other is to follow.
    case right
    /// It is the present one; the next one is not taken.
    case refused(UserReason)
    case changed(PasswordHash, PasswordTerms)
    /// A request that is repeated was carried out before.
    case changedBefore
  }

  private enum Step {
    case shown
    /// A repeated request: whether the one shown was the one before.
    case shownBefore(PasswordHash)
    /// And the next one is in force.
    case nextInForce
    /// Whether the next one was one of those before, by its place.
    case history(Int)
    case hashing
    case keeping(PasswordHash)
  }

  let session: SessionID
  /// By which the present one is verified.
  let present: PasswordHash
  /// Those before, the last first.
  let former: [PasswordHash]
  let shown: Secret
  /// What is to follow; nil where nothing is.
  let next: Secret?
  /// The request may have been carried out before a crash.
  let isRepeated: Bool
  private var step = Step.shown

  init(
    _ session: SessionID, present: PasswordHash, former: [PasswordHash], shown: Secret,
    next: Secret?, isRepeated: Bool = false
  ) {
    self.session = session
    self.present = present
    self.former = former
    self.shown = shown
    self.next = next
    self.isRepeated = isRepeated
  }

  /// What is to be done now.
  var task: PasswordTask {
    switch step {
    case .shown: .verify(shown, present)
    case .shownBefore(let hash): .verify(shown, hash)
    case .nextInForce: .verify(following, present)
    case .history(let place): .verify(following, former[place])
    case .hashing: .hash(following)
    case .keeping(let hash): .keep(session, shown: present, next: hash)
    }
  }

  /// Goes on by what came of the task; the verdict, where that was the last one.
  mutating func take(_ result: PasswordResult) -> Verdict? {
    switch (step, result) {
    case (.shown, .verified(let isRight)): return isRight ? begin() : lookBack()
    case (.shownBefore, .verified(let isRight)):
      step = .nextInForce
      return isRight ? nil : .wrong
    case (.nextInForce, .verified(let isRight)): return isRight ? .changedBefore : .wrong
    case (.history(let place), .verified(let isRight)):
      if isRight { return .refused(.newPasswordUsedBefore) }
      step = place + 1 < former.count ? .history(place + 1) : .hashing
      return nil
    case (.hashing, .hashed(let hash)):
      guard let hash else { return .refused(.notKept) }
      step = .keeping(hash)
      return nil
    case (.keeping(let hash), .kept(let terms)):
      return terms.map { .changed(hash, $0) } ?? .refused(.notKept)
    default: preconditionFailure("a result is that of the task")
    }
  }

  /// The one shown is the present one.
  private mutating func begin() -> Verdict? {
    guard let next else { return .right }
    if next.withBytes({ PasswordRules.fault(of: $0) }) != nil {
      return .refused(.newPasswordInvalid)
    }
    if next.isSame(as: shown) { return .refused(.newPasswordUsedBefore) }
    step = former.isEmpty ? .hashing : .history(0)
    return nil
  }

  /// The one shown is not the present one.
  private mutating func lookBack() -> Verdict? {
    guard isRepeated, next != nil, let last = former.first else { return .wrong }
    step = .shownBefore(last)
    return nil
  }

  private var following: Secret {
    guard let next else { preconditionFailure("these steps are about the next password") }
    return next
  }
}
