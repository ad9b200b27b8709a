public import Market
import Memory

/// An action of the operator that waits for a second person.
public struct PendingApproval: Sendable, BitwiseCopyable {
  /// Counts them, from 1.
  public var number: UInt64 = 0
  /// When it was asked for, and until when it may be approved.
  public var at = Instant.none
  public var until = Instant.none
  public var action = OperatorAction.market(ControlMarket())
  public var reason = ReasonText()
}

/// The actions that wait for a second person, in the order in which they were asked for, and which kinds do.
///
/// Whether one has expired is judged when approvals are looked at, so that no timer runs for it.
struct Approvals: ~Copyable {
  /// So many may wait; one more is refused.
  static var most: Int { 16 }

  private var waiting: FixedQueue<PendingApproval>
  private(set) var lastNumber: UInt64 = 0
  /// `OperatorActionKind` bits: these wait.
  private(set) var kinds: UInt64 = 0
  private(set) var nanos: Int64 = 0

  init() { waiting = FixedQueue(capacity: Self.most, repeating: PendingApproval()) }

  var count: UInt32 { waiting.count }

  /// One by its place in their order, 0 ..< count.
  subscript(_ place: UInt32) -> PendingApproval { waiting[place] }

  /// Has these kinds wait from now on, each so long; those that wait are not touched.
  mutating func define(_ kinds: UInt64, nanos: Int64) {
    self.kinds = kinds
    self.nanos = nanos
  }

  func demands(_ action: OperatorAction) -> Bool {
    action.kind.map { kinds & $0.bit != 0 } ?? false
  }

  /// Has an action wait; nil where there is no room.
  mutating func add(
    _ action: OperatorAction, _ reason: ReasonText, at now: Instant
  ) -> PendingApproval? {
    guard waiting.hasRoom else { return nil }
    lastNumber += 1
    var pending = PendingApproval()
    pending.number = lastNumber
    pending.at = now
    pending.until = now.adding(nanoseconds: nanos)
    pending.action = action
    pending.reason = reason
    waiting.append(pending)
    return pending
  }

  /// The place of the one with that number.
  func place(of number: UInt64) -> UInt32? {
    for place in 0..<count where waiting[place].number == number { return place }
    return nil
  }

  /// The place of the first whose time is over.
  func expired(at now: Instant) -> UInt32? {
    for place in 0..<count where waiting[place].until <= now { return place }
    return nil
  }

  mutating func remove(at place: UInt32) -> PendingApproval { waiting.remove(at: place) }
}

extension Approvals: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    waiting.transfer(by: &transfer)
    transfer.move(&lastNumber)
    transfer.move(&kinds)
    transfer.move(&nanos)
  }
}
