import FIX44
public import FIXWire
import Market
import Memory

/// MarketDataSnapshotFullRefresh(W): what is published of an instrument as it is now.
extension MarketFeed {
  /// Writes the body of a link's snapshot behind the head that the session has given it. From then on the link is
  /// told changes, or, where it was asked for once, is gone.
  public mutating func writeSnapshot(of link: UInt32, to message: inout MessageEncoder) {
    precondition(!isPending, "what has changed is told before a snapshot")
    let wanted = links[link]
    let sheet = board[wanted.instrument]
    entries.beginFields()
    let count = encodeSnapshot(wanted, sheet)
    message.field(.mdReqID, wanted.mdReqID)
    message.field(.symbol, sheet.symbol.text)
    if let change = sheet.change {
      message.decimal(.netChgPrevDay, change.tenThousandths, scale: Price.scale)
    }
    message.field(.noMDEntries, UInt64(count))
    message.append(entries.fields)
    if wanted.terms.ownTags { message.field(.mdSeq, sheet.mdSeq) }
    links[link].toldSeq = sheet.mdSeq
    links[link].isStale = false
    if wanted.isOnce { remove(link) }
  }

  private mutating func encodeSnapshot(_ link: FeedLink, _ sheet: InstrumentSheet) -> Int {
    var count = encodeBest(.buy, link, sheet) + encodeBest(.sell, link, sheet)
    if link.terms.entries.contains(.trades), sheet.lastTrade.tradeID != .none {
      entries.char(.mdEntryType, CodeSet.MDEntryType.trade.rawValue)
      encode(sheet.lastTrade)
      count += 1
    }
    let figures = figures(of: link.instrument, link.terms.entries)
    for index in PublishedFigures.kinds.indices {
      let kind = PublishedFigures.kinds[index]
      guard let value = figures[kind] else { continue }
      entries.char(.mdEntryType, kind)
      encode(value)
      count += 1
    }
    return count
  }

  /// Of these entries what there is to tell now.
  func figures(
    of instrument: InstrumentID, _ wanted: MarketDataEntries
  ) -> PublishedFigures {
    let indication = wanted.contains(.imbalance) ? board.indication(of: instrument) : nil
    return PublishedFigures(board[instrument], wanted, indication)
  }

  private mutating func encodeBest(
    _ side: Side, _ link: FeedLink, _ sheet: InstrumentSheet
  ) -> Int {
    guard link.terms.takes(side) else { return 0 }
    let best = copyBest(of: link.instrument, side, link.terms)
    for place in 0..<best {
      entries.char(.mdEntryType, Self.kind(side))
      encode(now[UInt32(place)], place + 1, sheet)
    }
    return best
  }
}

/// The parts of entries.
extension MarketFeed {
  static func kind(_ side: Side) -> UInt8 {
    (side == .buy ? CodeSet.MDEntryType.bid : .offer).rawValue
  }

  /// The best of a side as it is now: `now`, and how many.
  mutating func copyBest(
    of instrument: InstrumentID, _ side: Side, _ terms: FeedTerms
  ) -> Int {
    board.view.copyBest(
      of: instrument, side, byOrder: terms.isByOrder, most: Int(terms.depth), to: &now)
  }

  /// A price of the book, or an order.
  mutating func encode(_ entry: WindowEntry, _ place: Int, _ sheet: InstrumentSheet) {
    entries.decimal(.mdEntryPx, entry.price.tenThousandths, scale: Price.scale)
    entries.decimal(
      .mdEntrySize, Int64(entry.lots) * sheet.lot.thousandths, scale: Quantity.scale)
    if entry.isAllOrNone != 0 { entries.field(.execInst, "G") }
    if entry.orderID == .none {
      entries.field(.numberOfOrders, UInt64(entry.orders))
    } else {
      entries.field(.orderID, entry.orderID.rawValue)
    }
    entries.field(.mdEntryPositionNo, UInt64(place))
  }

  /// Price, quantity and time of a trade.
  mutating func encode(_ trade: DayTrade) {
    entries.decimal(.mdEntryPx, trade.price.tenThousandths, scale: Price.scale)
    entries.decimal(.mdEntrySize, trade.quantity.thousandths, scale: Quantity.scale)
    entries.field(.mdEntryDate, CivilDate(trade.time, utcOffsetSeconds: 0))
    entries.time(.mdEntryTime, trade.time)
  }

  /// A figure of the day. TradeCondition(277) says of which side more is left over: P bought, Q sold.
  mutating func encode(_ figure: PublishedFigure) {
    switch figure {
    case .price(let price): entries.decimal(.mdEntryPx, price, scale: Price.scale)
    case .quantity(let quantity): entries.decimal(.mdEntrySize, quantity, scale: Quantity.scale)
    case .imbalance(let indication):
      let surplus = indication.surplus.thousandths
      entries.decimal(.mdEntryPx, indication.price.tenThousandths, scale: Price.scale)
      entries.decimal(.mdEntrySize, abs(surplus), scale: Quantity.scale)
      if surplus != 0 { entries.field(.tradeCondition, surplus > 0 ? "P" : "Q") }
    }
  }
}
