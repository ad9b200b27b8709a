import Funds
import Market
import Memory
import Records

/// The members of a net run: what each is told, what clearing answers for it, and what leaves its account.
extension Venue {
  /// Clearing answers for a member's payment; the operator's hand in its place.
  mutating func answerNet(
    _ body: AnswerInstruction, _ result: InstructionResult, into events: inout RecordBuffer
  ) throws(NoticeFailure) {
    guard cause.session == .venue || reference[cause.session].role == .clearing else {
      throw NoticeFailure(.notAddressed)
    }
    guard body.instruction != .none else { throw NoticeFailure(.unknownInstruction) }
    guard let place = netting.place(of: body.instruction) else {
      throw NoticeFailure(
        netting.wasOfRoundBefore(body.instruction) ? .late : .unknownInstruction)
    }
    if let answer = netting.members[place].answer {
      throw NoticeFailure(answer == result ? .repeated : .contradicts)
    }
    guard netting.takesAnswers(at: now) else { throw NoticeFailure(.late) }
    guard netting.members[place].toPay > .zero else { throw NoticeFailure(.wrongState) }
    if result == .done { try takePayment(of: place, into: &events) }
    netting.members[place].answer = result
    netting.awaited -= 1
    request = cause.session == .venue ? body.request : 0
    if netting.stage == .paying && netting.awaited == 0 {
      concludeRound(into: &events)
    } else if request != 0 {
      tellNetRun(.published, payers: netting.awaited, into: &events)
    }
    request = 0
  }

  private mutating func takePayment(of place: UInt32, into events: inout RecordBuffer)
    throws(NoticeFailure)
  {
    let member = netting.run.member(at: place).member
    let posting = Posting(
      .paidIn, netting.members[place].toPay, from: .bank, to: .member(member))
    do throws(PostingRefusal) {
      try money.post(posting)
    } catch {
      throw NoticeFailure(.wrongState)
    }
    tell(posting, of: .none, into: &events)
  }

  /// Whether what a member has to pay is on its account, and clearing has not said otherwise.
  func hasPaid(_ place: UInt32) -> Bool {
    let position = netting.run.member(at: place)
    return position.net >= .zero
      || netting.members[place].answer != .refused
        && balance(of: position.member).fen >= -position.net.fen
  }

  private func balance(of member: FirmID) -> Amount {
    member == .none ? .zero : money[.member(member), in: .cny]?.balance ?? .zero
  }

  mutating func workOnNextMember(
    _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    let place = netting.cursor
    guard place < netting.run.memberCount else { return endMembers(into: &events) }
    netting.cursor += 1
    budget.orders -= 1
    if netting.stage == .publishing {
      publishNet(of: place, into: &events)
    } else {
      repay(place, into: &events)
    }
  }

  private mutating func endMembers(into events: inout RecordBuffer) {
    if netting.stage == .repaying { return endNetRun(into: &events) }
    netting.go(to: .paying)
    tellNetRun(.published, payers: netting.payers, into: &events)
    if netting.awaited == 0 { concludeRound(into: &events) }
  }

  /// A member's net of this round: to the venue's own record, to clearing and to the member.
  private mutating func publishNet(of place: UInt32, into events: inout RecordBuffer) {
    let position = netting.run.member(at: place)
    let balance = balance(of: position.member)
    var member = netting.round == 1 ? NetMember() : netting.members[place]
    if netting.round == 1 { member.before = balance }
    member.toPay = Amount(fen: max(0, -position.net.fen - balance.fen))
    member.answer = nil
    member.previous = member.instruction
    member.instruction = position.member == .none ? .none : numbers.nextInstructionID()
    netting.members[place] = member
    netting.firms[position.member.rawValue].instruction = member.instruction
    netting.firms[position.member.rawValue].hasFailed = false
    if member.toPay > .zero {
      netting.payers += 1
      netting.awaited += 1
    }
    tellNet(NetPublished(position, member), into: &events)
  }

  private mutating func tellNet(_ net: NetPublished, into events: inout RecordBuffer) {
    var body = net
    body.deadline = netting.deadline
    body.begunAt = netting.begunAt
    body.run = netting.number
    body.round = netting.round
    events.append(eventHead(.netPublished, for: .venue), body: body)
    guard body.member != .none else { return }
    let mailbox = reference[body.member].mailbox
    if reference.clearing != .venue {
      events.append(eventHead(.netPublished, for: reference.clearing), body: body)
    }
    if mailbox != .venue && mailbox != reference.clearing {
      body.tierCode = DisclosureTier.owner.rawValue
      events.append(eventHead(.netPublished, for: mailbox), body: body)
    }
  }

  /// What the run has moved for a member is told; what it has got, or paid for nothing, leaves its account.
  private mutating func repay(_ place: UInt32, into events: inout RecordBuffer) {
    let member = netting.run.member(at: place).member
    if netting.isSettled {
      for step in [place, netting.run.memberCount + place] {
        if let posting = netting.run.posting(at: step) { tell(posting, of: .none, into: &events) }
      }
    }
    let excess = Amount(fen: balance(of: member).fen - netting.members[place].before.fen)
    guard member != .none, excess > .zero, netting.round > 0 else { return }
    let posting = Posting(.paidOut, excess, from: .member(member), to: .bank)
    do throws(PostingRefusal) {
      try money.post(posting)
    } catch {
      preconditionFailure("what is on an account may leave it")
    }
    tell(posting, of: .none, into: &events)
  }

  /// What has become of the run: the venue's own record.
  mutating func tellNetRun(
    _ state: NetRunState, payers: UInt32 = 0, into events: inout RecordBuffer
  ) {
    var body = NetRunChanged()
    body.begunAt = netting.begunAt
    body.deadline = state == .published ? netting.deadline : .none
    body.run = netting.number
    body.round = netting.round
    body.tradeCount = netting.run.tradeCount
    body.payerCount = payers
    body.stateCode = state.rawValue
    body.request = request
    events.append(eventHead(.netRunChanged, for: .venue), body: body)
  }
}

extension NetPublished {
  fileprivate init(_ position: NetPosition, _ member: NetMember) {
    self.init()
    instruction = member.instruction
    net = position.net
    toPay = member.toPay
    self.member = position.member
    sides = position.sides
  }
}
