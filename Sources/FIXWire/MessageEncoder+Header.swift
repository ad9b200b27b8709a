import FIX44
import Market

extension MessageEncoder {
  /// Begins a message with its header; what was there before is gone.
  public mutating func begin(_ header: OutboundHeader) {
    open()
    field(.msgType, header.msgType)
    field(.senderCompID, header.senderCompID.text)
    field(.targetCompID, header.targetCompID.text)
    field(.onBehalfOfCompID, header.onBehalfOfCompID.text)
    field(.senderSubID, header.senderSubID.text)
    field(.targetSubID, header.targetSubID.text)
    field(.msgSeqNum, header.msgSeqNum.rawValue)
    if header.possDup != nil { field(.possDupFlag, true) }
    if header.possResend { field(.possResend, true) }
    field(.sendingTime, header.sendingTime, header.precision)
    if let possDup = header.possDup {
      field(.origSendingTime, possDup.origSendingTime, header.precision)
    }
    if let last = header.lastMsgSeqNumProcessed {
      field(.lastMsgSeqNumProcessed, last.rawValue)
    }
  }
}
