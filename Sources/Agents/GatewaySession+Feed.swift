import FIXSession
import FIXWire
import Market
import OrderEntry
import Records

/// From events of others to the messages of a drop copy: numbered and stored as all messages are.
extension GatewaySession {
  /// Whether its place in the drop copy is still to be found, so that nothing can be told.
  var isSeeking: Bool { feed?.search != nil && state.isLoggedOn }

  /// The event as its drop copy shows it; nil where it does not.
  func copy(of event: RawSpan, _ tools: borrowing GatewayTools) -> DropCopy? {
    guard let feed else { return nil }
    let head = event.loadHead()
    guard head.session != setup.session, DropCopy.mayConcern(head.typeCode) else { return nil }
    return DropCopy.of(event, for: feed.history.entitlement(at: head.sequence), from: tools.origins)
  }

  /// An event of others, at its turn.
  mutating func takeCopy(
    _ event: RawSpan, _ head: RecordHead, end: UInt64, _ tools: inout GatewayTools, now: Instant
  ) -> Bool {
    guard end > servedEnd, let copy = copy(of: event, tools) else { return false }
    if takesEvents, serve(event, as: copy, end: end, &tools, now: now) { return true }
    waiting.append(end - UInt64(head.length), &tools.positions)
    tellWaiting()
    return true
  }

  /// The copy of an event. False where there is no room to store it, and it is to be served again.
  mutating func serve(
    _ event: RawSpan, as copy: DropCopy, end: UInt64, _ tools: inout GatewayTools, now: Instant
  ) -> Bool {
    guard let feed else { preconditionFailure("who gets copies has a feed") }
    var header = header(now: now)
    header.msgSeqNum = state.numbers.nextOutbound
    header.possResend = end <= repeatEnd
    let position = end - UInt64(event.loadHead().length)
    let place = FeedPlace(feedSeq: FeedPlace.feedSeq(at: position), prevFeedSeq: feed.last)
    CopyEncoder.encode(
      event: event, as: copy, at: place, header: header, options: reportOptions(tools),
      firmCodes: tools.firmCodes, keeping: &tools.copyBodies, into: &tools.encoder)
    let byteCount = tools.encoder.message.byteCount
    guard tools.makeRoom(for: byteCount, of: setup.session) else { return false }
    sendServed(header, end: end, &tools, now: now)
    self.feed?.told(place, end: end)
    reserveNumbers(&tools)
    return true
  }

  /// Its place in the feed is found: it goes on behind the message of that number, and what it may have been told
  /// before is told as such.
  mutating func goOn(behind feedSeq: UInt64, end: UInt64, _ tools: inout GatewayTools) {
    guard let feed else { preconditionFailure("who seeks a place has a feed") }
    repeatEnd = max(repeatEnd, feed.toldEnd)
    self.feed?.goOn(behind: feedSeq, servedEnd: servedEnd)
    goBack(to: end, &tools)
  }
}
