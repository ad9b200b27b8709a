import Market
import Memory

/// The fences whose orders are not yet all cancelled, in the order in which they were set.
struct Fences: ~Copyable {
  private var fences: FixedQueue<Fence>
  private let massCancels: UInt32
  private let massCancelsPerFirm: UInt32
  /// How many are for each firm; at 0 how many are for all.
  private var byFirm: Slab<UInt32>
  /// How many each firm has set itself.
  private var ownByFirm: Slab<UInt32>
  /// How many have been set until now.
  private(set) var setCount: UInt64 = 0
  /// The firm whose orders the first fence has come to.
  var walkedFirm = FirmID.none

  /// Places for mass cancels, and further ones for kills.
  init(limits: VenueLimits) {
    fences = FixedQueue(capacity: limits.massCancels + limits.kills, repeating: Fence())
    massCancels = UInt32(limits.massCancels)
    massCancelsPerFirm = UInt32(limits.massCancelsPerFirm)
    byFirm = Slab(capacity: limits.firms + 1, repeating: 0)
    ownByFirm = Slab(capacity: limits.firms + 1, repeating: 0)
  }

  var count: UInt32 { fences.count }
  var isEmpty: Bool { fences.isEmpty }
  var capacity: Int { fences.capacity }
  var hasRoomForMassCancel: Bool { count < massCancels }
  func hasRoomForMassCancel(of firm: FirmID) -> Bool {
    ownByFirm[firm.rawValue] < massCancelsPerFirm
  }
  var hasRoomForKill: Bool { fences.hasRoom }

  /// The fence that was set first.
  var first: Fence { fences.first }
  /// How many had been set before the first one.
  var setBeforeFirst: UInt64 { setCount - UInt64(count) }

  /// A fence by its place in their order, 0 ..< count.
  subscript(_ place: UInt32) -> Fence { fences[place] }

  /// The fence that an order stands behind: of several the one that was set first.
  func fence(over order: Order) -> Fence? {
    guard count > 0, byFirm[order.firm.rawValue] > 0 || byFirm[FirmID.none.rawValue] > 0 else {
      return nil
    }
    for place in 0..<count where self[place].covers(order) { return self[place] }
    return nil
  }

  /// Adds a fence; the caller has made sure of the room.
  mutating func append(_ fence: Fence) {
    fences.append(fence)
    setCount += 1
    byFirm[(fence.firm ?? .none).rawValue] += 1
    if fence.setBy != .venue { ownByFirm[(fence.firm ?? .none).rawValue] += 1 }
  }

  /// Takes out the fence that was set first.
  mutating func removeFirst() {
    byFirm[(first.firm ?? .none).rawValue] -= 1
    if first.setBy != .venue { ownByFirm[(first.firm ?? .none).rawValue] -= 1 }
    fences.removeFirst()
  }
}
