public import Market
import Memory
import Records

/// Whose copies sessions get, with all that held before, since what was told then stays as it was told.
///
/// It changes with the market's definition, so looking through all is quick enough.
struct Entitlements: ~Copyable {
  private var sessions: Slab<SessionID>
  private var changes: Slab<EntitlementChange>
  private(set) var count: UInt32 = 0

  init(capacity: Int) {
    sessions = Slab(capacity: capacity, repeating: .venue)
    changes = Slab(capacity: capacity, repeating: EntitlementChange())
  }

  var capacity: Int { changes.capacity }

  /// What is in force for a session; nil where nothing was ever said.
  func present(of session: SessionID) -> EntitlementChange? {
    for place in (0..<count).reversed() where sessions[place] == session { return changes[place] }
    return nil
  }

  /// One by its place in their order.
  func change(at place: UInt32) -> (session: SessionID, change: EntitlementChange) {
    (sessions[place], changes[place])
  }

  /// Adds a change; false where there is no room. One that holds from the beginning replaces what was said
  /// before of its session.
  mutating func add(_ change: EntitlementChange, of session: SessionID) -> Bool {
    if change.since.rawValue == 0 {
      for place in 0..<count where sessions[place] == session {
        changes[place] = change
        return true
      }
    }
    guard Int(count) < capacity else { return false }
    sessions[count] = session
    changes[count] = change
    count += 1
    return true
  }
}

extension Venue {
  mutating func define(
    _ body: DefineEntitlement, into events: inout RecordBuffer
  ) throws(DefinitionRefusal) {
    guard reference.knows(body.session) else {
      throw DefinitionRefusal(.unknownSession, Int64(body.session.rawValue))
    }
    let session = reference[body.session]
    guard session.role.getsCopies, body.isAll <= 1 else {
      throw DefinitionRefusal(.invalidValue, Int64(session.role.rawValue))
    }
    let highest = body.firms.highest
    guard highest == .none || (reference.knows(highest) && body.isAll == 0) else {
      throw DefinitionRefusal(.unknownFirm, Int64(highest.rawValue))
    }
    var told = EntitlementChanged()
    told.session = body.session
    told.isAll = body.isAll
    told.firms = body.firms
    told.since = session.hasBeenTold ? cause.sequence : Sequence(rawValue: 0)
    let change = EntitlementChange(told)
    guard reference.entitlements.present(of: body.session)?.entitlement != change.entitlement else {
      throw DefinitionRefusal(.unchanged, Int64(body.session.rawValue))
    }
    guard reference.entitlements.add(change, of: body.session) else {
      throw DefinitionRefusal(.limitReached, Int64(reference.entitlements.capacity))
    }
    events.append(eventHead(.entitlementChanged, for: .venue), body: told)
  }

  /// What a session's drop copy shows, from which command on, the oldest first.
  public func entitlements(of session: SessionID) -> [EntitlementChange] {
    (0..<reference.entitlements.count).compactMap { place in
      let entry = reference.entitlements.change(at: place)
      return entry.session == session ? entry.change : nil
    }
  }

  func mixEntitlements(into digest: inout Digest) {
    for place in 0..<reference.entitlements.count {
      let entry = reference.entitlements.change(at: place)
      digest.mix(entry.session.rawValue)
      digest.mix(entry.change.since.rawValue)
      digest.mix(entry.change.entitlement.isAll)
      for word in 0..<16 { digest.mix(entry.change.entitlement.firms[word: word]) }
    }
  }
}

extension Session {
  /// Whether it may have been sent anything.
  fileprivate var hasBeenTold: Bool {
    epoch.rawValue > 1 || reservedUpTo > 0 || lastInbound.rawValue > 0
  }
}

extension Entitlements: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&sessions)
    transfer.move(&changes)
    transfer.move(&count)
  }
}
