import Market
import OrderEntry
import Records
import Storage

/// Answers to requests for past trades: from the log, as far as a duty cycle has events left for them.
extension Gateway {
  /// What one look at the begin of a segment counts for.
  private static var probeCost: Int { 64 }

  /// Goes on with a session's answer; how many events were looked at.
  mutating func answerTrades(
    _ slot: SessionSlot, _ eventsLeft: inout Int, now: Instant
  ) throws(AgentError) -> Int {
    let before = eventsLeft
    var hasRoom = true
    while hasRoom, eventsLeft > 0, slot.session.mayTakeMessage, let answer = slot.session.trades {
      eventsLeft -= 1
      switch answer.step {
      case .probe(let segment):
        eventsLeft -= Self.probeCost
        try probe(segment, slot)
      case .look(let position): hasRoom = try look(at: position, slot, now: now)
      case .acknowledge: hasRoom = slot.session.acknowledgeTrades(&tools, now: now)
      case .end: hasRoom = slot.session.endTrades(&tools)
      }
    }
    late.release()
    eventsLeft = max(0, eventsLeft)
    return before - eventsLeft
  }

  private mutating func probe(_ segment: UInt64, _ slot: SessionSlot) throws(AgentError) {
    late.go(to: segment * UInt64(events.segmentBytes))
    let isThere = try nextPast()
    slot.session.trades?.probed(segment, isThere ? late.record.loadHead().time : .distantFuture)
  }

  /// Looks at an event; false where there is no room to tell it.
  private mutating func look(
    at position: UInt64, _ slot: SessionSlot, now: Instant
  ) throws(AgentError) -> Bool {
    guard let question = slot.session.trades?.question else { return true }
    late.go(to: position)
    guard try nextPast(), late.record.loadHead().sequence < question.sequence else {
      slot.session.trades?.endCounting()
      return true
    }
    return slot.session.takePast(late, question, &tools, now: now)
  }

  private mutating func nextPast() throws(AgentError) -> Bool {
    do throws(StorageError) { return try late.next() } catch { throw .storage(error) }
  }
}
