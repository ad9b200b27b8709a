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

  /// How long it may be silent.
  var until: Instant { since.adding(nanoseconds: GatewayLimits.probeNanos) }
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
    turns.touched.append(slot.number)
  }

  /// Seats who claims a place that is free, refuses who claims one whose owner has spoken, ends an owner
  /// that is silent.
  mutating func judgeChallenger(_ slot: SessionSlot, now: Instant) {
    guard let challenger = slot.challenger.take() else { return }
    if let refusal = refusal(at: slot, now: now) { return refuse(challenger.arrival, refusal) }
    if !slot.session.isConnected {
      return seat(slot, challenger.connection, challenger.arrival, now: now)
    }
    let isEnding = slot.session.endReason != nil || slot.session.peerHasClosed
    if !isEnding, slot.hasBacklog || slot.session.state.hasSpoken(since: challenger.since) {
      return refuse(challenger.arrival, .sessionInUse)
    }
    if !isEnding && challenger.until <= now { giveWay(slot, now: now) }
    slot.challenger = consume challenger
  }

  /// Ends the live connection at once; it is told, in case somebody reads.
  private mutating func giveWay(_ slot: SessionSlot, now: Instant) {
    let actions = slot.session.state.abort(.takenOver, text: .closing(.takenOver), now: now)
    slot.session.perform(actions, &tools, now: now)
    _ = slot.flush(&tools, now: now)
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

  /// The number of the connection that claims the place; 0 for none.
  var challengerNumber: UInt32 {
    switch challenger {
    case .some(let challenger): challenger.arrival.handover.connection
    case .none: 0
    }
  }

  /// When the live connection's silence is judged; nil where nobody claims its place.
  var challengedUntil: Instant? {
    switch challenger {
    case .some(let challenger): challenger.until
    case .none: nil
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
