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
  /// Whether messages are judged by the dictionary.
  var validates = false
  /// Whether unknown tags of the user's range are passed over.
  var unknownUserTags = UnknownUserTags.reject
  /// Whether an order that is delivered is answered by an ExecutionReport(8).
  var answersOrders = false
  private static let dictionary = FIX44Dictionary.make()
  private var validator = MessageValidator(Endpoint.dictionary, forwards: false)
  private var input: [UInt8] = []
  /// ClOrdID(11) of application messages that wait until the session is logged on.
  private var waiting: [String] = []
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
    input = []
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

  /// Bytes from the line: whole messages, garbled ones, or parts.
  func receive(_ bytes: [UInt8], now: Instant) {
    input += bytes
    session.didReceive(now: now)
    while !input.isEmpty && closeReason == nil {
      let count: Int
      switch Framing.next(in: RawSpan(_elements: input.span), maxMessageSize: 16_384) {
      case .partial: return
      case .complete(let byteCount):
        count = byteCount
        process(Array(input[..<count]), received: now, now)
      case .garbled(let skip): count = skip
      case .wrongBeginString(let byteCount):
        count = byteCount
        perform(session.receivedWrongBeginString(now: now), now)
      case .oversized(let byteCount):
        count = input.count
        let text = ClosingText.oversizedMessage(bytes: UInt64(byteCount), most: 16_384)
        perform(session.abort(.oversizedMessage, text: .closing(text), now: now), now)
      }
      input.removeFirst(count)
      releaseHeld(now)
    }
  }

  func tick(now: Instant) {
    if now >= session.deadline { perform(session.timer(now: now), now) }
    stepResend(now)
  }

  func requestLogout(
    _ reason: SessionEndReason = .operatorLogout, _ text: ClosingText = .operatorLogout,
    now: Instant
  ) {
    perform(session.requestLogout(reason, text: .closing(text), now: now), now)
  }

  /// Sends an application message with this ClOrdID(11): an initiator an order, an acceptor a report.
  ///
  /// Where the session is not logged on, it leaves as soon as it is.
  func send(_ clOrdID: String, now: Instant) {
    guard session.maySendApplication else { return waiting.append(clOrdID) }
    let number = session.nextOutbound()
    var header = session.header(sendingTime: now, precision: .milliseconds)
    header.msgType = session.side == .initiator ? .newOrderSingle : .executionReport
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
    let wireError = index.parse(span)
    guard var message = InboundMessage.decode(index, span, received: received, &timestamps) else {
      return perform(session.receivedWithoutMsgSeqNum(now: now), now)
    }
    if let fault = fault(span, wireError, isAdmin: message.isAdmin) { message.fault = fault }
    var clOrdID = ""
    if let field = index.first(.clOrdID) {
      clOrdID = String(decoding: array(span[field]), as: UTF8.self)
    }
    for action in session.received(message, now: now) {
      switch action {
      case .deliver:
        delivered.append(clOrdID)
        deliveredNumbers.append(message.msgSeqNum.rawValue)
        if answersOrders { send(clOrdID, now: now) }
      case .hold:
        if !held.append(span, message.msgSeqNum, received: received) {
          session.couldNotHold(message.msgSeqNum)
        }
      default: perform(action, now)
      }
    }
  }

  /// What a message is refused for before anybody looks at what it means.
  private func fault(_ message: RawSpan, _ wireError: WireError?, isAdmin: Bool) -> SessionFault? {
    if let wireError {
      return SessionFault(sessionRejectReason: wireError.reason, refTagID: wireError.tag)
    }
    guard validates,
      let reject = validator.validate(index, message, unknownUserTags: unknownUserTags)
    else { return nil }
    if case .conditional = reject, !isAdmin { return nil }
    return SessionFault(sessionRejectReason: reject.reason, refTagID: reject.refTag)
  }

  private func releaseHeld(_ now: Instant) {
    while held.isDue(for: session) {
      let bytes = array(held.front)
      let received = held.frontReceived
      held.removeFirst()
      process(bytes, received: received, now)
    }
    if let number = held.frontNumber { perform(session.foundHeld(number, now: now), now) }
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
    case .publishLogon:
      perform(session.logonCommitted(now: now), now)
      let due = waiting
      waiting = []
      for clOrdID in due { send(clOrdID, now: now) }
    case .disconnect(let reason): closeReason = reason
    }
  }

  private func write(_ message: AdminMessage, _ now: Instant) {
    let header = session.header(sendingTime: now, precision: .milliseconds)
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
