import Market
import MarketCore
import MarketData

/// The books as the venue's events tell them, to be compared with its books.
struct ViewedBooks: ~Copyable {
  private var view: BookView
  /// Why a change did not go with the ones before it.
  private var error: BookViewError?

  init(_ limits: VenueLimits) {
    view = BookView(
      orders: limits.restingOrders, levelPages: limits.levelPages, instruments: limits.instruments)
  }

  mutating func take(_ changes: [BookChanged]) {
    do throws(BookViewError) {
      for change in changes { try view.apply(change) }
    } catch {
      self.error = error
    }
  }

  /// A side as the venue has it and as its events tell it, where these are not the same.
  func difference(
    from venue: borrowing Venue, _ instrument: InstrumentID, _ side: Side
  ) -> (venue: [String], events: [String])? {
    if let error { return ([], ["\(error)"]) }
    var orders: [BookOrder] = []
    var levels: [BookLevel] = []
    venue.forEachOrder(of: instrument, side) { orders.append($0) }
    venue.forEachLevel(of: instrument, side) { levels.append($0) }
    var viewed: [BookOrder] = []
    var viewedLevels: [BookLevel] = []
    view.forEachOrder(of: instrument, side) { viewed.append($0) }
    view.forEachLevel(of: instrument, side) { viewedLevels.append($0) }
    let numbers = (venue.mdSeq(of: instrument), view.mdSeq(of: instrument))
    if orders == viewed && levels == viewedLevels && numbers.0 == numbers.1 { return nil }
    return (
      orders.map { "\($0)" } + levels.map { "\($0)" } + ["change \(numbers.0)"],
      viewed.map { "\($0)" } + viewedLevels.map { "\($0)" } + ["change \(numbers.1)"]
    )
  }
}
