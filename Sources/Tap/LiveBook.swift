import FIX44
public import TradeClient

/// What is published of one instrument, made of MarketDataSnapshotFullRefresh(W) and of the changes in
/// MarketDataIncrementalRefresh(X) behind it.
public struct LiveBook: Equatable, Sendable {
  public let symbol: String
  /// The best first.
  public private(set) var bids: [MarketEntry] = []
  public private(set) var offers: [MarketEntry] = []
  /// Figures, by MDEntryType(269).
  public private(set) var figures: [String: MarketEntry] = [:]
  /// The last trade of the day in the book.
  public private(set) var lastTrade: MarketEntry?
  /// MDSeq(7830) of what is in it; nil without own tags, or before a snapshot.
  public private(set) var mdSeq: UInt64?
  /// A snapshot has come, and nothing is missing behind it.
  public private(set) var isKnown = false

  public init(_ symbol: String) { self.symbol = symbol }

  /// What a change has come to.
  public enum Outcome: Equatable, Sendable {
    case taken
    /// It is in the snapshot already.
    case old
    /// It follows this MDSeq(7830), PrevMDSeq(7832), and that has not come.
    case gap(previous: UInt64)
    /// It does not go with what is here: an entry has another place than MDEntryPositionNo(290) says.
    case contradiction
  }

  /// All that is published, W.
  public mutating func replace(_ message: WireMessage) {
    self = LiveBook(symbol)
    isKnown = true
    mdSeq = Self.number(message, .mdSeq)
    for entry in MarketEntry.entries(message) { put(entry) }
  }

  /// What has changed, X. Behind a gap or a contradiction nothing is known until the next snapshot.
  public mutating func apply(_ message: WireMessage) -> Outcome {
    let (seq, previous) = (Self.number(message, .mdSeq), Self.number(message, .prevMDSeq))
    if let seq, let previous, let mdSeq {
      if seq <= mdSeq { return .old }
      if previous > mdSeq { return lose(.gap(previous: previous)) }
    }
    guard isKnown else { return .gap(previous: previous ?? 0) }
    if seq != nil { mdSeq = seq }
    let entries = MarketEntry.entries(message)
    for entry in entries {
      if entry.isDeleted { remove(entry) } else { put(entry) }
    }
    return entries.allSatisfy(isInPlace) ? .taken : lose(.contradiction)
  }

  private mutating func lose(_ outcome: Outcome) -> Outcome {
    isKnown = false
    return outcome
  }

  private static func number(_ message: WireMessage, _ tag: FIX44.Tag) -> UInt64? {
    message[tag].flatMap { UInt64($0) }
  }

  private mutating func put(_ entry: MarketEntry) {
    switch entry.type {
    case "0": Self.put(entry, into: &bids) { $0 > $1 }
    case "1": Self.put(entry, into: &offers) { $0 < $1 }
    case "2": if entry.tradingSession == nil { lastTrade = entry }
    default: figures[entry.type] = entry
    }
  }

  private mutating func remove(_ entry: MarketEntry) {
    switch entry.type {
    case "0": bids.removeAll { entry.isSame(as: $0) }
    case "1": offers.removeAll { entry.isSame(as: $0) }
    // Which one was the last before is not told.
    case "2": if lastTrade?.entryID == entry.entryID { lastTrade = nil }
    default: figures[entry.type] = nil
    }
  }

  /// A known one keeps its place, another one stands behind all that are as good.
  private static func put(
    _ entry: MarketEntry, into side: inout [MarketEntry], isBetter: (Int64, Int64) -> Bool
  ) {
    guard let ticks = entry.ticks else { return }
    if let place = side.firstIndex(where: entry.isSame) {
      if side[place].ticks == ticks {
        side[place] = entry
        return
      }
      side.remove(at: place)
    }
    let place = side.firstIndex { isBetter(ticks, $0.ticks ?? 0) } ?? side.count
    side.insert(entry, at: place)
  }

  private func isInPlace(_ entry: MarketEntry) -> Bool {
    guard entry.type == "0" || entry.type == "1", !entry.isDeleted, let position = entry.position
    else { return true }
    let side = entry.type == "0" ? bids : offers
    return side.indices.contains(position - 1) && side[position - 1] == entry
  }
}
