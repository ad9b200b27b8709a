import FIX44
public import FIXWire
import Market
import Memory

/// What is to be told of a change to those who take a channel.
public enum FeedChange: Equatable, Sendable {
  /// Nothing that it takes has changed.
  case none
  /// So many entries of MarketDataIncrementalRefresh(X).
  case entries(Int)
  /// A snapshot: it takes no changes, or they are more than a message has room for.
  case snapshot
}

/// MarketDataIncrementalRefresh(X): what a command has changed.
extension MarketFeed {
  /// Writes the entries of the pending change for a channel: what is gone from the book, what has come, trades,
  /// figures. From then on they count as told.
  public mutating func encodeChange(of channel: UInt32) -> FeedChange {
    let terms = channels[channel].terms
    guard terms.isIncremental else { return .snapshot }
    entries.beginFields()
    let sheet = board[channels[channel].instrument]
    var count = 0
    var isWhole = encodeGone(.buy, of: channel, sheet, &count)
    isWhole = encodeGone(.sell, of: channel, sheet, &count) && isWhole
    isWhole = encodeCome(.buy, of: channel, sheet, &count) && isWhole
    isWhole = encodeCome(.sell, of: channel, sheet, &count) && isWhole
    for place in 0..<tradeCount where terms.entries.contains(.trades) {
      let trade = trades[UInt32(place)]
      isWhole = isWhole && entries.available > 1_024 + 160 * Int(trade.documentCount)
      if isWhole { encode(trade, sheet, terms, &count) }
    }
    encodeFigures(of: channel, sheet, &count)
    guard isWhole else { return .snapshot }
    return count == 0 ? .none : .entries(count)
  }

  /// Writes the body of a link's message: behind the head that the session has given it, the entries of the change.
  public mutating func writeChange(
    _ count: Int, for link: UInt32, to message: inout MessageEncoder
  ) {
    let seq = board[links[link].instrument].mdSeq
    message.field(.mdReqID, links[link].mdReqID)
    message.field(.noMDEntries, UInt64(count))
    message.append(entries.fields)
    if links[link].terms.ownTags {
      message.field(.mdSeq, seq)
      message.field(.prevMDSeq, links[link].toldSeq)
    }
    links[link].toldSeq = seq
  }

  /// Room for one more entry and the figures.
  private var hasRoom: Bool { entries.available > 1_024 }

  /// What is to be told of a side of a book; nil where the channel does not take it.
  private mutating func walk(_ side: Side, _ channel: UInt32) -> WindowWalk? {
    let shared = channels[channel]
    guard shared.terms.takes(side) else { return nil }
    let count = copyBest(of: shared.instrument, side, shared.terms)
    return WindowWalk(
      side, start: channels.start(channel, side),
      toldCount: side == .buy ? shared.bids : shared.offers, count: count)
  }

  /// What is not in the window any more. False where it has no room.
  private mutating func encodeGone(
    _ side: Side, of channel: UInt32, _ sheet: InstrumentSheet, _ count: inout Int
  ) -> Bool {
    guard var walk = walk(side, channel) else { return true }
    while let step = walk.next(told: channels.told, now: now) {
      guard case .gone(let entry) = step else { continue }
      guard hasRoom else { return false }
      entries.char(.mdUpdateAction, MDUpdateAction.delete.rawValue)
      entries.char(.mdEntryType, Self.kind(side))
      entries.field(.symbol, sheet.symbol.text)
      entries.decimal(.mdEntryPx, entry.price.tenThousandths, scale: Price.scale)
      if entry.orderID != .none { entries.field(.orderID, entry.orderID.rawValue) }
      count += 1
    }
    return true
  }

