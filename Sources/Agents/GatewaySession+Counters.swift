import FIXSession
import Market
import Memory
import Storage
import Transport

/// What the session shows of itself: for others to read, at any time.
extension GatewaySession {
  /// Where the numbers stand, and what waits.
  func tellNumbers() {
    counters.set(.epoch, UInt64(state.numbers.epoch.rawValue))
    counters.set(.nextInbound, state.numbers.nextInbound.rawValue)
    counters.set(.nextOutbound, state.numbers.nextOutbound.rawValue)
    counters.set(.unsentBytes, UInt64(outbound.count))
    counters.set(.heldMessages, UInt64(heldCount))
  }

  /// Whether events wait for it.
  func tellWaiting() { counters.set(.eventsWait, waiting.isEmpty ? 0 : 1) }

  /// Whether its schedule lets it log on, and until when.
  func tellHours() {
    counters.set(.isOutsideHours, state.hours.isOpen ? 0 : 1)
    counters.set(.hoursChangeAt, UInt64(bitPattern: state.hours.changesAt.nanoseconds))
  }

  /// What was found of its files at the start: messages that may be missing, files put aside.
  mutating func tellLoss(_ tools: inout GatewayTools) {
    let session = setup.session
    if let lost = loss?.new {
      var notice = Notice(.messagesLost)
      notice.session = session
      notice.amount = Int64(lost.lowerBound)
      notice.detail = UInt32(clamping: lost.count)
      tools.tellStoreFault(notice)
    }
    let aside = tools.store.filesAside(of: session)
    if aside > 0 {
      var notice = Notice(.filesPutAside)
      notice.session = session
      notice.amount = Int64(aside)
      tools.tellStoreFault(notice)
    }
    tellDamage(&tools)
  }

  /// Damaged places of its files that were met since this was told last.
  mutating func tellDamage(_ tools: inout GatewayTools) {
    let damaged = tools.store.damagedEntries(of: setup.session)
    guard damaged > damageTold else { return }
    var notice = Notice(.messagesDamaged)
    notice.session = setup.session
    notice.amount = Int64(damaged - damageTold)
    damageTold = damaged
    tools.tellStoreFault(notice)
  }

  private var heldCount: Int {
    switch held {
    case .some(let messages): messages.count
    case .none: 0
    }
  }

  /// A connection has come.
  func tellConnected(_ arrival: Handover) {
    counters.set(.presence, SessionPresence.connected.rawValue)
    counters.set(.addressHigh, arrival.addressHigh)
    counters.set(.addressLow, arrival.addressLow)
    counters.set(.port, UInt64(arrival.port))
    counters.set(.garbledBytes, 0)
  }

  /// Logon(A) is answered.
  func tellLoggedOn(now: Instant) {
    counters.set(.presence, SessionPresence.live.rawValue)
    counters.add(.logons, 1)
    counters.set(.lastLogonAt, UInt64(bitPattern: now.nanoseconds))
  }

  /// The connection is gone.
  func tellEnded(_ reason: SessionEndReason, now: Instant) {
    counters.set(.presence, SessionPresence.away.rawValue)
    counters.add(.disconnects, 1)
    counters.set(.lastEndReason, UInt64(reason.rawValue))
    counters.set(.lastEndAt, UInt64(bitPattern: now.nanoseconds))
    counters.add(1, at: SessionCounter.disconnectsByReason + Int(reason.rawValue))
    tellNumbers()
  }

  /// An administrative message leaves.
  func tell(_ message: AdminMessage) {
    switch message.body {
    case .reject: counters.add(.rejects, 1)
    case .resendRequest: counters.add(.resendRequestsOut, 1)
    case .logout: counters.set(.presence, SessionPresence.connected.rawValue)
    case .logon, .heartbeat, .testRequest, .gapFill, .sequenceReset: break
    }
  }
}
