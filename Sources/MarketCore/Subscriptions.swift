import Market
import Memory

/// A subscription to market data, or to a status.
struct Subscription: BitwiseCopyable {
  /// MDReqID(262), SecurityStatusReqID(324) or TradSesReqID(335).
  var mdReqID = Text32()
  var session = SessionID.venue
  /// How many instruments it has, where it is one to market data.
  var instruments: UInt32 = 0
  /// `StatusSubject`; zero for market data.
  var subject: UInt32 = 0
  fileprivate var next = Subscriptions.none
}

/// The subscriptions of sessions that are logged on. Who is told what is the gateway's; here is what makes a name
/// known, and keeps them within their limits.
struct Subscriptions: ~Copyable {
  static var none: UInt32 { .max }

  private var pool: SlotPool
  private var subscriptions: Slab<Subscription>
  /// The last one of a session, by its number.
  private var heads: Slab<UInt32>
  /// Instruments of all of them.
  private(set) var instruments = 0
  /// What the market as a whole is doing.
  var market = MarketStatusWatch()
  private let instrumentsMost: Int

  init(limits: VenueLimits) {
    pool = SlotPool(capacity: limits.subscriptions)
    subscriptions = Slab(capacity: limits.subscriptions, repeating: Subscription())
    heads = Slab(capacity: limits.sessions + 1, repeating: Self.none)
    instrumentsMost = limits.subscribedInstruments
  }

  var count: Int { pool.inUse }

  /// How many subscriptions a session has, and how many instruments are in them.
  func load(of session: SessionID) -> (subscriptions: Int, instruments: Int) {
    var load = (0, 0)
    var slot = heads[session.rawValue]
    while slot != Self.none {
      load = (load.0 + 1, load.1 + Int(subscriptions[slot].instruments))
      slot = subscriptions[slot].next
    }
    return load
  }

  /// Calls `body` with each subscription of a session, the last one first.
  func forEach(of session: SessionID, _ body: (Subscription) -> Void) {
    var slot = heads[session.rawValue]
    while slot != Self.none {
      body(subscriptions[slot])
      slot = subscriptions[slot].next
    }
  }

  /// The subscription of a name; nil where the session has none.
  func find(_ mdReqID: Text32, of session: SessionID) -> Subscription? {
    var slot = heads[session.rawValue]
    while slot != Self.none, subscriptions[slot].mdReqID != mdReqID {
      slot = subscriptions[slot].next
    }
    return slot == Self.none ? nil : subscriptions[slot]
  }

  /// Whether a subscription with so many instruments has room among those of all.
  func hasRoom(for count: Int) -> Bool {
    pool.available > 0 && instruments + count <= instrumentsMost
  }

  /// Adds a subscription; the caller has made sure of the room.
  mutating func add(_ mdReqID: Text32, of session: SessionID, instruments count: Int) {
    add(Subscription(mdReqID: mdReqID, session: session, instruments: UInt32(count)))
  }

  /// Adds one to a status; the caller has made sure of the room.
  mutating func add(_ reqID: Text32, of session: SessionID, to subject: StatusSubject) {
    add(Subscription(mdReqID: reqID, session: session, subject: UInt32(subject.rawValue)))
    guard subject == .market else { return }
    market.subscribe()
    market.tell()
  }

  private mutating func add(_ subscription: Subscription) {
    guard let slot = pool.take() else { preconditionFailure("a subscription has room") }
    let session = subscription.session.rawValue
    subscriptions[slot] = subscription
    subscriptions[slot].next = heads[session]
    heads[session] = slot
    instruments += Int(subscription.instruments)
  }

  /// Ends a subscription, which the session has.
  mutating func remove(_ mdReqID: Text32, of session: SessionID) {
    var (previous, slot) = (Self.none, heads[session.rawValue])
    while subscriptions[slot].mdReqID != mdReqID {
      (previous, slot) = (slot, subscriptions[slot].next)
    }
    let next = subscriptions[slot].next
    if previous == Self.none {
      heads[session.rawValue] = next
    } else {
      subscriptions[previous].next = next
    }
    give(slot)
  }

  /// Ends all subscriptions of a session: its connection has ended.
  mutating func removeAll(of session: SessionID) {
    var slot = heads[session.rawValue]
    heads[session.rawValue] = Self.none
    while slot != Self.none {
      let next = subscriptions[slot].next
      give(slot)
      slot = next
    }
  }

  private mutating func give(_ slot: UInt32) {
    instruments -= Int(subscriptions[slot].instruments)
    if subscriptions[slot].subject == UInt32(StatusSubject.market.rawValue) { market.unsubscribe() }
    pool.give(slot)
  }
}

extension Subscriptions: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    pool.transfer(by: &transfer)
    transfer.move(&subscriptions)
    transfer.move(&heads)
    transfer.move(&instruments)
    transfer.move(&market)
  }
}
