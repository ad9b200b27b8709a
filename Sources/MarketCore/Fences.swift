import Market
import Memory

/// The fences whose orders are not yet all cancelled, in the order in which they were set.
struct Fences: ~Copyable {
  private var fences: FixedQueue<Fence>
  private let massCancels: UInt32
  private let massCancelsPerFirm: UInt32
  private let kills: UInt32
  /// How many are for ended connections.
  private var disconnects: UInt32 = 0
  /// How many are for each firm; at 0 how many are for all.
  private var byFirm: Slab<UInt32>
  /// How many each firm has set itself.
  private var ownByFirm: Slab<UInt32>
  /// How many have been set until now.
  private(set) var setCount: UInt64 = 0
  /// The firm whose orders the first fence has come to.
  var walkedFirm = FirmID.none

  /// Places for mass cancels, further ones for kills, and one for the end of each session's connection.
  init(limits: VenueLimits) {
    let capacity = limits.massCancels + limits.kills + limits.sessions
    fences = FixedQueue(capacity: capacity, repeating: Fence())
    massCancels = UInt32(limits.massCancels)
    massCancelsPerFirm = UInt32(limits.massCancelsPerFirm)
    kills = UInt32(limits.kills)
    byFirm = Slab(capacity: limits.firms + 1, repeating: 0)
    ownByFirm = Slab(capacity: limits.firms + 1, repeating: 0)
  }

  var count: UInt32 { fences.count }
  var isEmpty: Bool { fences.isEmpty }
  /// Mass cancels and kills that are pending, and how many may be.
  var requested: UInt32 { count - disconnects }
  var requestedCapacity: UInt32 { massCancels + kills }
  var hasRoomForMassCancel: Bool { requested < massCancels }
  func hasRoomForMassCancel(of firm: FirmID) -> Bool {
    ownByFirm[firm.rawValue] < massCancelsPerFirm
  }
  var hasRoomForKill: Bool { requested < requestedCapacity }

  /// The fence that was set first.
  var first: Fence { fences.first }
  /// How many had been set before the first one.
  var setBeforeFirst: UInt64 { first.number }

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
    var fence = fence
    fence.number = setCount
    fences.append(fence)
    setCount += 1
    byFirm[(fence.firm ?? .none).rawValue] += 1
    switch fence.cause {
    case .massCancel: ownByFirm[(fence.firm ?? .none).rawValue] += 1
    case .kill: break
    case .disconnect: disconnects += 1
    }
  }

  /// Takes out the fence at a place.
  mutating func remove(at place: UInt32) {
    let fence = fences.remove(at: place)
    byFirm[(fence.firm ?? .none).rawValue] -= 1
    switch fence.cause {
    case .massCancel: ownByFirm[(fence.firm ?? .none).rawValue] -= 1
    case .kill: break
    case .disconnect: disconnects -= 1
    }
  }
}
