import FIXSession
import Market
import OrderEntry

/// The drop copy of a session: what it is entitled to, and where in its feed it stands.
///
/// Which message is before another one is a matter of the log alone: PrevFeedSeq(7841) is remembered while the feed
/// goes on, and where that is not known, or the consumer names another place, it is sought in the log.
struct SessionFeed {
  private(set) var history: EntitlementHistory
  /// FeedSeq(7840) of the last message; zero where none was before.
  private(set) var last: UInt64 = 0
  /// Events up to here may have been told by it.
  private(set) var toldEnd: UInt64
  /// What the session itself was told is not told again up to here, where its consumer has gone back.
  private(set) var ownEnd: UInt64 = 0
  /// The place that is to be found before it goes on; nil where it is known.
  private(set) var search: FeedSearch?

  init(_ setup: GatewaySessionSetup) {
    history = EntitlementHistory(setup.entitlements)
    let isNew = setup.reservedUpTo == 0 && setup.numbers.epoch == SessionNumbers.first.epoch
    toldEnd = isNew ? 0 : setup.servedEnd
    search = FeedSearch()
  }

  /// What it is entitled to has changed.
  mutating func note(_ change: EntitlementChange) { history.note(change) }

  /// The place behind which it was served has changed.
  mutating func seekPlace() {
    ownEnd = 0
    search = FeedSearch()
  }

  /// The consumer wants to go on behind a message; the oldest retained event for zero.
  mutating func seek(behind feedSeq: UInt64) { search = FeedSearch(behind: feedSeq) }

  mutating func goOn(_ search: FeedSearch) { self.search = search }

  /// It goes on behind the message of this number.
  mutating func found(_ feedSeq: UInt64) {
    last = feedSeq
    search = nil
  }

  /// Its consumer goes on behind another message; the session was served up to `servedEnd` before.
  mutating func goOn(behind feedSeq: UInt64, servedEnd: UInt64) {
    ownEnd = max(ownEnd, servedEnd)
    found(feedSeq)
  }

  /// The event became a message of this place.
  mutating func told(_ place: FeedPlace, end: UInt64) {
    last = place.feedSeq
    toldEnd = max(toldEnd, end)
  }
}

/// A search for a place in a feed: segment by segment of the event log, each from its begin, in steps.
struct FeedSearch {
  /// FeedSeq(7840) to go on behind; nil for the last one before the place that the session is served up to.
  let behind: UInt64?
  /// Where the segment begins that is looked through, and how far it was; nil before the first step.
  var segment: UInt64?
  var next: UInt64?
  /// FeedSeq(7840) of the last message of the segment so far; zero for none.
  var found: UInt64 = 0

  init(behind: UInt64? = nil) { self.behind = behind }

  /// The segment is looked through; the one before begins at `previous`.
  mutating func endSegment(before previous: UInt64) -> FeedOutcome {
    if behind != nil { return .unknown }
    if found > 0 || segment == 0 { return .place(found) }
    segment = previous
    next = previous
    return .unfinished
  }
}

/// What a step of a search for a place in a feed has come to.
enum FeedOutcome: Equatable {
  case unfinished
  /// No message of the feed has that number.
  case unknown
  /// The last message before the session's place has this number.
  case place(UInt64)
  /// The message that the consumer has named, and where its event ends.
  case message(UInt64, end: UInt64)
}
