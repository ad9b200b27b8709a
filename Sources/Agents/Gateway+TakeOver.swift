import FIXSession
import Market
import Memory
import TLS
import Transport

/// A connection that has named itself a session which is live.
struct Challenger: ~Copyable {
  var connection: Connection
  let arrival: Arrival
  /// Since when the live connection has been asked for a sign of life.
  let since: Instant
}

/// A second connection of a live session: the first one stays, or gives way where it is dead.
extension Gateway {
  /// Judges a connection of a session that has one, by the session's policy.
  mutating func challenge(
    _ slot: SessionSlot, _ connection: consuming Connection, _ arrival: Arrival, now: Instant
  ) {
    switch slot.session.setup.takeOver {
    case .never: return refuse(arrival, .sessionInUse)
    case .probe:
      guard slot.session.state.isLoggedOn, !slot.isChallenged else {
        return refuse(arrival, .sessionInUse)
      }
      slot.session.perform(slot.session.state.probe(now: now), &tools, now: now)
    case .certificate:
      guard !slot.isChallenged, let shown = connection.peerCertificate?.fingerprint,
        slot.certificateFingerprint == shown
      else { return refuse(arrival, .sessionInUse) }
      giveWay(slot, now: now)
    }
    slot.challenger = Challenger(connection: connection, arrival: arrival, since: now)
    challenged.append(slot)
  }

  /// Seats those whose place is free, refuses those whose rival has spoken, ends rivals that are silent.
  mutating func judgeChallengers(now: Instant) {
    var index = 0
    while index < challenged.count {
      if isJudged(challenged[index], now: now) {
        challenged.remove(at: index)
      } else {
        index += 1
      }
    }
  }

  private mutating func isJudged(_ slot: SessionSlot, now: Instant) -> Bool {
    guard let challenger = slot.challenger.take() else { return true }
    if let refusal = refusal(at: slot) {
      refuse(challenger.arrival, refusal)
      return true
    }
    if !slot.session.isConnected {
      seat(slot, challenger.connection, challenger.arrival, now: now)
      return true
    }
    let isEnding = slot.session.endReason != nil || slot.session.peerHasClosed
    if !isEnding, slot.hasBacklog || slot.session.state.hasSpoken(since: challenger.since) {
      refuse(challenger.arrival, .sessionInUse)
      return true
    }
    let isSilent =
      now.nanoseconds - challenger.since.nanoseconds >= GatewayLimits.probeNanos
    if !isEnding && isSilent { giveWay(slot, now: now) }
    slot.challenger = consume challenger
    return false
  }

  /// Ends the live connection at once; it is told, in case somebody reads.
  private mutating func giveWay(_ slot: SessionSlot, now: Instant) {
    let actions = slot.session.state.abort(.takenOver, text: .closing(.takenOver), now: now)
    slot.session.perform(actions, &tools, now: now)
    _ = slot.flush(now: now)
    slot.session.end(.takenOver, at: now)
    slot.session.closeAt = now
  }
}

extension SessionSlot {
  var isChallenged: Bool {
    switch challenger {
    case .some: true
    case .none: false
    }
  }

  /// Of the certificate that the live connection has shown; nil where it has none.
  var certificateFingerprint: String? {
    switch socket {
    case .some(let connection): connection.peerCertificate?.fingerprint
    case .none: nil
    }
  }
}
