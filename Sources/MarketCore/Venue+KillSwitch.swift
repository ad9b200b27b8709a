import Market
import Memory
import Records

extension Venue {
  /// What a stop would do; or why it is refused.
  func judge(_ set: SetKillSwitch) throws(DefinitionRefusal) -> ActionPreview {
    guard let scope = KillScope(rawValue: set.scopeCode), set.isOn <= 1 else {
      throw DefinitionRefusal(.invalidValue, Int64(set.scopeCode))
    }
    guard fence(of: scope, set.number) != nil else {
      throw DefinitionRefusal(scope == .firm ? .unknownFirm : .unknownSession, Int64(set.number))
    }
    guard set.isOn == 0 || fences.hasRoomForKill else {
      throw DefinitionRefusal(.limitReached, Int64(fences.requested))
    }
    var preview = ActionPreview()
    if set.isOn == 1 { preview.orders = liveOrders(of: scope, set.number) }
    return preview
  }

  /// The operator stops a session, a firm or all: their orders are cancelled, and new ones refused
  /// until this is lifted.
  mutating func perform(
    _ set: SetKillSwitch, _ reason: ReasonText, into events: inout RecordBuffer
  ) throws(DefinitionRefusal) {
    let orders = try judge(set).orders
    guard let scope = KillScope(rawValue: set.scopeCode), let fence = fence(of: scope, set.number)
    else { preconditionFailure("what is judged is known") }
    if scope == .firm { suspend(set, reason) }
    stop(scope, set.number, set.isOn == 1)
    var changed = KillSwitchChanged()
    changed.scopeCode = set.scopeCode
    changed.isOn = set.isOn
    changed.number = scope == .venue ? 0 : set.number
    changed.request = set.request
    changed.totalAffectedOrders = orders
    events.append(eventHead(.killSwitchChanged, for: .venue), body: changed)
    guard set.isOn == 1 else { return }
    self.set(fence)
    reviewNegotiation()
  }

  /// Keeps why and since when a firm is stopped: a second stop does not change that.
  private mutating func suspend(_ set: SetKillSwitch, _ reason: ReasonText) {
    guard set.isOn == 1 else {
      suspensions[set.number] = Suspension()
      return
    }
    if reference[FirmID(rawValue: set.number)].isStopped { return }
    suspensions[set.number] = Suspension(
      firm: FirmID(rawValue: set.number), since: now, uid: set.uid, reason: reason)
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
