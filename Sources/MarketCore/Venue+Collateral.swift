import Funds
import Market
import Memory
import Records

/// Why a CollateralAssignment(AY) changes nothing.
private struct CollateralFailure: Error {
  let refusal: CollateralRefusal
  init(_ refusal: CollateralRefusal) { self.refusal = refusal }
}

/// Money that comes in, goes to the guarantees or leaves, on the word of a bank or of its dealer:
/// CollateralAssignment(AY). What is done is told to both of them.
extension Venue {
  mutating func assignCollateral(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(AssignCollateral.self, of: command, into: &events) else { return }
    guard reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    var answer = CollateralAnswered(body)
    do throws(CollateralFailure) {
      let firm = try assignee(of: body)
      answer.firm = firm
      let posting = try posting(of: body, firm)
      try post(posting)
      let account = posting.to == .bank ? posting.from : posting.to
      answer.available = money[account, in: posting.currency]?.available ?? .zero
      if account.kind == .guarantee && posting.currency != .cny {
        let place = Int(posting.currency.rawValue)
        answer.haircutBasisPoints = money.currencies[posting.currency].haircutBasisPoints
        answer.fixingReference = guarantees.fixingReferences[place]
      }
      tell(posting, of: .none, into: &events)
      tell(&answer, into: &events)
      payBalances(of: firm)
    } catch {
      answer.refusalCode = error.refusal.rawValue
      answer.execID = numbers.nextExecID()
      events.append(eventHead(.collateralAnswered, for: cause.session), body: answer)
    }
  }

  /// Who has sent it, and the other of dealer and bank.
  private mutating func tell(_ answer: inout CollateralAnswered, into events: inout RecordBuffer) {
    answer.execID = numbers.nextExecID()
    events.append(eventHead(.collateralAnswered, for: cause.session), body: answer)
    let isBank = reference[cause.session].role == .bank
    let other = isBank ? reference[answer.firm].mailbox : reference.bank(of: answer.firm)
    guard other != .venue, other != cause.session else { return }
    answer.execID = numbers.nextExecID()
    events.append(eventHead(.collateralAnswered, for: other), body: answer)
  }

  /// The dealer whose money it is: the sender's own firm, or the one that its bank names.
  private func assignee(of body: AssignCollateral) throws(CollateralFailure) -> FirmID {
    guard !cause.flags.contains(.possResend) else { throw CollateralFailure(.possResend) }
    let session = reference[cause.session]
    guard session.role == .bank else {
      guard session.role.mayTrade, reference.knows(session.firm) else {
        throw CollateralFailure(.notAddressed)
      }
      guard body.firm.text.isEmpty || reference[session.firm].code == body.firm else {
        throw CollateralFailure(.notAddressed)
      }
      return session.firm
    }
    guard let firm = reference.firm(body.firm) else { throw CollateralFailure(.unknownFirm) }
    let bank = reference.bank(of: firm)
    guard bank != .venue, reference[bank].firm == session.firm else {
      throw CollateralFailure(.notAddressed)
    }
    return firm
  }

  /// What is to be posted. A dealer moves its own cash to its guarantees, or asks for money to leave; its bank
  /// says that money has come, or asks the same.
  private func posting(of body: AssignCollateral, _ firm: FirmID)
    throws(CollateralFailure) -> Posting
  {
    guard let type = CollAsgnTransType(rawValue: body.transTypeCode),
      let kind = LedgerAccountKind(rawValue: body.accountKind), kind == .cash || kind == .guarantee,
      body.amount > .zero
    else { throw CollateralFailure(.invalidValue) }
    guard let currency = money.currencies.index(of: body.currency) else {
      throw CollateralFailure(.unknownCurrency)
    }
    let account = LedgerAccount(kind, number: firm.rawValue)
    let isBank = reference[cause.session].role == .bank
    switch type {
    case .new where isBank:
      return Posting(.paidIn, body.amount, from: .bank, to: account, in: currency)
    case .new where kind == .guarantee:
      return Posting(.transfer, body.amount, from: .cash(firm), to: account, in: currency)
    case .new: throw CollateralFailure(.notAddressed)
    case .release:
      guard reference[firm].firstCall == Trade.none else { throw CollateralFailure(.called) }
      return Posting(.paidOut, body.amount, from: account, to: .bank, in: currency)
    }
  }

  private mutating func post(_ posting: Posting) throws(CollateralFailure) {
    do throws(PostingRefusal) {
      try money.post(posting)
    } catch {
      switch error {
      case .insufficient: throw CollateralFailure(.insufficient)
      case .overflow: throw CollateralFailure(.overflow)
      case .invalidAmount, .unknownCurrency, .unknownAccount, .notPermitted:
        preconditionFailure("a known firm has accounts in each currency")
      }
    }
  }
}

extension CollateralAnswered {
  fileprivate init(_ body: AssignCollateral) {
    self.init()
    reference = body.reference
    amount = body.amount
    currency = body.currency
    transTypeCode = body.transTypeCode
    reasonCode = body.reasonCode
    accountKind = body.accountKind
  }
}
