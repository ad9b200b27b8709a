import FIX44
import FIXSession
import FIXWire
import Market

/// A session with bytes on either side: what a gateway does around the machine, on virtual time.
///
/// Records are committed at once; the other end of the line is whoever takes `output`.
final class Endpoint {
  var session: SessionState
  /// Messages for the other end, in order.
  var output: [[UInt8]] = []
  /// MsgSeqNum(34) of the application messages delivered, in order.
  var deliveredNumbers: [UInt64] = []
  /// ClOrdID(11) of the application messages delivered, in order.
  var delivered: [String] = []
  /// The session wants the connection closed.
  var closeReason: SessionEndReason?
  /// Messages of a resend that leave before live traffic may go between.
  var resendLimits = ResendPlan.Limits()
  private var plan: ResendPlan?
  private var stored: [UInt64: [UInt8]] = [:]
  private var held = HeldMessages()
  private var encoder = MessageEncoder(capacity: 16_384)
  private var index = FieldIndex()
  private var timestamps = TimestampReader()

  init(_ session: SessionState) { self.session = session }

  func connect(reset: Bool = false, now: Instant) {
    closeReason = nil
    output = []
    perform(session.connected(reset: reset, now: now), now)
  }

  func disconnected() -> SessionEnd {
    held.removeAll()
    plan = nil
    output = []
    return session.connectionLost()
  }

  /// The process is gone and back: known are the last application message that was logged, and
  /// what was sent.
  func restart() {
    let known = SessionNumbers(
      epoch: session.numbers.epoch,
      nextInbound: MsgSeqNum(rawValue: (deliveredNumbers.last ?? 0) + 1),
      nextOutbound: session.numbers.nextOutbound)
    session = SessionState(
      side: session.side, identity: session.identity, settings: session.settings, numbers: known)
  }

  /// One frame from the line, whole, garbled or of another BeginString(8).
  func receive(_ bytes: [UInt8], now: Instant) {
    switch Framing.next(in: RawSpan(_elements: bytes.span), maxMessageSize: 16_384) {
    case .complete(let count) where count == bytes.count: process(bytes, received: now, now)
    case .wrongBeginString: perform(session.receivedWrongBeginString(now: now), now)
    case .complete, .partial, .garbled, .oversized: break
    }
    releaseHeld(now)
  }

  func tick(now: Instant) {
    if now >= session.deadline { perform(session.timer(now: now), now) }
    stepResend(now)
  }

  func requestLogout(now: Instant) {
    let text = SessionText.closing(.operatorLogout)
    perform(session.requestLogout(.operatorLogout, text: text, now: now), now)
  }

  /// Sends an application message with this ClOrdID(11).
  func send(_ clOrdID: String, now: Instant) {
    let number = session.nextOutbound()
    var header = session.identity.header(sendingTime: now, precision: .milliseconds)
    header.msgType = .newOrderSingle
    header.msgSeqNum = number
    encoder.begin(header)
    encoder.field(.clOrdID, text32(clOrdID))
    encoder.finish()
    let bytes = array(encoder.message)
    stored[number.rawValue] = bytes
    output.append(bytes)
    session.didSend(now: now)
  }

  private func process(_ bytes: [UInt8], received: Instant, _ now: Instant) {
    let span = RawSpan(_elements: bytes.span)
    if index.parse(span) != nil { return }
    guard let message = InboundMessage.decode(index, span, received: received, &timestamps) else {
      return perform(session.receivedWithoutMsgSeqNum(now: now), now)
    }
    var clOrdID = ""
    if let field = index.first(.clOrdID) {
      clOrdID = String(decoding: array(span[field]), as: UTF8.self)
    }
    for action in session.received(message, now: now) {
      switch action {
      case .deliver:
        delivered.append(clOrdID)
        deliveredNumbers.append(message.msgSeqNum.rawValue)
      case .hold:
        if !held.append(span, message.msgSeqNum, received: received) {
          session.couldNotHold(message.msgSeqNum)
        }
      default: perform(action, now)
      }
    }
  }

  private func releaseHeld(_ now: Instant) {
    while held.isDue(for: session) {
      let bytes = array(held.front)
      let received = held.frontReceived
      held.removeFirst()
      process(bytes, received: received, now)
    }
  }

  private func perform(_ actions: SessionActions, _ now: Instant) {
    for action in actions { perform(action, now) }
  }

  private func perform(_ action: SessionAction, _ now: Instant) {
    switch action {
    case .deliver, .hold, .drop: break
    case .send(let message): write(message, now)
    case .reject(let reject):
      write(AdminMessage(msgSeqNum: session.nextOutbound(), body: .reject(reject)), now)
      perform(session.rejectCommitted(now: now), now)
    case .resend(let from, let to):
      plan = ResendPlan(from: from, to: to, limits: resendLimits)
    case .openEpoch:
      stored = [:]
      plan = nil
      held.removeAll()
    case .publishLogon: perform(session.logonCommitted(now: now), now)
    case .disconnect(let reason): closeReason = reason
    }
  }

  private func write(_ message: AdminMessage, _ now: Instant) {
    let header = session.identity.header(sendingTime: now, precision: .milliseconds)
    AdminEncoder.encode(message, header, into: &encoder)
    output.append(array(encoder.message))
  }

  /// One slice of the resend in progress.
  private func stepResend(_ now: Instant) {
    guard var current = plan else { return }
    current.beginSlice()
    while !current.isSliceFull, let next = nextStored(from: current.next, to: current.last) {
      let step = current.application(next, byteCount: stored[next.rawValue]?.count ?? 1)
      if let gapFill = step.gapFill { write(gapFill, now) }
      if let number = step.resend { resend(number, now) }
    }
    plan = current
    if current.isSliceFull && !current.isFinished { return }
    if let gapFill = current.end() { write(gapFill, now) }
    plan = nil
    perform(session.resendCompleted(now: now), now)
  }

  private func nextStored(from: MsgSeqNum, to: MsgSeqNum) -> MsgSeqNum? {
    guard from <= to else { return nil }
    return (from.rawValue...to.rawValue).first { stored[$0] != nil }.map(seq)
  }

  private func resend(_ number: MsgSeqNum, _ now: Instant) {
    guard let bytes = stored[number.rawValue] else { return }
    let isWritten = StoredMessage.resend(
      RawSpan(_elements: bytes.span), sendingTime: now, precision: .milliseconds, into: &encoder)
    precondition(isWritten, "a stored message can be sent again")
    output.append(array(encoder.message))
    session.didSend(now: now)
  }

  private func array(_ bytes: RawSpan) -> [UInt8] {
    let span = Span<UInt8>(_bytes: bytes)
    return span.indices.map { span[$0] }
  }
}
