public import Market
import Memory

/// Who takes what.
extension MarketFeed {
  /// An instrument that the log has defined, for who reads a log from its begin.
  public mutating func define(
    _ instrument: InstrumentID, _ symbol: Symbol, lot: Quantity, brand: Text32
  ) {
    board.define(instrument, symbol, lot: lot, brand: brand)
  }

  /// Its tick, and the price around which its day's price band lies.
  public mutating func define(_ instrument: InstrumentID, tick: Price, reference: Price) {
    board.define(instrument, tick: tick, reference: reference)
  }

  /// Begins with an instrument in a subscription: its snapshot is due, and what changes later is told behind it;
  /// with `once` nothing is. False where there is no room.
  ///
  /// No change is pending, so that what a new channel is told begins with what is now.
  public mutating func subscribe(
    _ session: SessionID, _ mdReqID: Text32, to instrument: InstrumentID, _ terms: FeedTerms,
    once: Bool = false
  ) -> Bool {
    precondition(!isPending, "what has changed is told before somebody comes")
    var link = FeedLink(mdReqID: mdReqID, terms: terms, session: session, instrument: instrument)
    link.isOnce = once
    guard let slot = links.add(link) else { return false }
    if !once { join(slot, instrument, terms) }
    links.makeStale(slot)
    return true
  }

  /// Ends a subscription of a session.
  public mutating func unsubscribe(_ session: SessionID, _ mdReqID: Text32) {
    end(session) { $0.mdReqID == mdReqID && !$0.isOnce }
  }

  /// Ends all that a session takes: its connection is gone.
  public mutating func unsubscribe(_ session: SessionID) { end(session) { _ in true } }

  /// Links in use, and those of them whose snapshots are due.
  public var linkCount: Int { links.count }
  public var staleCount: Int { links.staleCount }

  /// The first session that takes a channel; and the ones behind it.
  public func firstLink(of channel: UInt32) -> UInt32? { present(channels[channel].firstLink) }
  /// The next one of the same channel.
  public func next(link: UInt32) -> UInt32? { present(links[link].nextOfChannel) }

  /// Whose a link is.
  public func session(of link: UInt32) -> SessionID { links[link].session }

  /// Whether a snapshot is due of it, and until then nothing else.
  public func isStale(_ link: UInt32) -> Bool { links[link].isStale }

  /// It has missed a change: a snapshot is due of it.
  public mutating func makeStale(_ link: UInt32) { links.makeStale(link) }

  /// A session has missed changes: snapshots are due of all that it takes.
  public mutating func makeStale(_ session: SessionID) {
    var link = links.first(of: session)
    while let present = link {
      if !links[present].isStale { links.makeStale(present) }
      link = links.next(present)
    }
  }

  /// The link whose snapshot has been due longest; it is given back by `makeStale`, or told.
  public mutating func takeStale() -> UInt32? { links.takeStale() }

  private func present(_ link: UInt32) -> UInt32? { link == FeedLinks.none ? nil : link }

  private mutating func end(_ session: SessionID, where isMeant: (FeedLink) -> Bool) {
    var link = links.first(of: session)
    while let present = link {
      link = links.next(present)
      if isMeant(links[present]) { remove(present) }
    }
  }

  mutating func remove(_ link: UInt32) {
    leave(link)
    links.remove(link)
  }

  /// Where no channel is to be had for its terms, it is told snapshots instead of changes.
  private mutating func join(_ link: UInt32, _ instrument: InstrumentID, _ terms: FeedTerms) {
    let channel = terms.isIncremental ? channel(instrument, terms) : nil
    guard let channel = channel ?? self.channel(instrument, FeedTerms()) else {
      preconditionFailure("each instrument has room for snapshots")
    }
    let first = channels[channel].firstLink
    links[link].channel = channel
    links[link].nextOfChannel = first
    if first != FeedLinks.none { links[first].previousOfChannel = link }
    channels[channel].firstLink = link
  }

  private mutating func channel(_ instrument: InstrumentID, _ terms: FeedTerms) -> UInt32? {
    if let channel = channels.find(instrument, terms) { return channel }
    guard let channel = channels.add(instrument, terms) else { return nil }
    tellBest(.buy, of: channel)
    tellBest(.sell, of: channel)
    channels[channel].figures = figures(of: instrument, terms.entries)
    return channel
  }

  /// What is now of a side counts as told.
  private mutating func tellBest(_ side: Side, of channel: UInt32) {
    let shared = channels[channel]
    guard shared.terms.takes(side) else { return }
    let count = copyBest(of: shared.instrument, side, shared.terms)
    channels.didTell(channel, side, now, count: count)
  }

  private mutating func leave(_ link: UInt32) {
    let channel = links[link].channel
    guard channel != FeedLinks.none else { return }
    let (previous, next) = (links[link].previousOfChannel, links[link].nextOfChannel)
    if previous == FeedLinks.none {
      channels[channel].firstLink = next
    } else {
      links[previous].nextOfChannel = next
    }
    if next != FeedLinks.none { links[next].previousOfChannel = previous }
    if channels[channel].firstLink == FeedLinks.none { channels.remove(channel) }
  }
}
