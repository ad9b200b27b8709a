import FIX44
public import FIXWire
public import Market

/// Administrative messages as bytes.
public enum AdminEncoder {
  /// Writes the whole message. Type, number and PossDupFlag(43) are the message's; all else of the
  /// header is `header`'s.
  public static func encode(
    _ message: AdminMessage, _ header: OutboundHeader, into encoder: inout MessageEncoder
  ) {
    begin(message, header, into: &encoder)
    encoder.finish()
  }

  /// Writes the message without its end, so that own tags can follow; the caller finishes it.
  public static func begin(
    _ message: AdminMessage, _ header: OutboundHeader, into encoder: inout MessageEncoder
  ) {
    var header = header
    header.msgType = msgType(of: message.body)
    header.msgSeqNum = message.msgSeqNum
    // The original of a gap fill was many messages: its own time stands for theirs.
    header.possDup =
      message.possDup ? OutboundHeader.PossDup(origSendingTime: header.sendingTime) : nil
    header.possResend = false
    encoder.begin(header)
    write(message.body, to: &encoder)
  }

  private static func msgType(of body: AdminMessage.Body) -> MsgType {
    switch body {
    case .logon: .logon
    case .heartbeat: .heartbeat
    case .testRequest: .testRequest
    case .resendRequest: .resendRequest
    case .reject: .reject
    case .gapFill, .sequenceReset: .sequenceReset
    case .logout: .logout
    }
  }

  private static func write(_ body: AdminMessage.Body, to encoder: inout MessageEncoder) {
    switch body {
    case .logon(let fields): write(fields, to: &encoder)
    case .heartbeat(let testReqID), .testRequest(let testReqID):
      encoder.field(.testReqID, testReqID)
    case .resendRequest(let beginSeqNo, let endSeqNo):
      encoder.field(.beginSeqNo, beginSeqNo.rawValue)
      encoder.field(.endSeqNo, endSeqNo.rawValue)
    case .reject(let reject): write(reject, to: &encoder)
    case .gapFill(let newSeqNo):
      encoder.field(.gapFillFlag, true)
      encoder.field(.newSeqNo, newSeqNo.rawValue)
    case .sequenceReset(let newSeqNo):
      encoder.field(.gapFillFlag, false)
      encoder.field(.newSeqNo, newSeqNo.rawValue)
    case .logout(let text): write(text, to: &encoder)
    }
  }

  private static func write(_ fields: LogonFields, to encoder: inout MessageEncoder) {
    encoder.field(.encryptMethod, UInt64(0))
    encoder.field(.heartBtInt, UInt64(fields.heartBtInt))
    if fields.resetSeqNumFlag { encoder.field(.resetSeqNumFlag, true) }
    if fields.nextExpectedMsgSeqNum.rawValue > 0 {
      encoder.field(.nextExpectedMsgSeqNum, fields.nextExpectedMsgSeqNum.rawValue)
    }
    if fields.maxMessageSize > 0 { encoder.field(.maxMessageSize, fields.maxMessageSize) }
    if fields.testMessageIndicator { encoder.field(.testMessageIndicator, true) }
  }

  private static func write(_ reject: SessionReject, to encoder: inout MessageEncoder) {
    encoder.field(.refSeqNum, reject.refSeqNum.rawValue)
    if reject.fault.refTagID.rawValue > 0 {
      encoder.field(.refTagID, UInt64(reject.fault.refTagID.rawValue))
    }
    if reject.refMsgType.rawValue > 0 { encoder.field(.refMsgType, reject.refMsgType) }
    encoder.field(.sessionRejectReason, UInt64(reject.fault.sessionRejectReason.rawValue))
    write(reject.fault.text, to: &encoder)
  }

  private static func write(_ text: SessionText, to encoder: inout MessageEncoder) {
    var line = TextLine()
    text.write(to: &line)
    if line.count > 0 { encoder.field(.text, line.bytes) }
  }
}

extension SessionIdentity {
  /// The header of a message of ours to the counterparty; type and number are still to be set.
  public func header(sendingTime: Instant, precision: TimestampPrecision) -> OutboundHeader {
    var header = OutboundHeader(
      .heartbeat, from: compID, to: peerCompID, msgSeqNum: MsgSeqNum(rawValue: 1),
      sendingTime: sendingTime)
    header.targetSubID = peerSubID
    header.precision = precision
    return header
  }
}
