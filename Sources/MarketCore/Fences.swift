import Market
import Memory

/// The fences whose orders are not yet all cancelled, in the order in which they were set.
///
/// Those that somebody has asked for, and apart from them those that the venue sets itself: for ended
/// connections, of which a session has one at most, for the minimum interval, of which each side of a
/// control group's orders in an instrument has one at most, and for new terms of an instrument. So an order is compared with few, however many
/// there are.
struct Fences: ~Copyable {
  private var asked: FixedQueue<Fence>
  private var disconnects: FencesByKey
  private var intervals: FencesByKey
  private var newTerms: FencesByKey
  private let massCancels: UInt32
  private let massCancelsPerFirm: UInt32
  /// How many of those asked for are for each firm; at 0 how many are for all.
  private var byFirm: Slab<UInt32>
  /// How many each firm has set itself.
  private var ownByFirm: Slab<UInt32>
  /// How many have been set until now.
  private(set) var setCount: UInt64 = 0
  /// The firm whose orders the first fence has come to.
  var walkedFirm = FirmID.none

  /// Places for mass cancels, further ones for kills, and one for each key of the others.
  init(limits: VenueLimits) {
    asked = FixedQueue(capacity: limits.massCancels + limits.kills, repeating: Fence())
    disconnects = FencesByKey(keys: limits.sessions + 1)
    intervals = FencesByKey(keys: 2 * limits.fillTimes)
    newTerms = FencesByKey(keys: limits.instruments + 1)
    massCancels = UInt32(limits.massCancels)
    massCancelsPerFirm = UInt32(limits.massCancelsPerFirm)
    byFirm = Slab(capacity: limits.firms + 1, repeating: 0)
    ownByFirm = Slab(capacity: limits.firms + 1, repeating: 0)
  }

  var isEmpty: Bool { count == 0 }
  /// All that are pending.
  private(set) var count: UInt32 = 0
  /// Mass cancels and kills that are pending, and how many may be.
  var requested: UInt32 { asked.count }
  var requestedCapacity: UInt32 { UInt32(asked.capacity) }
  var hasRoomForMassCancel: Bool { requested < massCancels }
  func hasRoomForMassCancel(of firm: FirmID) -> Bool {
    ownByFirm[firm.rawValue] < massCancelsPerFirm
  }
  var hasRoomForKill: Bool { asked.hasRoom }

  /// The fence that was set first.
  var first: Fence {
    let first = Fences.earlier(
      Fences.earlier(asked.isEmpty ? nil : asked.first, disconnects.first),
      Fences.earlier(intervals.first, newTerms.first))
    guard let first else { preconditionFailure("a fence is pending") }
    return first
  }
  /// How many had been set before the first one.
  var setBeforeFirst: UInt64 { first.number }

  /// A fence by its place, 0 ..< count: those asked for, for ended connections, for the interval, for new terms.
  subscript(_ place: UInt32) -> Fence {
    if place < asked.count { return asked[place] }
    var place = place - asked.count
    if place < disconnects.count { return disconnects[place] }
    place -= disconnects.count
    return place < intervals.count ? intervals[place] : newTerms[place - intervals.count]
  }

  /// The fence that an order stands behind: of several the one that was set first.
  func fence(over order: Order) -> Fence? {
    guard !isEmpty, !order.isOfAuction else { return nil }
    let own = fenceOfItsOwn(over: order)
    guard byFirm[order.firm.rawValue] > 0 || byFirm[FirmID.none.rawValue] > 0 else { return own }
    for place in 0..<asked.count where asked[place].covers(order) {
      return Fences.earlier(own, asked[place])
    }
    return own
  }

  /// The pending fence of the same cause and key as another, where there is one of each at most.
  func pending(like fence: Fence) -> Fence? {
    switch fence.cause {
    case .massCancel, .kill: nil
    case .disconnect: disconnects.fence(of: fence.key)
    case .minimumInterval: intervals.fence(of: fence.key)
    case .newTerms: newTerms.fence(of: fence.key)
    }
  }

  /// Adds a fence; the caller has made sure of the room.
  mutating func append(_ fence: Fence) {
    var fence = fence
    fence.number = setCount
    setCount += 1
    count += 1
    switch fence.cause {
    case .disconnect: return disconnects.append(fence)
    case .minimumInterval: return intervals.append(fence)
    case .newTerms: return newTerms.append(fence)
    case .massCancel: ownByFirm[(fence.firm ?? .none).rawValue] += 1
    case .kill: break
    }
    byFirm[(fence.firm ?? .none).rawValue] += 1
    asked.append(fence)
  }

  /// Takes out the fence that was set first.
  mutating func removeFirst() {
    let fence = first
    switch fence.cause {
    case .disconnect, .minimumInterval, .newTerms: return remove(fence)
    case .massCancel: ownByFirm[(fence.firm ?? .none).rawValue] -= 1
    case .kill: break
    }
    byFirm[(fence.firm ?? .none).rawValue] -= 1
    asked.removeFirst()
    count -= 1
  }

  /// Takes out a fence that nobody has asked for.
  mutating func remove(_ fence: Fence) {
    count -= 1
    switch fence.cause {
    case .disconnect: disconnects.remove(fence.key)
    case .minimumInterval: intervals.remove(fence.key)
    case .newTerms: newTerms.remove(fence.key)
    case .massCancel, .kill: preconditionFailure("what was asked for ends in its turn")
    }
  }

  /// The fence for the end of its session's connection, for the interval or for new terms that an order stands behind.
  private func fenceOfItsOwn(over order: Order) -> Fence? {
    var disconnect = disconnects.fence(of: order.session.rawValue)
    if !newTerms.isEmpty {
      let terms = newTerms.fence(of: order.instrument.rawValue)
      disconnect = Fences.earlier(disconnect.covering(order), terms.covering(order))
    }
    guard order.fillTimes != Order.none else { return disconnect.covering(order) }
    let interval = intervals.fence(of: Fence.key(order.fillTimes, order.side))
    return Fences.earlier(disconnect.covering(order), interval.covering(order))
  }

  private static func earlier(_ one: Fence?, _ other: Fence?) -> Fence? {
    guard let one, let other else { return one ?? other }
    return one.number < other.number ? one : other
  }
}

extension Fence? {
  /// The fence where the order stands behind it.
  fileprivate func covering(_ order: Order) -> Fence? { flatMap { $0.covers(order) ? $0 : nil } }
}

extension Fences: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    asked.transfer(by: &transfer)
    disconnects.transfer(by: &transfer)
    intervals.transfer(by: &transfer)
    newTerms.transfer(by: &transfer)
    transfer.move(&byFirm)
    transfer.move(&ownByFirm)
    transfer.move(&setCount)
    transfer.move(&walkedFirm)
    transfer.move(&count)
  }
}
