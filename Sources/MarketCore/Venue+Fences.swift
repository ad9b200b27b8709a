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
    case .kill: execution.restatementReason = Execution.exchangeOption
    case .disconnect:
      execution.restatementReason = Execution.other
      execution.isOnDisconnect = true
    }
    report(orders[slot], execution, into: &events)
  }

  /// Whether an order stands behind a fence.
  func isBehindFence(_ slot: UInt32) -> Bool {
    !fences.isEmpty && fences.fence(over: orders[slot]) != nil
  }

  /// Takes away the fence for the end of a session's connection, which a new one stands for.
  mutating func removeFence(forEndOf id: SessionID) {
    let isFirst = fences.first.cause == .disconnect && fences.first.session == id
    fences.remove(forEndOf: id)
    if isFirst && !fences.isEmpty { startFence() }
  }

  private mutating func startFence() {
    startWalk(of: fences.first.firm ?? FirmID(rawValue: 1))
    endFences()
  }

  private mutating func startWalk(of firm: FirmID) {
    fences.walkedFirm = firm
    accountBooks.startWalk(of: firm)
  }

  /// Goes on to the next firm of a fence that is for all, or takes fences away behind which no order
  /// is left.
  private mutating func endFences() {
    while accountBooks.isWalkOver {
      let walked = fences.walkedFirm.rawValue
      if fences.first.firm == nil && walked < reference.firmCount {
        startWalk(of: FirmID(rawValue: walked + 1))
      } else {
        fences.removeFirst()
        guard !fences.isEmpty else { return }
        startWalk(of: fences.first.firm ?? FirmID(rawValue: 1))
      }
    }
  }
}
