import FIXSession
import Market
import Memory
import OrderEntry
import Records
import Storage

/// From committed events to the sessions they are addressed to.
extension Gateway {
  /// Reads the events on, each to its session; a session that can't take one catches up later.
  mutating func serveEvents(now: Instant) throws(AgentError) -> Int {
    var count = 0
    while count < GatewayLimits.eventsPerCycle {
      let hasNext = try nextEvent()
      guard hasNext else { break }
      count += 1
      if !feeds.isEmpty { Self.copy(reader, slots, feeds, &tools, &turns.touched, now: now) }
      if let slot = Self.route(reader, slots, &tools, &turns.touched, now: now) {
        slot.isDemanding = true
        turns.touched.append(slot.number)
      }
      market?.take(reader, slots, &tools, &turns.touched, now: now)
    }
    reader.release()
    count += market?.tellAll(slots, &tools, &turns.touched, now: now) ?? 0
    return count
  }

  private mutating func nextEvent() throws(AgentError) -> Bool {
    do throws(StorageError) { return try reader.next() } catch { throw .storage(error) }
  }

  /// Gives an event to whom it concerns; the session to which the operator has done something.
  private static func route(
    _ reader: borrowing EventReader, _ slots: [SessionSlot?], _ tools: inout GatewayTools,
    _ touched: inout IndexQueue, now: Instant
  ) -> SessionSlot? {
    let event = reader.record
    let head = event.loadHead()
    let end = reader.recordPosition + UInt64(head.length)
    if let slot = slot(head.session, in: slots) {
      slot.take(event, head, end: end, &tools, now: now)
      touched.append(slot.number)
    } else if Audience.stands(inEvent: head.typeCode) {
      leave(event, reader.recordPosition, end: end, in: slots, &tools, &touched)
    }
    if !tools.statusSessions.isEmpty, StatusSubscriptions.concerns(head.typeCode) {
      leaveStatus(event, reader.recordPosition, end: end, in: slots, &tools, &touched)
    }
    guard head.typeCode == EventType.executionReport.rawValue else {
      return end > tools.startEnd ? routeToOperator(event, head, slots, &tools, now: now) : nil
    }
    let acting = event.loadBody(ExecutionReport.self).actingSession
    if acting != .venue && acting != head.session, let slot = slot(acting, in: slots) {
      slot.take(event, head, end: end, &tools, now: now)
      touched.append(slot.number)
    }
    return nil
  }

  /// Leaves an event that is for many with each of them: it waits for its session's turn, so that nobody's messages
  /// are delayed by more of them than a duty cycle makes.
  private static func leave(
    _ event: RawSpan, _ position: UInt64, end: UInt64, in slots: [SessionSlot?],
    _ tools: inout GatewayTools, _ touched: inout IndexQueue
  ) {
    let audience = event.loadBody(Audience.self)
    for case let slot? in slots where slot.session.hears(audience) && end > slot.session.servedEnd {
      slot.session.waiting.append(position, &tools.positions)
      slot.session.tellWaiting()
      touched.append(slot.number)
    }
  }

  /// Leaves a change of a phase with each session that has subscribed to it.
  private static func leaveStatus(
    _ event: RawSpan, _ position: UInt64, end: UInt64, in slots: [SessionSlot?],
    _ tools: inout GatewayTools, _ touched: inout IndexQueue
  ) {
    for number in tools.statusSessions {
      guard let slot = slots[Int(number)], slot.session.statuses.hears(event),
        end > slot.session.servedEnd, !slot.session.isInAudience(of: event)
      else { continue }
      slot.session.waiting.append(position, &tools.positions)
      slot.session.tellWaiting()
      touched.append(number)
    }
  }

  static func slot(_ session: SessionID, in slots: [SessionSlot?]) -> SessionSlot? {
    let place = Int(session.rawValue)
    return place > 0 && place < slots.count ? slots[place] : nil
  }

