import Market
import Matching
import Memory
import Records

/// With whom a firm deals, where it chooses: in deals, and where an order names a listing.
extension Venue {
  /// A firm's list, told anew and whole. A trade that it has made stands.
  mutating func define(
    _ body: DefineCounterparties, _ command: RawSpan
  ) throws(DefinitionRefusal) {
    guard reference.knows(body.firm) else {
      throw DefinitionRefusal(.unknownFirm, Int64(body.firm.rawValue))
    }
    let length =
      MemoryLayout<DefineCounterparties>.size + Int(body.count) * MemoryLayout<FirmID>.size
    guard body.isLimited == 1 || body.isLimited == 0 && body.count == 0,
      Int(cause.bodyLength) >= length, RecordHead.byteCount + length <= command.byteCount
    else { throw DefinitionRefusal(.invalidValue, Int64(body.count)) }
    for place in 0..<Int(body.count) {
      let named = command.loadTrailing(FirmID.self, place, behind: DefineCounterparties.self)
      guard reference.knows(named) else {
        throw DefinitionRefusal(.unknownFirm, Int64(named.rawValue))
      }
    }
    counterparties.remove(of: body.firm)
    guard body.isLimited == 1 else { return }
    counterparties.open(for: body.firm)
    for place in 0..<Int(body.count) {
      let named = command.loadTrailing(FirmID.self, place, behind: DefineCounterparties.self)
      counterparties.add(named, to: body.firm)
    }
  }

  /// Guard 8: two firms deal with each other, as the lists of both have it.
  func checkCounterparties(_ firm: FirmID, _ other: FirmID) throws(OrderRefusal) {
    guard counterparties.mayDeal(firm, other) else {
      throw OrderRefusal(.counterpartyNotPermitted)
    }
  }

  /// Whether firms that do not deal with each other pass each other by in the book: in the mode listing, where who
  /// offers is known.
  @inline(__always)  // no copy of the instrument (benchmark `venue`)
  func filters(_ instrument: Instrument) -> Bool {
    counterparties.count > 0 && instrument.bookMode == .listing
  }

  /// Whether an incoming order passes by one that rests, of another control group.
  func passes(_ firm: FirmID, by order: MetOrder, _ owner: UInt32) -> Bool {
    order.owner != owner && !counterparties.mayDeal(firm, orders[order.tag].firm)
  }

  /// The best price at which an order of a session's firm would trade; nil where there is none.
  mutating func bestTick(for side: Side, in instrument: Instrument) -> Int32? {
    guard filters(instrument) else { return books.bestLevel(instrument.book, side.opposite)?.tick }
    let firm = reference[cause.session].firm
    let owner = reference[firm].controlGroup
    let incoming = IncomingOrder(
      book: instrument.book, side: side, limitTick: side == .buy ? .max : .min,
      lots: BookLimits.lotsPerOrder, owner: owner)
    fills.removeAll()
    var walk = books.walk(incoming)
    while let order = books.next(&walk, fills) {
      if !passes(firm, by: order, owner) { return order.tick }
    }
    return nil
  }
}
