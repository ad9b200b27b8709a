import FIX44
import FIXSession
import FIXWire
import Market
import MarketData
import Memory
import Records
import Storage

/// Market data of a gateway: the feed, and how it comes to sessions.
///
/// A class, because a gateway without sessions that take market data has none. Owner: the gateway's thread.
final class MarketDesk {
  var feed: MarketFeed

  init(_ feed: consuming MarketFeed) { self.feed = feed }

  /// The desk of a gateway whose reader begins at `position`; nil without a board.
  static func make(
    _ board: consuming MarketBoard?, sessions: Int, _ events: EventLog, to position: UInt64
  ) throws(AgentError) -> MarketDesk? {
    guard let board else { return nil }
    let desk = MarketDesk(MarketFeed(board, sessions: sessions))
    try desk.prepare(events, to: position)
    return desk
  }

  /// Reads the log from its begin to `position`: what is published is counted from there.
  private func prepare(_ events: EventLog, to position: UInt64) throws(AgentError) {
    guard var reader = events.makeReader(from: 0) else {
      preconditionFailure("the event log has room for its gateway")
    }
    do throws(StorageError) {
      while reader.position < position, try reader.next() { takeChange(reader.record) }
    } catch { throw .storage(error) }
  }

  /// Takes the next event of the log, behind what was to be told of the one before.
  func take(
    _ reader: borrowing EventReader, _ slots: [SessionSlot?], _ tools: inout GatewayTools,
    _ touched: inout IndexQueue, now: Instant
  ) {
    let event = reader.record
    if feed.isDue(before: event) { tell(slots, &tools, &touched, now: now) }
    takeChange(event)
    guard reader.recordPosition >= tools.startEnd,
      event.loadHead().typeCode == EventType.marketDataAnswered.rawValue
    else { return }
    tell(slots, &tools, &touched, now: now)
    answer(event, slots, now: now)
  }

  private func takeChange(_ event: RawSpan) {
    do throws(BookViewError) { try feed.take(event) } catch {
      preconditionFailure("events of one log go with the ones before: \(error)")
    }
  }

  /// Begins or ends what the core has let a session take, if its connection is still that of the request.
  private func answer(_ event: RawSpan, _ slots: [SessionSlot?], now: Instant) {
    let body = event.loadBody(MarketDataAnswered.self)
    guard body.refusalCode == 0, let slot = Gateway.slot(event.loadHead().session, in: slots),
      slot.session.connection == body.request.connection
    else { return }
    let session = slot.session.setup.session
    if body.request.subscriptionType == SubscriptionType.end.rawValue {
      return feed.unsubscribe(session, body.request.mdReqID)
    }
    let terms = FeedTerms(body.request, slot.session.setup)
    for place in 0..<Int(body.request.symbolCount) {
      let symbol = event.loadTrailing(Symbol.self, place, behind: MarketDataAnswered.self)
      guard let instrument = feed.board.instrument(symbol) else { continue }
      let isOnce = body.request.subscriptionType == SubscriptionType.snapshot.rawValue
      guard feed.subscribe(session, body.request.mdReqID, to: instrument, terms, once: isOnce)
      else {
        return slot.session.end(.slowConsumer, at: now)
      }
    }
  }

  /// Tells what the events up to here have changed, and the snapshots that are due, as far as the sessions take
  /// them; how many messages.
  func tellAll(
    _ slots: [SessionSlot?], _ tools: inout GatewayTools, _ touched: inout IndexQueue, now: Instant
  ) -> Int {
    if feed.isPending { tell(slots, &tools, &touched, now: now) }
    var count = 0
    for _ in 0..<feed.staleCount where count < GatewayLimits.snapshotsPerCycle {
      guard let link = feed.takeStale() else { break }
      guard let slot = Gateway.slot(feed.session(of: link), in: slots),
        slot.session.mayTakeMessage
      else {
        feed.makeStale(link)
        continue
      }
      slot.session.sendUnstored(.marketDataSnapshotFullRefresh, &tools, now: now) { encoder in
        feed.writeSnapshot(of: link, to: &encoder)
      }
      touched.append(slot.number)
      count += 1
    }
    return count
  }

  private func tell(
    _ slots: [SessionSlot?], _ tools: inout GatewayTools, _ touched: inout IndexQueue, now: Instant
  ) {
    var channel = feed.firstChannel
    while let present = channel {
      let change = feed.encodeChange(of: present)
      var link = change == .none ? nil : feed.firstLink(of: present)
      while let told = link {
        link = feed.next(link: told)
        tell(change, to: told, slots, &tools, &touched, now: now)
      }
      channel = feed.next(channel: present)
    }
    feed.didTell()
  }

  /// Who can't take a change now gets a snapshot when it can.
  private func tell(
    _ change: FeedChange, to link: UInt32, _ slots: [SessionSlot?], _ tools: inout GatewayTools,
    _ touched: inout IndexQueue, now: Instant
  ) {
    guard !feed.isStale(link) else { return }
    guard let slot = Gateway.slot(feed.session(of: link), in: slots) else {
      preconditionFailure("who has subscribed has a place")
    }
    guard slot.session.mayTakeMessage else {
      slot.session.counters.add(.conflations, 1)
      tools.figures.add(1, at: GatewayCounter.conflations.rawValue)
      return feed.makeStale(link)
    }
    guard case .entries(let count) = change else { return feed.makeStale(link) }
    slot.session.sendUnstored(.marketDataIncrementalRefresh, &tools, now: now) { encoder in
      feed.writeChange(count, for: link, to: &encoder)
    }
    touched.append(slot.number)
  }

  /// A gap fill stands for what a session was told: it is told what is so now.
  func tellAgain(_ session: SessionID) { feed.makeStale(session) }

  /// A session's connection has ended, and its subscriptions with it.
  func forget(_ session: SessionID) { feed.unsubscribe(session) }
}

extension FeedTerms {
  /// What a request takes, in the form that its session has.
  init(_ request: MarketDataRequest, _ setup: GatewaySessionSetup) {
    self.init()
    entries = MarketDataEntries(rawValue: request.entries)
    depth = request.depth == 0 ? Limits.marketDepthMost : request.depth
    isByOrder = request.isByOrder != 0
    isIncremental = request.updateType == 0x31
    ownTags = setup.ownTags
    tier = setup.role == .supervisor ? .supervisor : .everybody
  }
}
