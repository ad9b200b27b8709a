import FIXSession
import Linux
import Market
import Memory
import Records
import Rings
import Transport

/// How connections come from the doorkeeper and how they end.
extension Gateway {
  /// Takes over the connections that the doorkeeper has handed over.
  mutating func attachConnections(now: Instant) -> Int {
    var count = 0
    while let handover = Self.takeHandover(&handovers, slots) {
      attach(handover, now: now)
      count += 1
    }
    return count
  }

  /// The next handover; its bytes are in the slot's inbound buffer if the slot is free.
  private static func takeHandover(
    _ ring: inout RingConsumer, _ slots: [SessionSlot?]
  ) -> (Handover, SessionID)? {
    defer { ring.release() }
    guard let record = ring.next() else { return nil }
    let head = record.loadHead()
    let handover = record.loadBody(Handover.self)
    if let slot = slots[Int(head.session.rawValue)], !slot.session.isConnected {
      let start = RecordHead.byteCount + MemoryLayout<Handover>.size
      let end = RecordHead.byteCount + Int(head.bodyLength)
      slot.inbound.removeAll()
      let fits = slot.inbound.append(record.extracting(start..<end))
      precondition(fits, "the doorkeeper reads less than a gateway's buffer holds")
    }
    return (handover, head.session)
  }

  private mutating func attach(_ handover: (Handover, SessionID), now: Instant) {
    let (arrival, session) = handover
    guard let connection = Connection(adopting: arrival.line) else { return }
    guard let slot = slots[Int(session.rawValue)], !slot.session.isConnected, !isShuttingDown
    else {
      refuse(arrival, session, isShuttingDown ? .shuttingDown : .sessionInUse)
      return
    }
    guard !slot.session.isDisabled, !slot.session.awaitsEpoch else {
      refuse(arrival, session, slot.session.isDisabled ? .sessionDisabled : .sessionInUse)
      return
    }
    do throws(SystemError) {
      try poller.add(
        connection.rawDescriptor, token: UInt64(session.rawValue), interest: .readable)
    } catch {
      refuse(arrival, session, .gatewayFull)
      return
    }
    slot.mayHoldMore = connection.isSecured
    slot.socket = consume connection
    slot.watchesWrite = false
    slot.session.connected(arrival.connection, now: now)
    slot.session.tellConnected(arrival)
    connected.append(slot)
    slot.session.perform(slot.session.state.connected(now: now), &tools, now: now)
    _ = slot.process(&tools, now: now)
  }

  private mutating func refuse(
    _ arrival: Handover, _ session: SessionID, _ refusal: Notice.Refusal
  ) {
    var notice = Notice(.connectionRefused)
    notice.detail = refusal.rawValue
    notice.session = session
    notice.connection = arrival.connection
    notice.addressHigh = arrival.addressHigh
    notice.addressLow = arrival.addressLow
    notice.port = arrival.port
    tools.notices.write(notice)
    slots[Int(session.rawValue)]?.session.counters.add(.refusedConnections, 1)
  }

  /// The sessions' clocks: heartbeats, silence, logout, writes that stand still.
  mutating func runTimers(now: Instant) -> Int {
    nextTimers = now.adding(nanoseconds: Self.timerNanos)
    tellFigures()
    var work = 0
    for slot in connected {
      if slot.session.state.deadline <= now {
        slot.session.perform(slot.session.state.timer(now: now), &tools, now: now)
        work += 1
      }
      if let since = slot.session.stalledSince,
        now.nanoseconds - since.nanoseconds > GatewayLimits.stalledWriteNanos
      {
        slot.session.end(.slowConsumer, at: now)
      }
    }
    return work
  }

  /// Closes what has ended: by the machine once everything is written, by the peer at once.
  mutating func closeEnded(now: Instant) {
    var index = 0
    while index < connected.count {
      let slot = connected[index]
      let isOver =
        slot.session.peerHasClosed
        || slot.session.endReason != nil
          && (slot.session.outbound.isEmpty || now >= slot.session.closeAt)
      if isOver && tools.port.hasRoom(isUrgent: true) {
        close(slot, now: now)
        connected.remove(at: index)
      } else {
        index += 1
      }
    }
    if !demanding.isEmpty { meetDemands() }
  }

  private mutating func close(_ slot: SessionSlot, now: Instant) {
    let end = slot.session.state.connectionLost()
    let reason = slot.session.endReason ?? end.reason
    if let connection = slot.socket.take() {
      do throws(SystemError) { try poller.remove(connection.rawDescriptor) } catch {
        tell(.sessionEnded, slot, reason, amount: Int64(error.code))
      }
    }
    slot.inbound.removeAll()
    slot.mayHoldMore = false
    slot.catchUp = nil
    if slot.session.wasLoggedOn {
      var body = SessionEnded()
      body.connection = slot.session.connection
      body.reasonCode = reason.rawValue
      body.orderly = end.isOrderly ? 1 : 0
      tools.publish(.sessionEnded, slot.session.head, body)
    }
    tell(.sessionEnded, slot, reason, amount: 0)
    slot.session.disconnected()
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
