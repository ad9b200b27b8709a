import FIXSession
import FIXWire
import Linux
import Market
import Memory
import Records
import Storage

/// ResendRequest(2) served from the store, in slices, so that it delays nobody.
extension GatewaySession {
  /// Goes on with the resend in progress as far as the socket's buffer has room for it.
  mutating func resendSlice(
    _ tools: inout GatewayTools, now: Instant
  ) throws(AgentError) {
    guard var plan = resend, endReason == nil else { return }
    if outbound.isEmpty { plan.beginSlice() }
    try feed(&plan, &tools, now: now)
    resend = plan
    guard plan.isFinished else { return }
    resend = nil
    perform(state.resendCompleted(now: now), &tools, now: now)
  }

  private mutating func feed(
    _ plan: inout ResendPlan, _ tools: inout GatewayTools, now: Instant
  ) throws(AgentError) {
    let session = setup.session
    let from = plan.next
    let last = plan.last
    var cursor = try system { () throws(SystemError) in
      try tools.store.cursor(of: session, from: from, through: last)
    }
    while hasRoomForResend, !plan.isSliceFull {
      let head = try system { () throws(SystemError) in try tools.store.next(&cursor) }
      guard let head else {
        if let gapFill = plan.end() { send(gapFill, &tools, now: now) }
        return
      }
      if head.isAdmin { continue }
      let step = plan.application(head.msgSeqNum, byteCount: Int(head.byteCount))
      if let gapFill = step.gapFill { send(gapFill, &tools, now: now) }
      if step.resend != nil { resendStored(cursor, head, &tools, now: now) }
    }
  }

  /// Room for a gap fill and the longest message.
  private var hasRoomForResend: Bool {
    outbound.freeBytes > GatewayLimits.messageBytes + 512
      && outbound.count < GatewayLimits.outboundHighWater
  }

  /// The stored bytes with 43, 122 and a new 52; where they are no message any more, a gap fill.
  private mutating func resendStored(
    _ cursor: StoredMessageCursor, _ head: StoredMessageHead, _ tools: inout GatewayTools,
    now: Instant
  ) {
    guard
      Self.rewrite(tools.store, cursor, setup.precision, into: &tools.encoder, now: now)
    else {
      var notice = Notice(.recordDamaged)
      notice.session = setup.session
      notice.amount = Int64(head.msgSeqNum.rawValue)
      tools.notices.write(notice)
      let fill = AdminMessage(
        msgSeqNum: head.msgSeqNum, body: .gapFill(newSeqNo: head.msgSeqNum.next))
      return send(fill, &tools, now: now)
    }
    queue(&tools)
    counters.add(.messagesResent, 1)
    state.didSend(now: now)
  }

  private static func rewrite(
    _ store: borrowing SessionStore, _ cursor: StoredMessageCursor,
    _ precision: TimestampPrecision, into encoder: inout MessageEncoder, now: Instant
  ) -> Bool {
    StoredMessage.resend(
      store.bytes(of: cursor), sendingTime: now, precision: precision, into: &encoder)
  }
}
