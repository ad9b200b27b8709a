import FIX44
import FIXSession
import FIXWire
import Market

/// What is made once: the tables and places for a message's fields.
final class Reading {
  var index = FieldIndex()
  var timestamps = TimestampReader()
  var validator = MessageValidator(FIX44Dictionary.make(), forwards: false)

  /// The message with what is wrong with it; nil without MsgSeqNum(34).
  func message(_ bytes: RawSpan, received: Instant) -> InboundMessage? {
    let wireError = index.parse(bytes)
    guard var message = InboundMessage.decode(index, bytes, received: received, &timestamps)
    else { return nil }
    if let wireError {
      message.fault = SessionFault(
        sessionRejectReason: wireError.reason, refTagID: wireError.tag)
    } else if let reject = validator.validate(index, bytes, unknownUserTags: .reject) {
      message.fault = SessionFault(sessionRejectReason: reject.reason, refTagID: reject.refTag)
    }
    return message
  }
}
