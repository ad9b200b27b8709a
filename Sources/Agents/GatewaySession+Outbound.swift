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
    encode(message, &tools, now: now)
    tell(message)
    // A gap fill stands for messages that are stored; it has no number of its own.
    if !message.possDup, !store(message.msgSeqNum, isAdmin: true, &tools, now: now) {
      // Its number is taken and nobody has seen it: a gap fill will stand for it.
      return end(.storeFull, at: now)
    }
    queue(&tools)
    if case .logon = message.body, compression == .lz4Frame { outbound.beginFrame() }
  }

  private mutating func encode(
    _ message: AdminMessage, _ tools: inout GatewayTools, now: Instant
  ) {
    if case .logon = message.body {
      AdminEncoder.begin(message, header(now: now), into: &tools.encoder)
      if let status = sessionStatus.take(), setup.ownTags {
        tools.encoder.field(.sessionStatus, UInt64(status))
      }
      writeTerms(to: &tools.encoder)
      tools.encoder.finish()
      return
    }
    guard message.body == .logout(.closing(.operatorLogout)), !remark.isEmpty else {
      return AdminEncoder.encode(message, header(now: now), into: &tools.encoder)
    }
    let wordless = AdminMessage(msgSeqNum: message.msgSeqNum, body: .logout(.none))
    AdminEncoder.begin(wordless, header(now: now), into: &tools.encoder)
    tools.encoder.field(.text, remark.readable)
    tools.encoder.finish()
  }

  /// The message of an event that is addressed to this session, or that it has caused. False where
  /// there is no room to store it: nothing has changed, and the event is to be served again later.
  ///
  /// The caller has asked `mayTakeMessage`. What becomes no message is passed over.
  mutating func serve(
    _ event: RawSpan, end: UInt64, _ tools: inout GatewayTools, now: Instant
  ) -> Bool {
    precondition(end > servedEnd, "an event is served once")
    if let copy = copy(of: event, tools) {
      return serve(event, as: copy, end: end, &tools, now: now)
    }
    let options = reportOptions(tools)
    guard end > feed?.ownEnd ?? 0, let msgType = ReportEncoder.msgType(of: event, options) else {
      servedEnd = end
      return true
    }
    if msgType == .tradeCaptureReportRequestAck, let isBegun = beginTrades(event, end: end, tools) {
      return isBegun
    }
    var header = header(now: now)
    header.msgSeqNum = state.numbers.nextOutbound
    header.possResend = end <= repeatEnd && msgType != .reject
    let isWritten = ReportEncoder.encode(
      event: event, header: header, options: options, firmCodes: tools.firmCodes,
      into: &tools.encoder)
    precondition(isWritten, "an event with a MsgType(35) becomes a message")
    let byteCount = tools.encoder.message.byteCount
    guard tools.makeRoom(for: byteCount, of: setup.session) else { return false }
    sendServed(header, end: end, &tools, now: now)
    if msgType == .reject { counters.add(.rejects, 1) }
    if msgType == .reject { perform(state.rejectCommitted(now: now), &tools, now: now) }
    reserveNumbers(&tools)
    return true
  }

  /// Takes the number that stands in the encoder's message, stores it and hands it on.
  mutating func sendServed(
    _ header: OutboundHeader, end: UInt64, _ tools: inout GatewayTools, now: Instant
  ) {
    servedEnd = end
    let number = state.nextOutbound()
    precondition(number == header.msgSeqNum, "the message has the number that is taken for it")
    let isStored = store(number, isAdmin: false, &tools, now: now)
    precondition(isStored, "room for the message was made")
    queue(&tools)
    state.didSend(now: now)
  }

  func reportOptions(_ tools: borrowing GatewayTools) -> ReportOptions {
    ReportOptions(ownTags: setup.ownTags, marketUTCOffsetSeconds: tools.marketUTCOffsetSeconds)
  }

  /// The counterparty asks for messages from `number` on: events whose messages the store has lost are sent
  /// again, behind what it is sent now.
  mutating func repeatLost(from number: MsgSeqNum, _ tools: inout GatewayTools) {
    guard let place = loss?.missed(from: number) else { return }
    // What was sent since the start is sent again too.
    repeatEnd = max(repeatEnd, servedEnd)
    feed?.seekPlace()
    goBack(to: place, &tools)
  }

  /// Serves events from `place` on once more. The log has to say so before a number is used for them: if these
  /// messages are lost too, they are looked for from there.
  mutating func goBack(to place: UInt64, _ tools: inout GatewayTools) {
    servedEnd = place
    waiting.search(from: place, &tools.positions)
    tellWaiting()
    reservation.reset()
    reserveNumbers(&tools)
  }

  /// Stores the encoder's message before anybody can see it. False where there is no room.
  private func store(
    _ msgSeqNum: MsgSeqNum, isAdmin: Bool, _ tools: inout GatewayTools, now: Instant
  ) -> Bool {
    var head = StoredMessageHead()
    head.msgSeqNum = msgSeqNum
    head.session = setup.session
    head.epoch = state.numbers.epoch
    head.sendingTime = now
    head.eventPosition = servedEnd
    head.repeatEnd = servedEnd < repeatEnd ? repeatEnd : 0
    head.isAdmin = isAdmin
    return tools.storeMessage(head)
  }

  private static func append(
    _ encoder: borrowing MessageEncoder, to outbound: inout OutboundLine, _ pool: inout BufferPool
  ) -> Bool {
    outbound.append(encoder.message, from: &pool)
  }

  /// Hands the encoder's message to the socket's buffer.
  mutating func queue(_ tools: inout GatewayTools) {
    let fits = Self.append(tools.encoder, to: &outbound, &tools.outboundBuffers)
    counters.add(.messagesOut, 1)
    if !fits && endReason == nil {
      endReason = .slowConsumer
      closeAt = .none
    }
  }
}
