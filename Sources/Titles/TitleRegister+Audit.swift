public import Market
import Memory

/// What a full recount of the title documents has found wrong.
public enum TitleFinding: Equatable, Sendable {
  /// A document has no holder: I1.
  case holder(TitleDocID)
  /// A claim that its state does not permit, or a buyer without a trade: I2.
  case encumbrance(TitleDocID)
  /// A live document is not the one that stands for its goods: I4.
  case position(TitleDocID)
  /// The index of positions has others than the live documents: I4.
  case positions
  /// The chain's last recipient does not control it: I6.
  case chain(TitleDocID)
  /// A firm's tree of free documents is not what is counted and marked, or not in order.
  case holding(FirmID, InstrumentID)
  /// A document is not, or wrongly, among those that expire.
  case expiry(TitleDocID)
}

extension TitleRegister {
  /// Recounts all documents; nil where everything adds up.
  /// - Complexity: O(documents).
  public func audit() -> TitleFinding? {
    var positions = 0
    var listed = 0
    for slot in 0..<count {
      if let finding = audit(slot) { return finding }
      if documents[slot].status.isLive && !particulars[slot].position.isEmpty { positions += 1 }
      if documents[slot].isListed { listed += 1 }
    }
    if positions != byPosition.count { return .positions }
    return auditTrees(listed: listed)
  }

  /// Whether the documents of a chain have that claim by that order or trade, each once: I2, I3.
  public func holds(_ chain: DocumentChain, as encumbrance: Encumbrance, for claimant: UInt32)
    -> Bool
  {
    var slot = chain.first
    for _ in 0..<chain.count {
      guard documents[slot].encumbrance == encumbrance, documents[slot].claimant == claimant else {
        return false
      }
      slot = documents[slot].next
    }
    return chain.count == 0 || slot == TitleDocument.none
  }

  private func audit(_ slot: UInt32) -> TitleFinding? {
    let document = documents[slot]
    let held = particulars[slot]
    if holder(of: slot) == .none { return .holder(held.id) }
    switch document.encumbrance {
    case .free: if held.buyer != .none { return .encumbrance(held.id) }
    case .reserved:
      if document.status != .active || held.buyer != .none { return .encumbrance(held.id) }
    case .settling:
      let isHeld = document.status == .active || document.status == .frozen
      if !isHeld || held.buyer == .none { return .encumbrance(held.id) }
    }
    if document.isListed && (document.status != .active || document.encumbrance != .free) {
      return .encumbrance(held.id)
    }
    if document.status.isLive, !held.position.isEmpty,
      liveDocument(at: held.position, in: document.warehouse) != slot
    {
      return .position(held.id)
    }
    if held.chain.recipient != controller(of: slot) { return .chain(held.id) }
    return isTracked(slot) ? nil : .expiry(held.id)
  }

  private func isTracked(_ slot: UInt32) -> Bool {
    let document = documents[slot]
    let place = particulars[slot].expiryPlace
    let expires = document.status.canExpire && document.validUntil != .none
    guard place != TitleDocument.none else {
      return !expires || document.encumbrance == .settling
    }
    return expires && expiries[place].slot == slot && expiries[place].at == document.validUntil
  }

  /// Each tree has what its holding counts, in order, and together they have all that are listed.
  private func auditTrees(listed: Int) -> TitleFinding? {
    var found = 0
    for holding in 0..<UInt32(holdingsUsed) {
      let tree = holdings[holding].tree
      var walk = TreeWalk(holding: holding)
      if tree.root != DocumentNode.none, !isOrdered(tree.root, &walk) {
        return .holding(holdings[holding].firm, holdings[holding].instrument)
      }
      guard walk.count == holdings[holding].freeCount, walk.first == trees.first(of: tree) else {
        return .holding(holdings[holding].firm, holdings[holding].instrument)
      }
      found += Int(walk.count)
    }
    return found == listed ? nil : .holding(.none, .none)
  }

  /// How far a walk through a tree has come.
  private struct TreeWalk {
    let holding: UInt32
    var first: UInt32?
    /// What the next documents do not precede: the one before them, or where their node begins.
    var bound = DocumentEntry()
    var count: UInt32 = 0
  }

  /// Whether what stands below a node is in order, each node above it has all that it stands for, and
  /// neighbours have as many entries as they must.
  private func isOrdered(_ node: UInt32, _ walk: inout TreeWalk) -> Bool {
    var before = DocumentNode.fewest
    for place in 0..<trees.count(node) {
      let entry = trees[node, place]
      if trees.height(node) == 0 {
        guard isNext(entry, &walk) else { return false }
      } else {
        let count = trees.count(entry.child)
        guard trees.height(entry.child) + 1 == trees.height(node), count > 0,
          before + count >= DocumentNode.fewest
        else { return false }
        before = count
        if place > 0 {
          guard walk.bound.precedes(entry, in: particulars) else { return false }
          walk.bound = entry
        }
        guard isOrdered(entry.child, &walk) else { return false }
      }
    }
    return true
  }

  private func isNext(_ entry: DocumentEntry, _ walk: inout TreeWalk) -> Bool {
    let document = documents[entry.document]
    guard document.isListed, document.holding == walk.holding,
      document.storedFrom == entry.storedFrom,
      walk.first == nil || !entry.precedes(walk.bound, in: particulars)
    else { return false }
    if walk.first == nil { walk.first = entry.document }
    walk.bound = entry
    walk.count += 1
    return true
  }
}
