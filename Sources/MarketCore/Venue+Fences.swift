import Market
import Matching
import Memory
import Records

/// Orders behind a fence are cancelled one after the other; nothing else can end them.
extension Venue {
  /// Sets a fence; its first orders are cancelled in the same step.
  mutating func set(_ fence: Fence) {
    fences.append(fence)
    if fences.count == 1 { startFence() }
  }

  /// Sets a fence in the place of the pending one of its cause and key, where there is one.
  mutating func setAnew(_ fence: Fence) {
    if let earlier = fences.pending(like: fence) {
      let isFirst = fences.first.number == earlier.number
      fences.remove(earlier)
      if isFirst && !fences.isEmpty { startFence() }
    }
    set(fence)
  }

  /// Cancels the next order behind the first fence, or passes over one that is not.
  mutating func workOnFence(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    let fence = fences.first
    if !accountBooks.isWalkOver {
      if let slot = accountBooks.step(fence, orders) {
        budget.orders -= 1
        end(slot, behind: fence, into: &events)
      } else {
        budget.looks -= 1
      }
    }
    endFences()
  }

  /// Cancels an order that stands behind a fence. Nobody asked for this one order: it goes by its
  /// own ClOrdID(11), and ExecRestatementReason(378) says where it was not the firm's own wish.
  mutating func end(_ slot: UInt32, behind fence: Fence, into events: inout RecordBuffer) {
    withdraw(slot, as: .canceled, into: &events)
    var execution = Execution(.canceled)
    switch fence.cause {
    case .massCancel: execution.actingSession = fence.setBy
    case .kill, .newTerms: execution.restatementReason = Execution.exchangeOption
    case .disconnect:
      execution.restatementReason = Execution.other
      execution.isOnDisconnect = true
    case .minimumInterval:
      execution.restatementReason = Execution.exchangeOption
      execution.refusal = reference[orders[slot].instrument].minInterval.refusal
    }
    report(slot, execution, into: &events)
  }

  /// Whether an order stands behind a fence.
  func isBehindFence(_ slot: UInt32) -> Bool {
    !fences.isEmpty && fences.fence(over: orders[slot]) != nil
  }

  private mutating func startFence() {
    startWalk(of: firstFirm(of: fences.first))
    endFences()
  }

  private mutating func startWalk(of firm: FirmID) {
    fences.walkedFirm = firm
    accountBooks.startWalk(of: firm)
  }

  /// Goes on to the next firm of a fence that is for several, or takes fences away behind which no order
  /// is left.
  private mutating func endFences() {
    while accountBooks.isWalkOver {
      let fence = fences.first
      if fence.firm == nil, let next = reference.firm(of: fence.group, behind: fences.walkedFirm) {
        startWalk(of: next)
      } else {
        fences.removeFirst()
        guard !fences.isEmpty else { return }
        startWalk(of: firstFirm(of: fences.first))
      }
    }
  }

  private func firstFirm(of fence: Fence) -> FirmID {
    fence.firm ?? reference.firm(of: fence.group, behind: .none) ?? FirmID(rawValue: 1)
  }
}
