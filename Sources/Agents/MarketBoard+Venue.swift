public import Market
public import MarketCore
public import MarketData

extension MarketBoard {
  /// A board of a venue's instruments, with room for all that its books may hold. Nothing is on it yet.
  public init(
    _ venue: borrowing Venue, firms: [(FirmID, CompID)], brand: (Symbol) -> Text32?
  ) {
    let (limits, room) = (VenueLimits(), venue.bookRoom)
    self.init(
      orders: room.orders, levelPages: room.levelPages, instruments: limits.instruments,
      firms: limits.firms)
    for (firm, code) in firms { define(firm, code) }
    venue.forEachInstrument { instrument, symbol, lot in
      define(instrument, symbol, lot: lot, brand: brand(symbol) ?? Text32())
      let prices = venue.prices(of: instrument)
      define(instrument, tick: prices.tick, reference: prices.reference)
    }
  }
}
