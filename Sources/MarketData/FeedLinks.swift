import Market
import Memory

/// An instrument in a subscription of a session.
struct FeedLink: BitwiseCopyable {
  /// MDReqID(262).
  var mdReqID = Text32()
  var terms = FeedTerms()
  var session = SessionID.venue
  var instrument = InstrumentID.none
  /// MDSeq(7830) of the last message about it.
  var toldSeq: UInt64 = 0
  /// What it shares with others; none where it is asked for once.
  var channel = FeedLinks.none
  /// A snapshot is due, and until then nothing else.
  var isStale = false
  /// It is over with its snapshot.
  var isOnce = false
  /// The links of the same channel, and of the same session.
  var nextOfChannel = FeedLinks.none
  var previousOfChannel = FeedLinks.none
  var nextOfSession = FeedLinks.none
}

/// All links of a feed, by session, in room that is allocated once.
struct FeedLinks: ~Copyable {
  static var none: UInt32 { .max }

  private var pool: SlotPool
  private var links: Slab<FeedLink>
  /// The first link of a session, by its number.
  private var heads: Slab<UInt32>
  /// Links whose snapshots are due.
  private var stale: IndexQueue

  init(capacity: Int, sessions: Int) {
    pool = SlotPool(capacity: capacity)
    links = Slab(capacity: capacity, repeating: FeedLink())
    heads = Slab(capacity: sessions + 1, repeating: Self.none)
    stale = IndexQueue(capacity: capacity)
  }

  var count: Int { pool.inUse }
  var staleCount: Int { stale.count }

  subscript(_ link: UInt32) -> FeedLink {
    get { links[link] }
    set { links[link] = newValue }
  }

  /// Room for one more; nil where there is none.
  mutating func add(_ link: FeedLink) -> UInt32? {
    guard let slot = pool.take() else { return nil }
    links[slot] = link
    links[slot].nextOfSession = heads[link.session.rawValue]
    heads[link.session.rawValue] = slot
    return slot
  }

  /// The first link of a session.
  func first(of session: SessionID) -> UInt32? { present(heads[session.rawValue]) }

  /// The next link of the same session.
  func next(_ link: UInt32) -> UInt32? { present(links[link].nextOfSession) }

  private func present(_ link: UInt32) -> UInt32? { link == Self.none ? nil : link }

  /// Takes a link from its session; it is in no channel any more.
  mutating func remove(_ link: UInt32) {
    let session = links[link].session.rawValue
    if heads[session] == link {
      heads[session] = links[link].nextOfSession
    } else {
      var previous = heads[session]
      while links[previous].nextOfSession != link { previous = links[previous].nextOfSession }
      links[previous].nextOfSession = links[link].nextOfSession
    }
    links[link].isStale = false
    links[link].session = .venue
    pool.give(link)
  }

  /// A snapshot is due of a link.
  mutating func makeStale(_ link: UInt32) {
    links[link].isStale = true
    stale.append(link)
  }

  /// The link whose snapshot has been due longest; nil where none is.
  mutating func takeStale() -> UInt32? {
    while let link = stale.removeFirst() {
      if pool.isTaken(link), links[link].isStale { return link }
    }
    return nil
  }
}
