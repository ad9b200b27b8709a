import FIXSession
import Market
import Memory
import OrderEntry
import Records
import Storage

/// Drop copies: from committed events to the sessions that are told what others are, and where each goes on.
extension Gateway {
  /// Gives an event to each session whose drop copy shows it.
  static func copy(
    _ reader: borrowing EventReader, _ slots: [SessionSlot?], _ feeds: [UInt32],
    _ tools: inout GatewayTools, _ touched: inout IndexQueue, now: Instant
  ) {
    let event = reader.record
    let head = event.loadHead()
    let end = reader.recordPosition + UInt64(head.length)
    if head.typeCode == EventType.entitlementChanged.rawValue && end > tools.startEnd {
      let body = event.loadBody(EntitlementChanged.self)
      slot(body.session, in: slots)?.session.feed?.note(EntitlementChange(body))
    }
    guard DropCopy.mayConcern(head.typeCode) else { return }
    for number in feeds {
      guard let slot = slots[Int(number)], slot.copy(event, head, end: end, &tools, now: now)
      else { continue }
      touched.append(number)
    }
  }

  /// Looks on for the place where a session's drop copy goes on, as far as this duty cycle has events left.
  mutating func seek(
    _ slot: SessionSlot, _ eventsLeft: inout Int, now: Instant
  ) throws(AgentError) -> Int {
    guard var search = slot.session.feed?.search else { return 0 }
    let before = eventsLeft
    guard let target = target(of: search, slot) else {
      refuse(search, slot, now: now)
      return 1
    }
    var outcome = FeedOutcome.unfinished
    while eventsLeft > 0, outcome == .unfinished {
      eventsLeft -= 1
      outcome = try step(&search, slot, to: target)
    }
    late.release()
    switch outcome {
    case .unfinished: slot.session.feed?.goOn(search)
    case .unknown: refuse(search, slot, now: now)
    case .place(let feedSeq):
      if search.behind == nil { slot.session.feed?.found(feedSeq) }
    case .message(let feedSeq, let end): slot.session.goOn(behind: feedSeq, end: end, &tools)
    }
    return before - eventsLeft + 1
  }

  /// The position that a search goes to; nil where no event can stand there.
  private func target(of search: FeedSearch, _ slot: SessionSlot) -> UInt64? {
    guard let feedSeq = search.behind else { return slot.session.servedEnd }
    return FeedPlace.position(of: feedSeq).flatMap { $0 < reader.position ? $0 : nil }
  }

  /// Looks at the next event of the segment.
  private mutating func step(
    _ search: inout FeedSearch, _ slot: SessionSlot, to target: UInt64
  ) throws(AgentError) -> FeedOutcome {
    if target == 0 { return search.behind == nil ? .place(0) : .message(0, end: 0) }
    let last = search.behind == nil ? target - 1 : target
    let segment = search.segment ?? segmentBegin(of: last)
    late.go(to: search.next ?? segment)
    let hasNext = try nextLate()
    search.segment = segment
    search.next = late.position
    let limit = segment + UInt64(events.segmentBytes)
    guard hasNext, late.recordPosition <= last, late.recordPosition < limit else {
      return search.endSegment(before: segmentBegin(of: segment &- 1))
    }
    let feedSeq = FeedPlace.feedSeq(at: late.recordPosition)
    let isTold = slot.session.copy(of: late.record, tools) != nil
    if isTold { search.found = feedSeq }
    guard feedSeq == search.behind else { return .unfinished }
    return isTold ? .message(feedSeq, end: late.position) : .unknown
  }

  private func segmentBegin(of position: UInt64) -> UInt64 {
    position - position % UInt64(events.segmentBytes)
  }

  private mutating func nextLate() throws(AgentError) -> Bool {
    do throws(StorageError) { return try late.next() } catch { throw .storage(error) }
  }

  /// The consumer has named a place that its drop copy does not have.
  private mutating func refuse(_ search: FeedSearch, _ slot: SessionSlot, now: Instant) {
    slot.session.feed?.seekPlace()
    let text = ClosingText.feedSeqUnknown(received: search.behind ?? 0)
    let actions = slot.session.state.abort(.invalidLogon, text: .closing(text), now: now)
    slot.session.perform(actions, &tools, now: now)
  }
}

extension SessionSlot {
  /// An event of others, at its turn; whether the session's drop copy shows it.
  func copy(
    _ event: RawSpan, _ head: RecordHead, end: UInt64, _ tools: inout GatewayTools, now: Instant
  ) -> Bool {
    if session.isFull { _ = flush(&tools, now: now) }
    let isTold = session.takeCopy(event, head, end: end, &tools, now: now)
    relieve(&tools, now: now)
    return isTold
  }
}
