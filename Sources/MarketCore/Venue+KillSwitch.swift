import Market
import Memory
import Records

extension Venue {
  /// The operator stops a session, a firm or all: their orders are cancelled, and new ones refused
  /// until this is lifted.
  mutating func setKillSwitch(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let set = body(SetKillSwitch.self, of: command, into: &events) else { return }
    guard let scope = KillScope(rawValue: set.scopeCode), set.isOn <= 1 else {
      return refuse(
        .invalidValue, detail: Int64(set.scopeCode), request: set.request, into: &events)
    }
    guard let fence = fence(of: scope, set.number) else {
      let reason: CommandRefusal = scope == .firm ? .unknownFirm : .unknownSession
      return refuse(reason, detail: Int64(set.number), request: set.request, into: &events)
    }
    guard set.isOn == 0 || fences.hasRoomForKill else {
      return refuse(
        .limitReached, detail: Int64(fences.requested), request: set.request, into: &events)
    }
    stop(scope, set.number, set.isOn == 1)
    var changed = KillSwitchChanged()
    changed.scopeCode = set.scopeCode
    changed.isOn = set.isOn
    changed.number = scope == .venue ? 0 : set.number
    changed.request = set.request
    if set.isOn == 1 { changed.totalAffectedOrders = liveOrders(of: scope, set.number) }
    events.append(eventHead(.killSwitchChanged, for: .venue), body: changed)
    guard set.isOn == 1 else { return }
    self.set(fence)
    reviewAllegedTrades()
  }

  /// The orders of a scope; nil where there is no such session or firm.
  private func fence(of scope: KillScope, _ number: UInt32) -> Fence? {
    var fence = Fence()
    fence.cause = .kill
    fence.lastOrderID = OrderID(rawValue: numbers.lastOrderID)
    switch scope {
    case .session:
      let session = SessionID(rawValue: number)
      guard reference.knows(session) else { return nil }
      fence.firm = reference[session].firm
      fence.session = session
    case .firm:
      let firm = FirmID(rawValue: number)
      guard reference.knows(firm) else { return nil }
      fence.firm = firm
    case .venue: break
    }
    return fence
  }

  /// The orders that rest in a book or wait outside of it.
  private func liveOrders(of scope: KillScope, _ number: UInt32) -> UInt32 {
    switch scope {
    case .session: return reference[SessionID(rawValue: number)].liveOrders
    case .firm:
      return accountBooks.count(FirmID(rawValue: number), nil, in: nil, of: nil)
    case .venue:
      var count: UInt32 = 0
      for instrument in 1..<(reference.instrumentCount + 1) {
        count += reference.instruments[instrument].liveOrders
      }
      return count
    }
  }

  private mutating func stop(_ scope: KillScope, _ number: UInt32, _ isStopped: Bool) {
    switch scope {
    case .session: reference[SessionID(rawValue: number)].isStopped = isStopped
    case .firm: reference[FirmID(rawValue: number)].isStopped = isStopped
    case .venue: self.isStopped = isStopped
    }
  }
}
