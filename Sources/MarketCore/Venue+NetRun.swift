import Funds
import Market
import Memory
import Records

/// Net clearing: trades are netted by clearing member, and settled together when all members have paid; who
/// has not paid loses its trades, and the nets are computed anew (market rules 2.2).
extension Venue {
  /// A net run begins. The clock's run of a day that has had one changes nothing: a venue that starts again
  /// says it again. One that meets another run under way begins behind it; the operator's is refused.
  mutating func clearNet(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(ClearNet.self, of: command, into: &events), isOperators(into: &events)
    else { return }
    if body.day != 0 && body.day <= netting.lastDay { return }
    guard body.rounds > 0 else {
      return refuse(.invalidValue, detail: 0, request: body.request, into: &events)
    }
    guard netting.stage == .idle else { return postpone(body, into: &events) }
    begin(body, into: &events)
  }

  private mutating func postpone(_ body: ClearNet, into events: inout RecordBuffer) {
    guard body.day != 0 else {
      return refuse(
        .netRunUnderWay, detail: Int64(netting.number), request: body.request, into: &events)
    }
    if body.day <= netting.next?.day ?? 0 { return }
    netting.next = body
    tellNetRun(.nextDue, into: &events)
  }

  private mutating func begin(_ body: ClearNet, into events: inout RecordBuffer) {
    netting.begin(body, at: now, behind: TradeID(rawValue: numbers.lastTradeID))
    for number in 1..<(reference.firmCount + 1) {
      let member = reference.firms[number].clearingMember
      netting.firms[number] = NetFirm()
      netting.firms[number].member = reference.knows(member) ? member : FirmID(rawValue: number)
    }
    request = body.request
    tellNetRun(.begun, into: &events)
    request = 0
  }

  /// One trade or one member.
  mutating func workOnNetRun(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    budget.looks -= 1
    switch netting.stage {
    case .idle: preconditionFailure("there is a run to work on")
    case .paying: concludeRound(into: &events)
    case .publishing, .repaying: workOnNextMember(&budget, into: &events)
    case .collecting, .failing, .settling, .grossing:
      guard netting.cursor < trades.count else { return endWalk(into: &events) }
      let slot = netting.cursor
      netting.cursor += 1
      work(on: slot, &budget, into: &events)
    }
  }

  private mutating func work(
    on slot: UInt32, _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    if netting.stage == .collecting {
      guard trades[slot].state == .funded, awaitsNetRun(slot),
        trades[slot].tradeID <= netting.lastTrade
      else { return }
      return collect(slot, &budget, into: &events)
    }
    guard netting.holds(slot) else { return }
    budget.orders -= Limits.ordersPerTrade
    switch netting.stage {
    case .failing: takeOut(slot, into: &events)
    case .settling: settleInRun(slot, into: &events)
    default:
      netting.runOfTrade[slot] = 0
      if trades[slot].state == .funded { settleGross(slot, into: &events) }
    }
  }

  /// A funded trade that no run has settled yet, and that is not settled by itself.
  func awaitsNetRun(_ slot: UInt32) -> Bool {
    terms(of: slot).clearing == .net && trades[slot].fundsLeg.instruction == .none
      && trades[slot].fundsLeg.answer == nil
  }

  /// A trade whose sum does not fit into its members' is settled by itself.
  private mutating func collect(
    _ slot: UInt32, _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    let (buyer, seller) = members(of: slot)
    if netting.run.add(trades[slot].legs, buyerMember: buyer, sellerMember: seller) {
      netting.runOfTrade[slot] = netting.number
    } else {
      budget.orders -= Limits.ordersPerTrade
      settleGross(slot, into: &events)
    }
  }

  private func members(of slot: UInt32) -> (buyer: FirmID, seller: FirmID) {
    (
      netting.firms[trades[slot].buyer.firm.rawValue].member,
      netting.firms[trades[slot].seller.firm.rawValue].member
    )
  }

  /// Takes a trade out for which a member had to pay that has failed. A disputed one stays disputed, and
  /// waits for another run when it goes on.
  private mutating func takeOut(_ slot: UInt32, into events: inout RecordBuffer) {
    let legs = trades[slot].legs
    let (buyer, seller) = members(of: slot)
    let buyerFails = netting.firms[buyer.rawValue].hasFailed && legs.buyerPays > .zero
    let sellerFails = netting.firms[seller.rawValue].hasFailed && legs.sellerGets < .zero
    guard buyerFails || sellerFails else { return }
    netting.run.takeOut(legs, buyerMember: buyer, sellerMember: seller)
    netting.runOfTrade[slot] = 0
    guard trades[slot].state == .funded else { return }
    if buyerFails {
      forfeit(slot, .netRunFailed, into: &events)
    } else {
      undo(slot, .sellerDefault, .netRunFailed, into: &events)
    }
  }

  /// A trade of a run that all members have paid for: its title may move. Its instruction is that of its
  /// buyer's member. A disputed one goes on so when the
  /// dispute ends.
  private mutating func settleInRun(_ slot: UInt32, into events: inout RecordBuffer) {
    netting.runOfTrade[slot] = 0
    let payer = members(of: slot).buyer
    trades[slot].fundsLeg = SettlementLeg(
      instruction: netting.firms[payer.rawValue].instruction, answer: .done)
    if trades[slot].state == .funded {
      change(slot, to: .titleLocked, .fundsSettled, into: &events)
    }
  }

  /// All trades have been looked at.
  private mutating func endWalk(into events: inout RecordBuffer) {
    let isEmpty = netting.run.tradeCount == 0
    switch netting.stage {
    case .collecting where !isEmpty, .failing where !isEmpty && netting.round < netting.rounds:
      netting.beginRound(at: now)
    case .failing where !isEmpty: goGross(into: &events)
    default: netting.go(to: .repaying)
    }
  }

  /// The time to pay is over, or clearing has answered for all: all or nothing.
  mutating func concludeRound(into events: inout RecordBuffer) {
    var failed: UInt32 = 0
    for place in 0..<netting.run.memberCount where !hasPaid(place) {
      netting.firms[netting.run.member(at: place).member.rawValue].hasFailed = true
      failed += 1
    }
    guard failed == 0 else {
      tellNetRun(.failed, payers: failed, into: &events)
      return netting.go(to: .failing)
    }
    do throws(PostingRefusal) {
      try money.settle(netting.run)
    } catch {
      return goGross(into: &events)
    }
    netting.isSettled = true
    tellNetRun(.settled, into: &events)
    netting.go(to: .settling)
  }

  /// Nothing is left to do; the day's run that has become due meanwhile begins.
  mutating func endNetRun(into events: inout RecordBuffer) {
    tellNetRun(.ended, into: &events)
    netting.go(to: .idle)
    guard let next = netting.next else { return }
    netting.next = nil
    begin(next, into: &events)
  }

  private mutating func goGross(into events: inout RecordBuffer) {
    tellNetRun(.gross, into: &events)
    netting.go(to: .grossing)
  }
}
