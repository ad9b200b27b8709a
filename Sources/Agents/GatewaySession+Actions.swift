import FIX44
import FIXSession
import FIXWire
import Market
import Memory
import OrderEntry
import Records
import Storage

/// The one place in which the machine's actions are performed.
extension GatewaySession {
  /// Performs what the machine demands, in order. `bytes` are those of `message`, which is in the index.
  ///
  /// Both are borrowed, for they are large and nobody changes them (benchmark load).
  mutating func perform(
    _ actions: borrowing SessionActions, _ bytes: RawSpan, _ message: borrowing InboundMessage,
    _ tools: inout GatewayTools, now: Instant
  ) {
    for index in 0..<actions.count {
      switch actions[index] {
      case .deliver: deliver(bytes, message, &tools, now: now)
      case .reject(let reject): publishSeen(reject, &tools)
      case .send(let admin): send(admin, &tools, now: now)
      case .resend(let from, let to): beginResend(from: from, to: to, &tools)
      case .hold: hold(bytes, message)
      case .drop: break
      case .openEpoch(let cause): openEpoch(cause, &tools)
      case .publishLogon: publishLogon(bytes, message, &tools)
      case .disconnect(let reason):
        endReason = reason
        closeAt = now.adding(nanoseconds: GatewayLimits.closingNanos)
      }
    }
    if state.hasSaidAll { outbound.endFrame() }
  }

  /// Performs what time or the engine demands: no message stands behind it.
  mutating func perform(
    _ actions: borrowing SessionActions, _ tools: inout GatewayTools, now: Instant
  ) {
    perform(actions, RawSpan(), InboundMessage(), &tools, now: now)
  }

  var head: RecordHead {
    var head = RecordHead()
    head.session = setup.session
    head.epoch = state.numbers.epoch
    return head
  }

  private mutating func deliver(
    _ bytes: RawSpan, _ message: borrowing InboundMessage, _ tools: inout GatewayTools,
    now: Instant
  ) {
    guard message.msgSeqNum.rawValue > 0 else {
      preconditionFailure("what is delivered is a message")
    }
    var context = InboundContext(
      session: setup.session, epoch: state.numbers.epoch, msgSeqNum: message.msgSeqNum,
      received: message.received, role: setup.role)
    context.possDup = message.possDup
    context.connection = connection
    context.possResend = message.possResend
    context.conditionallyMissing = message.conditionallyMissing
    context.marketUTCOffsetSeconds = tools.marketUTCOffsetSeconds
    context.isThrottled = isThrottled(message.msgType, now: now)
    context.takesNewWork = tools.intake.isOpen
    tools.scratch.removeAll()
    switch tools.decoder.decode(tools.index, bytes, context: context, into: &tools.scratch) {
    case .appended(let type):
      if type == .userRequest {
        let isRepeated = context.possDup || context.possResend
        judgeUserRequest(bytes, isRepeated: isRepeated, &tools)
      }
      tools.port.write(tools.scratch)
    case .reject(let reason, let tag):
      let fault = SessionFault(sessionRejectReason: reason, refTagID: tag)
      publishSeen(
        SessionReject(refSeqNum: message.msgSeqNum, refMsgType: message.msgType, fault: fault),
        &tools)
    }
  }

  /// The Reject(3) of an application message leaves as an event when this is committed.
  private func publishSeen(_ reject: SessionReject, _ tools: inout GatewayTools) {
    var head = head
    head.msgSeqNum = reject.refSeqNum
    var seen = InboundSeen()
    seen.refMsgType = reject.refMsgType.rawValue
    seen.sessionRejectReason = UInt16(reject.fault.sessionRejectReason.rawValue)
    seen.refTagID = reject.fault.refTagID.rawValue
    tools.publish(.inboundSeen, head, seen)
  }

  private mutating func hold(_ bytes: RawSpan, _ message: borrowing InboundMessage) {
    guard message.msgSeqNum.rawValue > 0 else { preconditionFailure("what is held is a message") }
    if held == nil { held = HeldMessages() }
    let isHeld = held?.append(bytes, message.msgSeqNum, received: message.received) ?? false
    if !isHeld { state.couldNotHold(message.msgSeqNum) }
  }

  /// The machine has opened an epoch: nothing of the last one is of use, and the log holds it.
  mutating func openEpoch(_ cause: UInt16, _ tools: inout GatewayTools) {
    reservation.reset()
    resend = nil
    held = nil
    loss = nil
    var body = EpochOpened()
    body.cause = cause
    tools.store.begin(state.numbers.epoch, of: setup.session)
    tools.publish(.epochOpened, head, body)
  }

  /// A Logon(A) ahead of a gap has not consumed its number: after a crash the gap is still there.
  private mutating func publishLogon(
    _ bytes: RawSpan, _ message: borrowing InboundMessage, _ tools: inout GatewayTools
  ) {
    guard message.kind == .logon else { preconditionFailure("a Logon(A) is journaled") }
    awaitsLogonCommit = true
    reserveNumbers(&tools)
    var head = head
    if message.msgSeqNum < state.numbers.nextInbound { head.msgSeqNum = message.msgSeqNum }
    head.received = message.received
    var logon = SessionLogon()
    logon.heartBtInt = UInt32(clamping: message.heartBtInt)
    logon.connection = connection
    logon.resetSeqNumFlag = message.resetSeqNumFlag ? 1 : 0
    logon.nextExpectedMsgSeqNum = message.nextExpectedMsgSeqNum.rawValue
    agreeOnCancel(bytes, tools.index)
    agreeOnCompression(bytes, tools.index)
    agreeOnFeed(bytes, tools.index)
    logon.cancelOnDisconnectType = cancelOnDisconnect.type.rawValue
    logon.cancelOnDisconnectGrace = cancelOnDisconnect.graceMilliseconds
    logon.cancelsGoodTill = cancelOnDisconnect.cancelsGoodTill ? 1 : 0
    tools.publish(.sessionLogon, head, logon)
  }

  /// Asks for the next block of outgoing numbers where it is time, and there is room on the way to the
  /// engine; otherwise the session's timer does.
  mutating func reserveNumbers(_ tools: inout GatewayTools) {
    guard tools.port.hasRoom(isUrgent: true),
      let body = reservation.next(after: state.numbers.nextOutbound, servedEnd: servedEnd)
    else { return }
    tools.publish(.numbersReserved, head, body)
  }
}
