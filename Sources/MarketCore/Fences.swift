import Market
import Memory

/// The fences whose orders are not yet all cancelled, in the order in which they were set.
///
/// Those that somebody has asked for, and apart from them those for ended connections, of which a session
/// has one at most: so an order is compared with few, however many sessions are gone.
struct Fences: ~Copyable {
  private var asked: FixedQueue<Fence>
  private var disconnects: FixedQueue<Fence>
  private let massCancels: UInt32
  private let massCancelsPerFirm: UInt32
  /// How many of those asked for are for each firm; at 0 how many are for all.
  private var byFirm: Slab<UInt32>
  /// How many each firm has set itself.
  private var ownByFirm: Slab<UInt32>
  /// For each session how many had been set when its own was, that one included; 0 where it has none.
  private var bySession: Slab<UInt64>
  /// How many have been set until now.
  private(set) var setCount: UInt64 = 0
  /// The firm whose orders the first fence has come to.
  var walkedFirm = FirmID.none

  /// Places for mass cancels, further ones for kills, and one for the end of each session's connection.
  init(limits: VenueLimits) {
    asked = FixedQueue(capacity: limits.massCancels + limits.kills, repeating: Fence())
    disconnects = FixedQueue(capacity: limits.sessions, repeating: Fence())
    massCancels = UInt32(limits.massCancels)
    massCancelsPerFirm = UInt32(limits.massCancelsPerFirm)
    byFirm = Slab(capacity: limits.firms + 1, repeating: 0)
    ownByFirm = Slab(capacity: limits.firms + 1, repeating: 0)
    bySession = Slab(capacity: limits.sessions + 1, repeating: 0)
  }

  var isEmpty: Bool { asked.isEmpty && disconnects.isEmpty }
  /// All that are pending.
  var count: UInt32 { asked.count + disconnects.count }
  /// Mass cancels and kills that are pending, and how many may be.
  var requested: UInt32 { asked.count }
  var requestedCapacity: UInt32 { UInt32(asked.capacity) }
  var hasRoomForMassCancel: Bool { requested < massCancels }
  func hasRoomForMassCancel(of firm: FirmID) -> Bool {
    ownByFirm[firm.rawValue] < massCancelsPerFirm
  }
  var hasRoomForKill: Bool { asked.hasRoom }

  /// The fence that was set first.
  var first: Fence { isFirstAsked ? asked.first : disconnects.first }
  /// How many had been set before the first one.
  var setBeforeFirst: UInt64 { first.number }

  /// A fence by its place, 0 ..< count: those asked for, then those for ended connections.
  subscript(_ place: UInt32) -> Fence {
    place < asked.count ? asked[place] : disconnects[place - asked.count]
  }

  /// The fence that an order stands behind: of several the one that was set first.
  func fence(over order: Order) -> Fence? {
    guard !isEmpty else { return nil }
    let own = fence(forEndOf: order.session).flatMap { $0.covers(order) ? $0 : nil }
    guard byFirm[order.firm.rawValue] > 0 || byFirm[FirmID.none.rawValue] > 0 else { return own }
    for place in 0..<asked.count where asked[place].covers(order) {
      guard let own, own.number < asked[place].number else { return asked[place] }
      return own
    }
    return own
  }

  /// Whether a fence for the end of a session's connection is pending.
  func hasFence(forEndOf session: SessionID) -> Bool { bySession[session.rawValue] > 0 }

  /// Adds a fence; the caller has made sure of the room.
  mutating func append(_ fence: Fence) {
    var fence = fence
    fence.number = setCount
    setCount += 1
    switch fence.cause {
    case .disconnect:
      disconnects.append(fence)
      bySession[(fence.session ?? .venue).rawValue] = setCount
      return
    case .massCancel: ownByFirm[(fence.firm ?? .none).rawValue] += 1
    case .kill: break
    }
    byFirm[(fence.firm ?? .none).rawValue] += 1
    asked.append(fence)
  }

  /// Takes out the fence that was set first.
  mutating func removeFirst() {
    guard isFirstAsked else { return remove(forEndOf: disconnects.first.session ?? .venue) }
    let firm = (asked.first.firm ?? .none).rawValue
    byFirm[firm] -= 1
    if asked.first.cause == .massCancel { ownByFirm[firm] -= 1 }
    asked.removeFirst()
  }

  /// Takes out the fence for the end of a session's connection.
  mutating func remove(forEndOf session: SessionID) {
    guard let place = place(forEndOf: session) else {
      preconditionFailure("the session has a fence")
    }
    disconnects.remove(at: place)
    bySession[session.rawValue] = 0
  }

  private var isFirstAsked: Bool {
    disconnects.isEmpty || !asked.isEmpty && asked.first.number < disconnects.first.number
  }

  private func fence(forEndOf session: SessionID) -> Fence? {
    place(forEndOf: session).map { disconnects[$0] }
  }

  /// Their numbers ascend.
  /// - Complexity: O(log(ended connections)).
  private func place(forEndOf session: SessionID) -> UInt32? {
    let wanted = bySession[session.rawValue]
    guard wanted > 0 else { return nil }
    var (low, high) = (UInt32(0), disconnects.count)
    while low < high {
      let middle = (low + high) / 2
      if disconnects[middle].number + 1 < wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
