import FIX44
import FIXSession
import Linux
import Market
import Memory
import Records
import Rings
import Secrets
import Storage
import Transport

/// How connections come from the doorkeeper and how they end.
extension Gateway {
  /// Takes over the connections that the doorkeeper has handed over.
  mutating func attachConnections(now: Instant) -> Int {
    var count = 0
    // Each may have something journaled.
    while tools.port.hasRoom(isUrgent: true), let arrival = Self.takeArrival(&handovers) {
      switch Handover.Kind(rawValue: arrival.handover.kindCode) {
      case .revocation: revoke(arrival, now: now)
      case .passwordAnswer: tellPassword(arrival.session, arrival.handover)
      case .arrival, nil: attach(arrival, now: now)
      }
      count += 1
    }
    return count
  }

  private static func takeArrival(_ ring: inout RingConsumer) -> Arrival? {
    defer { ring.wipeAndRelease() }
    guard let record = ring.next() else { return nil }
    return Arrival(record)
  }

  private mutating func attach(_ arrival: Arrival, now: Instant) {
    guard let connection = Connection(adopting: arrival.handover.line) else { return }
    if arrival.handover.sessionStatus == CodeSet.SessionStatus.passwordChanged.rawValue {
      tellChange(arrival.session, .logon)
    }
    guard let slot = Self.slot(arrival.session, in: slots) else {
      return refuse(arrival, .sessionInUse)
    }
    if slot.session.isConnected { look(slot, now: now) }
    if let refusal = refusal(at: slot, now: now) { return refuse(arrival, refusal) }
    guard !slot.session.isConnected else {
      return challenge(slot, connection, arrival, now: now)
    }
    seat(slot, connection, arrival, now: now)
  }

  /// Ends a connection whose access was revoked, if it is still there, or takes away its claim.
  private mutating func revoke(_ arrival: Arrival, now: Instant) {
    guard let slot = Self.slot(arrival.session, in: slots) else { return }
    let number = arrival.handover.connection
    if slot.challengerNumber == number { slot.challenger = nil }
    guard slot.session.connection == number else { return }
    var notice = Notice(.accessRevoked)
    notice.detail = arrival.handover.refusal
    notice.session = arrival.session
    notice.connection = number
    tools.notices.write(notice)
    let actions = slot.session.state.abort(
      .accessRevoked, text: .closing(.accessRevoked), now: now)
    slot.session.perform(actions, &tools, now: now)
    turns.touched.append(slot.number)
  }

  /// Who has closed the old line may be back on a new one: its end is read before.
  private mutating func look(_ slot: SessionSlot, now: Instant) {
    _ = slot.read(&tools, now: now)
    turns.touched.append(slot.number)
    if slot.hasBacklog { turns.readable(slot.number) }
    if slot.isOver(now: now), tools.port.hasRoom(isUrgent: true) { close(slot, now: now) }
  }

  /// Why nobody may connect as a session now; nil where somebody may.
  func refusal(at slot: SessionSlot, now: Instant) -> Notice.Refusal? {
    if isShuttingDown { return .shuttingDown }
    if now < slot.session.barredUntil { return .throttleBreached }
    if slot.session.isDisabled { return .sessionDisabled }
    return slot.session.awaitsEpoch ? .sessionInUse : nil
  }

  /// Gives a connection the place of its session, which is free.
  mutating func seat(
    _ slot: SessionSlot, _ connection: consuming Connection, _ arrival: Arrival, now: Instant
  ) {
    do throws(SystemError) {
      try poller.add(
        connection.rawDescriptor, token: UInt64(arrival.session.rawValue), interest: .readable)
    } catch {
      return refuse(arrival, .gatewayFull)
    }
    let fits = arrival.bytes.withBytes { slot.inbound.append($0, from: &tools.inboundBuffers) }
    precondition(fits, "the doorkeeper reads less than a gateway's buffer holds")
    slot.mayHoldMore = connection.isSecured
    slot.socket = consume connection
    slot.watchesWrite = false
    slot.session.connected(arrival.handover.connection, now: now)
    slot.session.sessionStatus = arrival.handover.sessionStatus
    slot.session.takesPasswords = arrival.handover.takesPasswords == 1
    slot.session.tellConnected(arrival.handover)
    connectionCount += 1
    slot.session.perform(slot.session.state.connected(now: now), &tools, now: now)
    slot.process(&tools, now: now)
    turns.touched.append(slot.number)
    if slot.hasBacklog { turns.readable(slot.number) }
  }

  mutating func refuse(_ arrival: Arrival, _ refusal: Notice.Refusal) {
    var notice = Notice(.connectionRefused)
    notice.detail = refusal.rawValue
    notice.session = arrival.session
    notice.connection = arrival.handover.connection
    notice.addressHigh = arrival.handover.addressHigh
    notice.addressLow = arrival.handover.addressLow
    notice.port = arrival.handover.port
    tools.notices.write(notice)
    Self.slot(arrival.session, in: slots)?.session.counters.add(.refusedConnections, 1)
  }

  /// Lets go of a connection that is over; the caller has made sure of the room to journal it.
  mutating func close(_ slot: SessionSlot, now: Instant) {
    let end = slot.session.state.connectionLost()
    let reason = slot.session.endReason ?? end.reason
    if let connection = slot.socket.take() {
      do throws(SystemError) { try poller.remove(connection.rawDescriptor) } catch {
        tell(.sessionEnded, slot, reason, amount: Int64(error.code))
      }
      if slot.mayHaveUnreadEnd { linger(connection, now: now) }
    }
    slot.forgetBytes(&tools)
    slot.mayHoldMore = false
    tools.store.endReading(slot.session.setup.session)
    if slot.session.wasLoggedOn {
      var body = SessionEnded()
      body.connection = slot.session.connection
      body.reasonCode = reason.rawValue
      body.orderly = end.isOrderly ? 1 : 0
      tools.publish(.sessionEnded, slot.session.head, body)
    }
    tell(.sessionEnded, slot, reason, amount: 0)
    connectionCount -= 1
    slot.session.disconnected()
    market?.forget(slot.session.setup.session)
    slot.session.statuses.removeAll()
    tools.noteStatus(of: slot.session.setup.session, isTold: false)
    slot.session.tellEnded(reason, now: now)
  }

  private mutating func tell(
    _ kind: Notice.Kind, _ slot: SessionSlot, _ reason: SessionEndReason, amount: Int64
  ) {
    var notice = Notice(kind)
    notice.detail = UInt32(reason.rawValue)
    notice.session = slot.session.setup.session
    notice.connection = slot.session.connection
    notice.amount = amount
    tools.notices.write(notice)
  }
}
