import Market
import Memory

/// What a search for orders of the same owner has found.
public struct OwnOrderSearch: Hashable, Sendable, BitwiseCopyable {
  /// Why a search ended.
  public enum Outcome: Hashable, Sendable, BitwiseCopyable {
    /// No order of the owner is crossed.
    case none
    case found
    /// It has looked at as many orders as a match may.
    case lookedAtLimit
  }
  public var outcome: Outcome
  /// Resting orders that were looked at.
  public var lookedAt: Int
}

extension OrderBooks {
  /// Whether an order that comes to rest without matching crosses one of its own owner; those by whose
  /// tag `hasEnded` are passed over.
  /// - Complexity: O(orders that it crosses), at most `BookLimits.ordersLookedAt`.
  public func ownOrders(
    crossedBy incoming: IncomingOrder, hasEnded: (_ tag: UInt32) -> Bool = { _ in false }
  ) -> OwnOrderSearch {
    let side = sideIndex(incoming.book, incoming.side.opposite)
    let limit = LadderKey(tick: incoming.limitTick, on: side)
    var search = OwnOrderSearch(outcome: .none, lookedAt: 0)
    var key = ladder.sides[side.rawValue].bestKey
    var level = ladder.sides[side.rawValue].best
    while key <= limit {
      look(for: incoming.owner, at: level, &search, hasEnded)
      guard search.outcome == .none, let next = ladder.level(behind: key, on: side) else { break }
      level = next
      key = ladder.key(of: next)
    }
    return search
  }

  private func look(
    for owner: UInt32, at level: LevelRef, _ search: inout OwnOrderSearch,
    _ hasEnded: (_ tag: UInt32) -> Bool
  ) {
    var slot = ladder.levels[level.rawValue].head
    while slot != OrderNode.none {
      guard search.lookedAt < limits.ordersLookedAt else {
        search.outcome = .lookedAtLimit
        return
      }
      search.lookedAt += 1
      if orders[slot].owner == owner && !hasEnded(orders[slot].tag) {
        search.outcome = .found
        return
      }
      slot = orders[slot].next
    }
  }
}
