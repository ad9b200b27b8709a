import FIXSession
import FIXWire
import Linux
import Market
import Memory
import Records
import Storage

/// A resend in progress: what is left to be sent, and where in the store its next message is looked for.
struct RunningResend {
  var plan: ResendPlan
  var cursor: StoredMessageCursor
}

/// What came of a turn of a resend.
enum ResendTurn {
  case served
  /// The peer has to read, or the loader, before there is more to do.
  case waits
}

/// ResendRequest(2) served from the store, a few messages in a turn, so that it delays nobody.
extension GatewaySession {
  /// Begins with a range that the machine has found in order.
  mutating func beginResend(from: MsgSeqNum, to: MsgSeqNum, _ tools: inout GatewayTools) {
    resend = RunningResend(
      plan: ResendPlan(from: from, to: to),
      cursor: tools.store.cursor(of: setup.session, from: from, through: to))
    repeatLost(from: from, &tools)
    counters.add(.resendRequestsIn, 1)
  }

  /// Goes on with the resend in progress by at most one slice of its plan.
  mutating func resendTurn(_ tools: inout GatewayTools, now: Instant) -> ResendTurn {
    // A peer that has its gap filled never asks again: first the log has to hold what it is served again.
    guard var running = resend, endReason == nil, reservation.isHeld,
      outbound.count < GatewayLimits.resendPendingBytes
    else { return .waits }
    guard state.isResending else {
      endResend(&tools)
      return .waits
    }
    var looks = GatewayLimits.looksPerResendTurn
    running.plan.beginSlice()
    feed(&running, &looks, &tools, now: now)
    tellDamage(&tools)
    resend = running
    guard running.plan.isFinished else {
      return looks < GatewayLimits.looksPerResendTurn ? .served : .waits
    }
    endResend(&tools)
    perform(state.resendCompleted(now: now), &tools, now: now)
    return .served
  }

  private mutating func endResend(_ tools: inout GatewayTools) {
    resend = nil
    tools.store.endReading(setup.session)
  }

  private mutating func feed(
    _ running: inout RunningResend, _ looks: inout Int, _ tools: inout GatewayTools, now: Instant
  ) {
    while !running.plan.isFinished, !running.plan.isSliceFull, hasRoomForResend {
      guard let head = tools.store.next(&running.cursor, looks: &looks) else {
        guard running.cursor.isAtEnd else { return }
        if let gapFill = running.plan.end() { send(gapFill, &tools, now: now) }
        return
      }
      if head.isAdmin { continue }
      let step = running.plan.application(head.msgSeqNum, byteCount: Int(head.byteCount))
      if let gapFill = step.gapFill { send(gapFill, &tools, now: now) }
      if step.resend != nil { resendStored(running.cursor, head, &tools, now: now) }
    }
  }

  /// Room for a gap fill and the longest message.
  private var hasRoomForResend: Bool { outbound.freeBytes > GatewayLimits.messageBytes + 512 }

  /// The stored bytes with 43, 122 and a new 52; where they are no message any more, a gap fill.
  private mutating func resendStored(
    _ cursor: StoredMessageCursor, _ head: StoredMessageHead, _ tools: inout GatewayTools,
    now: Instant
  ) {
    guard
      Self.rewrite(tools.store, cursor, setup.precision, into: &tools.encoder, now: now)
    else {
      tellUnreadable(head.msgSeqNum, &tools)
      let fill = AdminMessage(
        msgSeqNum: head.msgSeqNum, body: .gapFill(newSeqNo: head.msgSeqNum.next))
      return send(fill, &tools, now: now)
    }
    queue(&tools)
    counters.add(.messagesResent, 1)
    state.didSend(now: now)
  }

  /// What was stored under this number is no message.
  private func tellUnreadable(_ number: MsgSeqNum, _ tools: inout GatewayTools) {
    var notice = Notice(.recordDamaged)
    notice.session = setup.session
    notice.amount = Int64(number.rawValue)
    tools.notices.write(notice)
  }

  private static func rewrite(
    _ store: borrowing SessionStore, _ cursor: StoredMessageCursor,
    _ precision: TimestampPrecision, into encoder: inout MessageEncoder, now: Instant
  ) -> Bool {
    StoredMessage.resend(
      store.bytes(of: cursor), sendingTime: now, precision: precision, into: &encoder)
  }
}
