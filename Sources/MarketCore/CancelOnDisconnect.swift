import Market
import Memory
import Records

extension CancelOnDisconnect {
  /// What a Logon(A) has it be; nil where that is nothing that there is.
  init?(_ logon: SessionLogon) {
    guard let type = CancelOnDisconnectType(rawValue: logon.cancelOnDisconnectType) else {
      return nil
    }
    self.init(
      type, graceMilliseconds: logon.cancelOnDisconnectGrace,
      cancelsGoodTill: logon.cancelsGoodTill != 0)
  }
}

/// When a session that is away has its orders cancelled.
struct Grace: HeapElement {
  var until = Instant.none
  /// Graces that are over at one instant end by the sessions' numbers.
  var session = SessionID.venue

  func precedes(_ other: Grace) -> Bool {
    until != other.until ? until < other.until : session.rawValue < other.session.rawValue
  }
}

/// The graces that run, the one that is over first in front: one of a session at most, which knows its
/// place.
struct Graces: ~Copyable {
  private var heap: Heap<Grace>

  init(sessions: Int) { heap = Heap(capacity: sessions, repeating: Grace()) }

  var count: UInt32 { heap.count }

  /// The grace that is over next.
  var first: Grace? { heap.first }

  /// Whether it is over at or before `instant`.
  func isDue(at instant: Instant) -> Bool { heap.count > 0 && heap[0].until <= instant }

  /// A grace by its place, in no order that means anything.
  subscript(_ place: UInt32) -> Grace { heap[place] }

  mutating func add(_ id: SessionID, until: Instant, in reference: inout ReferenceData) {
    precondition(reference[id].grace == nil, "a session is away once")
    heap.add(Grace(until: until, session: id)) { reference[$0.session].grace = $1 }
  }

  mutating func remove(_ id: SessionID, in reference: inout ReferenceData) {
    guard let place = reference[id].grace else { return }
    heap.remove(at: place) { reference[$0.session].grace = $1 }
    reference[id].grace = nil
  }
}

/// Cancel on disconnect: a session that does not come back within its grace has its orders cancelled.
extension Venue {
  /// A session's connection has ended.
  mutating func beginGrace(of id: SessionID, isOrderly: Bool) {
    if reference[id].cancelOnDisconnect.type.applies(isOrderly: isOrderly) { startGrace(of: id) }
  }

  /// The session is back.
  mutating func endGrace(of id: SessionID) {
    graces.remove(id, in: &reference)
    reference[id].awaitsGrace = false
  }

  /// A new process has no connection of the old one: they are lost. While nobody can log on no grace
  /// runs, and one that was running begins anew.
  mutating func endAllConnections() {
    for number in 1..<(reference.sessionCount + 1) {
      let id = SessionID(rawValue: number)
      let session = reference[id]
      let isLost = session.isLoggedOn && session.cancelOnDisconnect.type.applies(isOrderly: false)
      reference[id].isLoggedOn = false
      subscriptions.removeAll(of: id)
      guard isLost || session.grace != nil else { continue }
      graces.remove(id, in: &reference)
      reference[id].awaitsGrace = true
    }
  }

  /// The venue stood still: nobody could come back, and graces that were running begin anew.
  mutating func awaitRunningGraces() {
    while let grace = graces.first {
      graces.remove(grace.session, in: &reference)
      reference[grace.session].awaitsGrace = true
    }
  }

  /// Sessions can log on again.
  mutating func beginAwaitedGraces() {
    for number in 1..<(reference.sessionCount + 1) {
      let id = SessionID(rawValue: number)
      guard reference[id].awaitsGrace else { continue }
      reference[id].awaitsGrace = false
      startGrace(of: id)
    }
  }

  /// The grace that is due is over.
  mutating func endDueGrace() {
    guard let due = graces.first else { preconditionFailure("a grace is due") }
    graces.remove(due.session, in: &reference)
    cancelOrders(of: due.session)
  }

  private mutating func startGrace(of id: SessionID) {
    let nanos = Int64(reference[id].cancelOnDisconnect.graceMilliseconds) * 1_000_000
    if nanos == 0 { return cancelOrders(of: id) }
    graces.add(id, until: now.adding(nanoseconds: nanos), in: &reference)
  }

  /// A session has one such fence at most: a later one stands for the earlier one too.
  private mutating func cancelOrders(of id: SessionID) {
    guard reference[id].liveOrders > 0 else { return }
    var fence = Fence()
    fence.lastOrderID = OrderID(rawValue: numbers.lastOrderID)
    fence.firm = reference[id].firm
    fence.session = id
    fence.cause = .disconnect
    fence.keepsGoodTill = !reference[id].cancelOnDisconnect.cancelsGoodTill
    setAnew(fence)
  }
}

extension Graces: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    heap.transfer(by: &transfer)
  }
}