  /// A session that has come back, or has read again, gets what has waited for it, as far as this duty
  /// cycle has events left.
  mutating func catchUp(
    _ slot: SessionSlot, _ eventsLeft: inout Int, now: Instant
  ) throws(AgentError) -> Int {
    guard eventsLeft > 0 else { return 1 }
    var count = 0
    while eventsLeft > 0, slot.session.mayTakeMessage, try nextLate(slot) {
      eventsLeft -= 1
      count += 1
      guard slot.session.takeLate(late, &tools, now: now) else { break }
      slot.session.waiting.removeFirst(end: late.position, &tools.positions)
    }
    late.release()
    slot.session.waiting.endSearch(at: reader.position)
    slot.session.tellWaiting()
    tools.figures.add(UInt64(count), at: GatewayCounter.lateEvents.rawValue)
    return count
  }

  /// Goes to the first event that waits for a session. False where the gateway has read no further.
  private mutating func nextLate(_ slot: SessionSlot) throws(AgentError) -> Bool {
    guard let position = slot.session.waiting.first(tools.positions), position < reader.position
    else { return false }
    late.go(to: position)
    do throws(StorageError) {
      if try late.next() { return true }
    } catch { throw .storage(error) }
    // Nothing but padding was left.
    slot.session.waiting.removeFirst(end: late.position, &tools.positions)
    return false
  }
}

extension GatewaySession {
  /// An event for this session, at its turn.
  mutating func take(
    _ event: RawSpan, _ head: RecordHead, end: UInt64, _ tools: inout GatewayTools, now: Instant
  ) {
    guard end > servedEnd else { return }
    switch EventType(rawValue: head.typeCode) {
    case .sessionAccepted:
      accepted(event.loadBody(SessionAccepted.self), &tools, now: now)
    case .numbersReserved:
      if head.epoch == state.numbers.epoch {
        reservation.didCommit(event.loadBody(NumbersReserved.self))
      }
    case .statusAnswered:
      note(event.loadBody(StatusAnswered.self), &tools)
      fallthrough
    default:
      guard ReportEncoder.msgType(of: event, reportOptions(tools)) != nil else { return }
      if takesEvents, serve(event, end: end, &tools, now: now) { return }
      waiting.append(end - UInt64(head.length), &tools.positions)
      tellWaiting()
    }
  }

  /// What it is told of phases begins or ends here, if its connection is still that of the request.
  private mutating func note(_ answer: StatusAnswered, _ tools: inout GatewayTools) {
    guard isConnected, answer.request.connection == connection else { return }
    statuses.note(answer)
    tools.noteStatus(of: setup.session, isTold: !statuses.isEmpty)
  }

  /// An event that has waited, if it is one for this session. False where it has to wait on.
  mutating func takeLate(
    _ reader: borrowing EventReader, _ tools: inout GatewayTools, now: Instant
  ) -> Bool {
    let event = reader.record
    let head = event.loadHead()
    let end = reader.recordPosition + UInt64(head.length)
    guard end > servedEnd, isAddressed(event, head, tools) else { return true }
    return serve(event, end: end, &tools, now: now)
  }

  /// Whether it is one of those to whom an event is told.
  func hears(_ audience: Audience) -> Bool {
    audience.includes(setup.session, setup.role, of: setup.firm)
  }

  /// Whether an event that is for many is for it too.
  func isInAudience(of event: RawSpan) -> Bool {
    Audience.stands(inEvent: event.loadHead().typeCode) && hears(event.loadBody(Audience.self))
  }

  private func isAddressed(
    _ event: RawSpan, _ head: RecordHead, _ tools: borrowing GatewayTools
  ) -> Bool {
    if head.session == setup.session { return true }
    if statuses.hears(event) { return true }
    if Audience.stands(inEvent: head.typeCode) { return hears(event.loadBody(Audience.self)) }
    if copy(of: event, tools) != nil { return true }
    return head.typeCode == EventType.executionReport.rawValue
      && event.loadBody(ExecutionReport.self).actingSession == setup.session
  }

  /// The Logon(A) of this connection is committed: its reply leaves.
  private mutating func accepted(
    _ event: SessionAccepted, _ tools: inout GatewayTools, now: Instant
  ) {
    guard isConnected, event.logon.connection == connection, awaitsLogonCommit else { return }
    awaitsLogonCommit = false
    wasLoggedOn = true
    var notice = Notice(.sessionLoggedOn)
    notice.session = setup.session
    notice.connection = connection
    tools.notices.write(notice)
    tellLoggedOn(now: now)
    perform(state.logonCommitted(now: now), &tools, now: now)
    releaseHeld(&tools, now: now)
  }
}
