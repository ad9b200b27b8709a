import FIXSession
import Linux
import Market
import Memory
import Transport

/// What comes of what has happened to a session: looked at once in a duty cycle, and only then.
extension Gateway {
  /// Gives each session that was touched what waits for it, writes, and ends what is over.
  mutating func serveTouched(now: Instant) throws(AgentError) -> Int {
    var work = 0
    var eventsLeft = GatewayLimits.eventsPerCycle
    let share = max(1, eventsLeft / max(1, lateCount))
    var pastLeft = GatewayLimits.pastEventsPerCycle
    let pastShare = max(1, pastLeft / max(1, askingCount))
    lateCount = 0
    askingCount = 0
    for _ in 0..<turns.touched.count {
      guard let session = turns.touched.removeFirst(), let slot = slots[Int(session)] else {
        continue
      }
      var allowed = min(share, eventsLeft)
      eventsLeft -= allowed
      work += try serve(slot, &allowed, now: now)
      eventsLeft += allowed
      guard slot.isAnswered else { continue }
      askingCount += 1
      allowed = min(pastShare, pastLeft)
      pastLeft -= allowed
      work += try answerTrades(slot, &allowed, now: now)
      pastLeft += allowed
      flush(slot, now: now)
    }
    return work
  }

  private mutating func serve(
    _ slot: SessionSlot, _ eventsLeft: inout Int, now: Instant
  ) throws(AgentError) -> Int {
    var work = 0
    if slot.session.isSeeking || slot.isLate { lateCount += 1 }
    if slot.session.isSeeking { work += try seek(slot, &eventsLeft, now: now) }
    if slot.isLate { work += try catchUp(slot, &eventsLeft, now: now) }
    if slot.session.resend != nil { turns.resends.append(slot.number) }
    flush(slot, now: now)
    if slot.session.needsNumbers { slot.session.reserveNumbers(&tools) }
    if slot.isOver(now: now), tools.port.hasRoom(isUrgent: true) {
      close(slot, now: now)
      work += 1
    }
    if slot.isDemanding { slot.isDemanding = !meetDemands(slot) }
    if slot.isChallenged { judgeChallenger(slot, now: now) }
    settle(slot, now: now)
    return slot.isOver(now: now) ? work + 1 : work
  }

  /// Counts it, says when it is to be looked at again, and keeps it where nothing else would tell of it.
  mutating func settle(_ slot: SessionSlot, now: Instant) {
    let isLoggedOn = slot.session.state.isLoggedOn
    if slot.isCounted != isLoggedOn {
      slot.isCounted = isLoggedOn
      loggedOnCount += isLoggedOn ? 1 : -1
    }
    turns.timers.look(at: slot.number, by: slot.deadline)
    if slot.isUnfinished(now: now) { turns.touched.append(slot.number) }
  }

  mutating func flush(_ slot: SessionSlot, now: Instant) {
    guard !slot.session.outbound.isEmpty || slot.watchesWrite else { return }
    watch(slot, write: !slot.flush(&tools, now: now))
  }

  /// Has the poller report room to write where there was none.
  private mutating func watch(_ slot: SessionSlot, write: Bool) {
    guard slot.watchesWrite != write, let connection = slot.socket.take() else { return }
    let interest: Poller.Interest = write ? [.readable, .writable] : .readable
    do throws(SystemError) {
      try poller.modify(
        connection.rawDescriptor, token: UInt64(slot.number), interest: interest)
      slot.watchesWrite = write
    } catch {
      slot.session.peerHasClosed = true
    }
    slot.socket = consume connection
  }

  /// The sessions' clocks: heartbeats, silence, logout, writes that stand still; what is left behind
  /// `timersPerCycle` of them is for the next duty cycle.
  mutating func runTimers(now: Instant) -> Int {
    nextTimers = now.adding(nanoseconds: Self.timerNanos)
    tellFigures()
    endLingering(now: now)
    var work = 0
    for _ in 0..<GatewayLimits.timersPerCycle {
      guard let session = turns.timers.takeDue(now: now) else { return work }
      guard let slot = slots[Int(session)] else { continue }
      turns.touched.append(session)
      if slot.session.state.deadline <= now {
        slot.session.perform(slot.session.state.timer(now: now), &tools, now: now)
        work += 1
      }
      slot.relieve(&tools, now: now)
      if slot.stalledUntil <= now { slot.session.end(.slowConsumer, at: now) }
    }
    nextTimers = now
    return work
  }
}

/// What a session waits for.
extension SessionSlot {
  /// Whether events that have waited can be told now.
  var isLate: Bool { !session.waiting.isEmpty && session.mayTakeMessage }

  /// Whether past trades that it has asked for can be told now.
  var isAnswered: Bool { session.trades != nil && session.mayTakeMessage }

  /// Whether the connection is to be closed: by the machine once everything is written, by the peer at
  /// once.
  func isOver(now: Instant) -> Bool {
    guard session.isConnected else { return false }
    if session.peerHasClosed { return true }
    return session.endReason != nil && (session.outbound.isEmpty || now >= session.closeAt)
  }

  /// Whether the venue ends the connection, and its last message has been written.
  var mayHaveUnreadEnd: Bool {
    session.endReason != nil && !session.peerHasClosed && session.outbound.isEmpty
  }

  /// Whether it has work that neither socket, event nor timer will tell of.
  func isUnfinished(now: Instant) -> Bool {
    if isLate || isAnswered || session.isSeeking || isOver(now: now) || session.needsNumbers {
      return true
    }
    return isDemanding && !(session.isConnected && session.awaitsEpoch)
  }

  /// When a peer that takes nothing is given up.
  var stalledUntil: Instant {
    session.stalledSince?.adding(nanoseconds: GatewayLimits.stalledWriteNanos) ?? .distantFuture
  }

  /// When time alone has something to do here.
  var deadline: Instant {
    var deadline = session.state.deadline
    if session.endReason != nil { deadline = min(deadline, session.closeAt) }
    if session.stalledSince != nil { deadline = min(deadline, stalledUntil) }
    if let until = challengedUntil { deadline = min(deadline, until) }
    return deadline
  }
}
