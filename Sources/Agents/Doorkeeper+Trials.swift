import Linux
import Market
import Records
import Rings
import Secrets
import Storage
import Transport

/// Passwords at the desk: given one after the other, and what comes of each.
extension Doorkeeper {
  /// Goes on with passwords as far as that is possible now; the amount of work.
  mutating func judgePasswords(now: Instant) -> Int {
    var work = takeDemands()
    if let result = desk.takeResult() {
      work += 1
      if let (entry, verdict) = trials.take(result, now: now) { conclude(entry, verdict, now: now) }
    }
    while let next = trials.takeNext() {
      work += 1
      begin(next, now: now)
    }
    if let task = trials.takeTask(hasReserve: budget.hasReserve, now: now) {
      work += 1
      desk.put(task)
    }
    while let answer = answers.first, tell(gateway: answer) { answers.removeFirst() }
    return work
  }

  /// How long passwords can wait for the next round, milliseconds.
  var passwordWait: Int {
    if ways.hasDemands || desk.hasResult { return 0 }
    return trials.isWaiting || !answers.isEmpty ? 10 : .max
  }

  /// Takes what sessions demand; their number is bounded where they are asked for.
  private mutating func takeDemands() -> Int {
    var count = 0
    while let demand = ways.nextDemand() {
      take(demand)
      count += 1
    }
    ways.wipeDemands()
    return count
  }

  private mutating func take(_ demand: ReceivedDemand) {
    guard let (compID, entry) = directory.entry(of: demand.session),
      let credential = entry.credential
    else { return answer(demand.session, .other, .noPassword) }
    trials.append(
      PasswordCase(
        origin: .demand, compID: compID,
        trial: PasswordTrial(
          demand.session, present: credential, former: entry.passwordTerms.former,
          shown: demand.shown, next: demand.next, isRepeated: demand.isRepeated)))
  }

  /// A password whose turn has come, unless its session is not to be tried now.
  private mutating func begin(_ entry: PasswordCase, now: Instant) {
    if case .logon(let token, _) = entry.origin, waiting[token] == nil { return }
    guard let refusal = guesses.refusal(of: entry.trial.session, now: now) else {
      return trials.begin(entry, now: now)
    }
    switch entry.origin {
    case .logon(let token, _): refuse(token, refusal, entry.compID)
    case .demand:
      answer(
        entry.trial.session, .other, refusal == .sessionLocked ? .locked : .tooSoonAfterFailure)
    }
  }

  private mutating func conclude(
    _ entry: PasswordCase, _ verdict: PasswordTrial.Verdict, now: Instant
  ) {
    if case .wrong = verdict {} else { guesses.succeeded(entry.trial.session) }
    if case .changed(let hash, let terms) = verdict { note(entry.trial, hash, terms) }
    switch entry.origin {
    case .logon(let token, let terms):
      if let pending = waiting[token] {
        conclude(token, pending, terms, entry, verdict, now: now)
      } else if case .wrong = verdict {
        _ = guesses.failed(entry.trial.session, now: now)
      }
    case .demand: concludeDemand(entry.trial, verdict, now: now)
    }
  }

  private mutating func concludeDemand(
    _ trial: PasswordTrial, _ verdict: PasswordTrial.Verdict, now: Instant
  ) {
    switch verdict {
    case .wrong:
      _ = guesses.failed(trial.session, now: now)
      answer(trial.session, .passwordIncorrect, nil)
    case .refused(let reason): answer(trial.session, .other, reason)
    case .changed, .changedBefore: answer(trial.session, .passwordChanged, nil)
    case .right: preconditionFailure("a demand has a password that is to follow")
    }
  }

  /// A session has another password, and who has come by the old one has come by it.
  private mutating func note(
    _ trial: PasswordTrial, _ hash: PasswordHash, _ terms: PasswordTerms
  ) {
    changedPasswords[trial.session] = PasswordReplacement(
      former: trial.present, present: hash, terms: terms)
    if admitted[trial.session]?.credential == trial.present {
      admitted[trial.session]?.credential = hash
    }
    guard directory.credential(of: trial.session) == trial.present else { return }
    directory.set(hash, terms, of: trial.session)
  }

  private mutating func answer(_ session: SessionID, _ status: UserStatus, _ reason: UserReason?) {
    answers.append(PasswordAnswer(session: session, status: status, reason: reason))
  }

  /// False where the gateway's ring is full.
  private mutating func tell(gateway answer: PasswordAnswer) -> Bool {
    var head = RecordHead()
    head.session = answer.session
    var body = Handover()
    body.kindCode = Handover.Kind.passwordAnswer.rawValue
    body.userStatus = answer.status.rawValue
    body.userReason = answer.reason?.rawValue ?? 0
    scratch.removeAll()
    scratch.append(head, body: body)
    return ways.send(scratch, to: answer.session)
  }
}
