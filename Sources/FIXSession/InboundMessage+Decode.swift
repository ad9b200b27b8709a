public import FIX44
public import FIXWire
public import Market

/// From the fields of a framed message to what the machine needs.
extension InboundMessage {
  /// The message whose fields `index` holds; nil where `read` finds none.
  public static func decode(
    _ index: borrowing FieldIndex, _ bytes: RawSpan, received: Instant,
    _ timestamps: inout TimestampReader
  ) -> InboundMessage? {
    var message = InboundMessage()
    return message.read(index, bytes, received: received, &timestamps) ? message : nil
  }

  /// Reads header and administrative fields into a message as `init` makes it. False where MsgSeqNum(34)
  /// is missing or no number: then `SessionState.receivedWithoutMsgSeqNum` is the answer.
  ///
  /// What is wrong with these fields stands in `fault`; what validation of the whole message finds goes
  /// before it. `received` is the log time at which the gateway had the message.
  public mutating func read(
    _ index: borrowing FieldIndex, _ bytes: RawSpan, received: Instant,
    _ timestamps: inout TimestampReader
  ) -> Bool {
    guard let number = number(.msgSeqNum, index, bytes), number.rawValue > 0 else { return false }
    msgSeqNum = number
    self.received = received
    readHeader(index, bytes, &timestamps)
    switch kind {
    case .logon: readLogon(index, bytes)
    case .heartbeat: readTestReqID(index, bytes, isRequired: false)
    case .testRequest: readTestReqID(index, bytes, isRequired: true)
    case .resendRequest:
      beginSeqNo = required(.beginSeqNo, index, bytes)
      endSeqNo = required(.endSeqNo, index, bytes)
    case .sequenceReset:
      gapFillFlag = flag(.gapFillFlag, index, bytes)
      newSeqNo = required(.newSeqNo, index, bytes)
    case .application, .reject, .logout: break
    }
    return true
  }

  private mutating func readHeader(
    _ index: borrowing FieldIndex, _ bytes: RawSpan, _ timestamps: inout TimestampReader
  ) {
    if let field = index.first(.msgType) { msgType = MsgType(of: bytes[field]) }
    kind = Kind(msgType)
    senderCompID = Self.compID(.senderCompID, index, bytes)
    targetCompID = Self.compID(.targetCompID, index, bytes)
    senderSubID = Self.compID(.senderSubID, index, bytes)
    possDup = flag(.possDupFlag, index, bytes)
    possResend = flag(.possResend, index, bytes)
    sendingTime = received
    if let time = time(.sendingTime, index, bytes, &timestamps) {
      sendingTime = time
    } else if index.first(.sendingTime) == nil {
      blame(.requiredTagMissing, .sendingTime)
    }
    origSendingTime = time(.origSendingTime, index, bytes, &timestamps) ?? .none
  }

  private mutating func readLogon(_ index: borrowing FieldIndex, _ bytes: RawSpan) {
    encryptMethod = int(.encryptMethod, index, bytes)
    heartBtInt = int(.heartBtInt, index, bytes)
    resetSeqNumFlag = flag(.resetSeqNumFlag, index, bytes)
    testMessageIndicator = flag(.testMessageIndicator, index, bytes)
    let zero = MsgSeqNum(rawValue: 0)
    nextExpectedMsgSeqNum = number(.nextExpectedMsgSeqNum, index, bytes) ?? zero
    maxMessageSize = (number(.maxMessageSize, index, bytes) ?? zero).rawValue
  }

  private mutating func readTestReqID(
    _ index: borrowing FieldIndex, _ bytes: RawSpan, isRequired: Bool
  ) {
    guard let field = index.first(.testReqID) else {
      if isRequired { blame(.requiredTagMissing, .testReqID) }
      return
    }
    if let text = Text32(bytes[field]) {
      testReqID = text
    } else if fault == nil {
      fault = SessionFault(
        sessionRejectReason: .valueIncorrect, refTagID: .testReqID, text: .testReqIDUnusable)
    }
  }
}

extension InboundMessage.Kind {
  /// The kind of a MsgType(35).
  public init(_ msgType: MsgType) {
    switch msgType {
    case .logon: self = .logon
    case .heartbeat: self = .heartbeat
    case .testRequest: self = .testRequest
    case .resendRequest: self = .resendRequest
    case .reject: self = .reject
    case .sequenceReset: self = .sequenceReset
    case .logout: self = .logout
    default: self = .application
    }
  }
}

extension MsgType {
  /// One or two bytes; anything else is no type that there is.
  public init(of value: RawSpan) {
    let bytes = Span<UInt8>(_bytes: value)
    switch bytes.count {
    case 1: self.init(bytes[0])
    case 2: self.init(bytes[0], bytes[1])
    default: self.init(rawValue: 0)
    }
  }
}

/// Values by tag; the first that is wrong becomes the message's fault.
extension InboundMessage {
  private mutating func blame(_ reason: SessionRejectReason, _ tag: Tag) {
    if fault == nil { fault = SessionFault(sessionRejectReason: reason, refTagID: tag) }
  }

  @inline(__always)
  private static func compID(
    _ tag: Tag, _ index: borrowing FieldIndex, _ bytes: RawSpan
  ) -> CompID {
    guard let field = index.first(tag) else { return CompID() }
    do { return CompID(try FieldValue.text16(field, in: bytes)) } catch { return CompID() }
  }

  /// At most 2^63 - 1, so that the number after it exists.
  @inline(__always)
  private mutating func number(
    _ tag: Tag, _ index: borrowing FieldIndex, _ bytes: RawSpan
  ) -> MsgSeqNum? {
    guard let field = index.first(tag) else { return nil }
    do {
      let value = try FieldValue.uint(field, in: bytes)
      if value <= Int64.max.magnitude { return MsgSeqNum(rawValue: value) }
      blame(.valueIncorrect, tag)
    } catch {
      blame(error.reason, tag)
    }
    return nil
  }

  private mutating func required(
    _ tag: Tag, _ index: borrowing FieldIndex, _ bytes: RawSpan
  ) -> MsgSeqNum {
    if index.first(tag) == nil { blame(.requiredTagMissing, tag) }
    return number(tag, index, bytes) ?? MsgSeqNum(rawValue: 0)
  }

  private mutating func int(
    _ tag: Tag, _ index: borrowing FieldIndex, _ bytes: RawSpan
  ) -> Int64 {
    guard let field = index.first(tag) else {
      blame(.requiredTagMissing, tag)
      return 0
    }
    do {
      return try FieldValue.int(field, in: bytes)
    } catch {
      blame(error.reason, tag)
      return 0
    }
  }

  @inline(__always)
  private mutating func flag(
    _ tag: Tag, _ index: borrowing FieldIndex, _ bytes: RawSpan
  ) -> Bool {
    guard let field = index.first(tag) else { return false }
    do {
      return try FieldValue.boolean(field, in: bytes)
    } catch {
      blame(error.reason, tag)
      return false
    }
  }

  @inline(__always)
  private mutating func time(
    _ tag: Tag, _ index: borrowing FieldIndex, _ bytes: RawSpan,
    _ timestamps: inout TimestampReader
  ) -> Instant? {
    guard let field = index.first(tag) else { return nil }
    do {
      return try timestamps.read(field, in: bytes)
    } catch {
      blame(error.reason, tag)
      return nil
    }
  }
}
