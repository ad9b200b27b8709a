import FIX44
import FIXSession
import FIXWire
import Market
import Memory
import OrderEntry
import Records
import Storage

/// From messages to the bytes that wait for the socket: numbered, stored, queued, in this order.
extension GatewaySession {
  /// An administrative message of the machine, which has numbered it.
  mutating func send(_ message: AdminMessage, _ tools: inout GatewayTools, now: Instant) {
    AdminEncoder.encode(message, header(now: now), into: &tools.encoder)
    // A gap fill stands for messages that are stored; it has no number of its own.
    if !message.possDup { store(message.msgSeqNum, isAdmin: true, &tools, now: now) }
    queue(&tools)
  }

  /// The message of an event that is addressed to this session, or that it has caused.
  ///
  /// The caller has asked `mayTakeMessage`. What becomes no message is passed over.
  mutating func serve(
    _ event: RawSpan, end: UInt64, _ tools: inout GatewayTools, now: Instant
  ) {
    precondition(end > servedEnd, "an event is served once")
    servedEnd = end
    guard let msgType = ReportEncoder.msgType(of: event) else { return }
    var header = header(now: now)
    header.msgSeqNum = state.nextOutbound()
    let isWritten = ReportEncoder.encode(
      event: event, header: header, options: ReportOptions(ownTags: setup.ownTags),
      firmCodes: tools.firmCodes, into: &tools.encoder)
    precondition(isWritten, "an event with a MsgType(35) becomes a message")
    store(header.msgSeqNum, isAdmin: false, &tools, now: now)
    queue(&tools)
    state.didSend(now: now)
    if msgType == .reject { perform(state.rejectCommitted(now: now), &tools, now: now) }
    reserveNumbers(&tools)
  }

  /// Stores the encoder's message before anybody can see it.
  private func store(
    _ msgSeqNum: MsgSeqNum, isAdmin: Bool, _ tools: inout GatewayTools, now: Instant
  ) {
    var head = StoredMessageHead()
    head.msgSeqNum = msgSeqNum
    head.session = setup.session
    head.epoch = state.numbers.epoch
    head.sendingTime = now
    head.eventPosition = servedEnd
    head.isAdmin = isAdmin
    tools.storeMessage(head)
  }

  /// Hands the encoder's message to the socket's buffer.
  mutating func queue(_ tools: inout GatewayTools) {
    let fits = outbound.append(tools.encoder.message)
    if !fits && endReason == nil {
      endReason = .slowConsumer
      closeAt = .none
    }
  }
}
