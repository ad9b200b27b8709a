import Market
import Memory
import Records
import Titles

/// What becomes of title documents by themselves: their time ends.
extension Venue {
  /// Whether a document's time is over; one that settles waits for its trade.
  var hasTitleWork: Bool { titles.nextExpiry.map { $0 < now } ?? false }

  /// The first instant at which a document's time is over.
  var nextTitleWork: Instant? { titles.nextExpiry?.adding(nanoseconds: 1) }

  /// One document expires, and an order that it backs is cancelled: it counts as a trade whose state ends.
  mutating func expireTitle(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    budget.orders -= Limits.ordersPerTrade
    guard let slot = titles.dueToExpire(at: now) else { return }
    var asked = TitleRequest()
    asked.document = titles.id(of: slot)
    asked.action = .expire
    asked.actor = .clock
    do throws(NoticeFailure) {
      try perform(asked, Span(), Text32(), into: &events)
    } catch {
      preconditionFailure("a document whose time is over expires")
    }
  }
}
