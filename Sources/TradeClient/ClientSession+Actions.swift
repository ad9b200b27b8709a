import FIX44
import FIXSession
import FIXWire
import Market
import Memory

extension ClientSession {
  /// Performs what the machine demands; `received` is the message that caused it.
  mutating func perform(_ actions: SessionActions, _ received: Received?, _ now: Instant) {
    var isTaken = received?.inbound.isAdmin ?? false
    for action in actions {
      switch action {
      case .deliver: isTaken = true
      case .reject: isTaken = false
      case .send(let message): send(message, now)
      case .resend(let from, let to): resend(from, to, now)
      case .hold:
        isTaken = false
        if let received { hold(received) }
      case .drop: isTaken = false
      case .openEpoch:
        stored.removeAll()
        held.removeAll()
        note(.epochOpened)
      case .publishLogon: preconditionFailure("an initiator is not asked for a Logon reply")
      case .disconnect(let reason): note(.disconnect(reason))
      }
    }
    if isTaken, let received { note(.delivered(received.message)) }
  }

  private mutating func hold(_ received: Received) {
    let number = received.inbound.msgSeqNum
    let span = RawSpan(_elements: received.bytes.span)
    if !held.append(span, number, received: received.inbound.received) { couldNotHold(number) }
  }

  private mutating func send(_ message: AdminMessage, _ now: Instant) {
    let header = state.header(sendingTime: now, precision: .milliseconds)
    AdminEncoder.begin(message, header, into: &encoder)
    if case .logon = message.body { write(logonFields) }
    encoder.finish()
    emit(now)
  }

  /// Serves a range: messages of this run again, a gap fill for all others.
  private mutating func resend(_ from: MsgSeqNum, _ to: MsgSeqNum, _ now: Instant) {
    var plan = ResendPlan(from: from, to: to)
    for entry in stored where entry.msgSeqNum >= from && entry.msgSeqNum <= to {
      let step = plan.application(entry.msgSeqNum, byteCount: entry.bytes.count)
      if let gapFill = step.gapFill { send(gapFill, now) }
      let isWritten = StoredMessage.resend(
        RawSpan(_elements: entry.bytes.span), sendingTime: now, precision: .milliseconds,
        into: &encoder)
      precondition(isWritten, "what was sent can be sent again")
      emit(now)
    }
    if let gapFill = plan.end() { send(gapFill, now) }
    advance(nil, now) { $0.resendCompleted(now: now) }
  }

  mutating func write(_ fields: [WireMessage.Field]) {
    for field in fields {
      let value = Array(field.value.utf8)
      encoder.field(field.tag, RawSpan(_elements: value.span))
    }
  }

  /// Keeps the encoded message for a ResendRequest(2).
  mutating func store(_ msgSeqNum: MsgSeqNum) {
    if stored.count == Self.storedMax { stored.removeFirst() }
    stored.append(Stored(msgSeqNum: msgSeqNum, bytes: Self.array(encoder.message)))
  }

  /// Puts the encoded message behind what is to be written.
  mutating func emit(_ now: Instant) {
    let bytes = Self.array(encoder.message)
    let span = RawSpan(_elements: bytes.span)
    guard output.append(span) else { return note(.disconnect(.slowConsumer)) }
    noteSent(now: now)
    if index.parse(span) == nil { note(.sent(WireMessage(index, span))) }
  }
}