  /// What is new there, or has changed; and with that the whole window counts as told. False where it has no room.
  private mutating func encodeCome(
    _ side: Side, of channel: UInt32, _ sheet: InstrumentSheet, _ count: inout Int
  ) -> Bool {
    guard var walk = walk(side, channel) else { return true }
    var isWhole = true
    while isWhole, let step = walk.next(told: channels.told, now: now) {
      guard case .come(let entry, let isNew, let place) = step else { continue }
      isWhole = hasRoom
      guard isWhole else { break }
      let action: MDUpdateAction = isNew ? .new : .change
      entries.char(.mdUpdateAction, action.rawValue)
      entries.char(.mdEntryType, Self.kind(side))
      entries.field(.symbol, sheet.symbol.text)
      encode(entry, place, sheet)
      count += 1
    }
    channels.didTell(channel, side, now, count: walk.count)
    return isWhole
  }

  /// The figures that are not what was told last, and count as told from then on.
  private mutating func encodeFigures(
    of channel: UInt32, _ sheet: InstrumentSheet, _ count: inout Int
  ) {
    let told = channels[channel].figures
    let figures = figures(of: channels[channel].instrument, channels[channel].terms.entries)
    guard figures != told else { return }
    channels[channel].figures = figures
    for index in PublishedFigures.kinds.indices {
      let kind = PublishedFigures.kinds[index]
      guard figures[kind] != told[kind] else { continue }
      let action: MDUpdateAction =
        figures[kind] == nil ? .delete : told[kind] == nil ? .new : .change
      entries.char(.mdUpdateAction, action.rawValue)
      entries.char(.mdEntryType, kind)
      entries.field(.symbol, sheet.symbol.text)
      if let value = figures[kind] { encode(value) }
      count += 1
    }
  }

  private mutating func encode(
    _ told: ToldTrade, _ sheet: InstrumentSheet, _ terms: FeedTerms, _ count: inout Int
  ) {
    count += 1
    let action: MDUpdateAction = told.isBust != 0 ? .delete : .new
    entries.char(.mdUpdateAction, action.rawValue)
    entries.char(.mdEntryType, CodeSet.MDEntryType.trade.rawValue)
    entries.field(.mdEntryID, told.trade.tradeID.rawValue)
    entries.field(.symbol, sheet.symbol.text)
    guard told.isBust == 0 else { return }
    if terms.ownTags { encodeDocuments(of: told, sheet, terms.tier) }
    encode(told.trade)
    switch TradingMode(rawValue: told.modeCode) {
    case .negotiated: entries.field(.tradingSessionID, "NEG")
    case .auctionAscending, .auctionDescending: entries.field(.tradingSessionID, "AUC")
    case .listing, .continuous, nil: break
    }
    if terms.tier.sees(.parties) {
      entries.field(.mdEntryOriginator, board.code(of: told.seller).text)
    }
    encodeChange(of: told, sheet)
  }

  /// NoUnderlyings(711): what documents a trade in the mode listing has moved, as far as the tier is told.
  private mutating func encodeDocuments(
    of told: ToldTrade, _ sheet: InstrumentSheet, _ tier: DisclosureTier
  ) {
    guard told.documentCount > 0, tier.sees(.document) else { return }
    entries.field(.noUnderlyings, UInt64(told.documentCount))
    for place in told.firstDocument..<told.firstDocument + told.documentCount {
      let document = documents[place]
      entries.field(.underlyingSymbol, sheet.symbol.commodity)
      entries.field(.titleDocID, document.id.text)
      let traded = document.particulars
      if tier.sees(.warehouse) { entries.field(.warehouseCode, traded.warehouse.text) }
      if tier.sees(.goods) { entries.field(.brand, sheet.brand) }
      if tier.sees(.price) {
        entries.decimal(.qualityPremium, traded.premium.tenThousandths, scale: Price.scale)
      }
    }
  }

  private mutating func encodeChange(of told: ToldTrade, _ sheet: InstrumentSheet) {
    guard told.isOfBook, let close = sheet.previousClose else { return }
    let change = told.trade.price.tenThousandths - close.tenThousandths
    entries.decimal(.netChgPrevDay, change, scale: Price.scale)
  }
}
