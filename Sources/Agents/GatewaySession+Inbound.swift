import FIX44
import FIXSession
import FIXWire
import Market
import Memory
import OrderEntry
import Records

/// From the bytes of the socket to the machine, and its actions performed.
extension GatewaySession {
  /// What came of looking at the unread bytes.
  enum Step: Equatable {
    /// So many bytes are done with.
    case consumed(Int)
    /// More bytes are needed.
    case partial
    /// The way to the engine is full, or the disk: the bytes wait.
    case blocked
  }

  /// Processes messages from `inbound`, at most `allowance`, which falls by their number: whether some are
  /// left that could be processed, or could be before long.
  ///
  /// One access to the session for all of them (benchmark load).
  mutating func process(
    _ inbound: inout ByteBuffer, allowance: inout Int, _ tools: inout GatewayTools, now: Instant
  ) -> Bool {
    while mayProcess, !inbound.isEmpty {
      if allowance == 0 { return true }
      switch step(inbound.readable, &tools, now: now) {
      case .consumed(let byteCount):
        inbound.didRead(byteCount)
        if hasSeenSecret { forgetSecret(in: &inbound) }
        allowance -= 1
      case .partial: return false
      case .blocked: return true
      }
    }
    return awaitsLogonCommit && !inbound.isEmpty
  }

  private mutating func forgetSecret(in inbound: inout ByteBuffer) {
    inbound.wipeUnused()
    hasSeenSecret = false
  }

  /// Processes what stands first in `bytes`.
  private mutating func step(_ bytes: RawSpan, _ tools: inout GatewayTools, now: Instant) -> Step {
    switch Framing.next(in: bytes, maxMessageSize: GatewayLimits.messageBytes) {
    case .partial:
      return .partial
    case .complete(let byteCount):
      let isDone = receive(bytes.extracting(0..<byteCount), &tools, now: now)
      return isDone ? .consumed(byteCount) : .blocked
    case .garbled(let skip):
      skipGarbled(skip, &tools, now: now)
      return .consumed(skip)
    case .wrongBeginString(let byteCount):
      perform(state.receivedWrongBeginString(now: now), &tools, now: now)
      return .consumed(byteCount)
    case .oversized(let byteCount):
      let text = ClosingText.oversizedMessage(
        bytes: UInt64(byteCount), most: UInt64(GatewayLimits.messageBytes))
      let actions = state.abort(.oversizedMessage, text: .closing(text), now: now)
      perform(actions, &tools, now: now)
      return .consumed(bytes.byteCount)
    }
  }

  /// Garbled messages are passed over; a stream of nothing else is no counterparty.
  private mutating func skipGarbled(_ count: Int, _ tools: inout GatewayTools, now: Instant) {
    hasSeenSecret = true
    if garbledBytes == 0 {
      var notice = Notice(.garbledBytes)
      notice.session = setup.session
      notice.connection = connection
      notice.amount = Int64(count)
      tools.notices.write(notice)
    }
    garbledBytes += count
    counters.set(.garbledBytes, UInt64(garbledBytes))
    guard garbledBytes > GatewayLimits.garbledBytes else { return }
    perform(
      state.abort(.tooMuchGarbage, text: .closing(.tooMuchGarbage), now: now), &tools, now: now)
  }

  /// One whole message; false where the way to the engine is full, or an answer could not be stored.
  private mutating func receive(
    _ message: RawSpan, _ tools: inout GatewayTools, now: Instant
  ) -> Bool {
    let wireError = tools.index.parse(message)
    let isUrgent = tools.index.first(.msgType).map { MsgType(of: message[$0]) } != .newOrderSingle
    guard tools.port.hasRoom(isUrgent: isUrgent), tools.makeRoom(for: 0, of: setup.session) else {
      state.suspendInboundClock(now: now)
      return false
    }
    state.resumeInboundClock(now: now)
    var inbound = InboundMessage()
    guard inbound.read(tools.index, message, received: now, &tools.timestamps) else {
      perform(state.receivedWithoutMsgSeqNum(now: now), &tools, now: now)
      return true
    }
    judge(&inbound, message, wireError, &tools)
    hasSeenSecret = inbound.mayHaveSecret
    perform(state.received(inbound, now: now), message, inbound, &tools, now: now)
    releaseHeld(&tools, now: now)
    endIfBreached(&tools, now: now)
    return true
  }

  /// Notes what the dictionary finds wrong. A type that only FIX 4.4 knows, and a field that another one
  /// demands in an application message, are the core's to refuse.
  private func judge(
    _ inbound: inout InboundMessage, _ message: RawSpan, _ wireError: WireError?,
    _ tools: inout GatewayTools
  ) {
    if let wireError {
      inbound.fault = SessionFault(
        sessionRejectReason: wireError.reason, refTagID: wireError.tag)
      return
    }
    let unknown: UnknownUserTags = setup.rejectsUnknownTags ? .reject : .ignore
    guard
      let reject = tools.validator.validate(tools.index, message, unknownUserTags: unknown)
    else {
      if inbound.kind == .logon { inbound.fault = Self.logonFault(tools.index, message) }
      return
    }
    switch reject {
    case .unknownMsgType where StandardMessage.isApplication(inbound.msgType): break
    case .conditional(let tag) where !inbound.isAdmin: inbound.conditionallyMissing = tag
    case .unknownMsgType, .conditional, .field:
      inbound.fault = SessionFault(sessionRejectReason: reject.reason, refTagID: reject.refTag)
    }
  }

  /// Messages that were ahead of a gap and whose turn has come.
  mutating func releaseHeld(_ tools: inout GatewayTools, now: Instant) {
    guard var messages = held.take() else { return }
    while messages.isDue(for: state), tools.port.hasRoom(isUrgent: true),
      tools.makeRoom(for: 0, of: setup.session)
    {
      let wireError = tools.index.parse(messages.front)
      var inbound = InboundMessage()
      let isRead = inbound.read(
        tools.index, messages.front, received: messages.frontReceived, &tools.timestamps)
      precondition(isRead, "a held message had its MsgSeqNum(34)")
      judge(&inbound, messages.front, wireError, &tools)
      perform(state.received(inbound, now: now), messages.front, inbound, &tools, now: now)
      messages.removeFirst()
      if inbound.mayHaveSecret { messages.wipeUnused() }
    }
    if let number = messages.frontNumber, !messages.isDue(for: state) {
      perform(state.foundHeld(number, now: now), &tools, now: now)
    }
    held = consume messages
  }
}

extension InboundMessage {
  /// Whether nothing of it may stay in memory: a password may stand in it, or, where it is wrong, anything.
  fileprivate var mayHaveSecret: Bool {
    kind == .logon || msgType == .userRequest || fault != nil
  }
}
