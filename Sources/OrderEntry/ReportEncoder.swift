public import FIX44
public import FIXWire
import Market
import Records

/// Makes messages of events: ExecutionReport(8), OrderCancelReject(9), OrderMassCancelReport(r),
/// UserResponse(BF), BusinessMessageReject(j) and Reject(3). An event always becomes the same body, so a resend may be made anew.
public enum ReportEncoder {
  /// The longest message made here, in bytes: a report that names 64 documents.
  public static var messageBytesMax: Int { 8_192 }

  /// The MsgType(35) of the message that an event becomes; nil where it becomes none.
  public static func msgType(of event: RawSpan) -> MsgType? {
    guard let type = EventType(rawValue: event.loadHead().typeCode) else { return nil }
    switch type {
    case .executionReport: return .executionReport
    case .orderCancelReject: return .orderCancelReject
    case .businessMessageReject: return .businessMessageReject
    case .massCancelReport: return .orderMassCancelReport
    case .inboundRejected: return .reject
    case .userResponse: return .userResponse
    case .padding, .sessionAccepted, .sessionEnded, .epochOpened, .tradeMatched, .phaseChanged,
      .commandRefused, .numbersReserved, .bookChanged, .killSwitchChanged, .sessionControlled,
      .sessionScheduled, .credentialChanged, .tradeChanged,
      .settlementInstructed, .transferInstructed, .confirmationRequested, .noticeRefused,
      .titleChanged, .fundsMoved:
      return nil
    }
  }

  /// Writes the message that `event`, a whole record, becomes; false where it becomes none, and then
  /// nothing is written.
  ///
  /// MsgType(35) is set here, whatever `header` says. The encoder has room for `messageBytesMax`.
  public static func encode(
    event: RawSpan, header: OutboundHeader, options: ReportOptions,
    firmCodes: borrowing FirmCodes, into encoder: inout MessageEncoder
  ) -> Bool {
    guard let msgType = msgType(of: event) else { return false }
    var header = header
    header.msgType = msgType
    encoder.begin(header)
    switch msgType {
    case .executionReport:
      encoder.writeExecutionReport(event, options, header.precision)
      encoder.writeContraFirm(event, firmCodes)
    case .orderCancelReject: encoder.writeOrderCancelReject(event, options, header.precision)
    case .businessMessageReject: encoder.writeBusinessMessageReject(event)
    case .orderMassCancelReport:
      encoder.writeOrderMassCancelReport(event, options, header.precision)
    case .userResponse: encoder.writeUserResponse(event)
    default: encoder.writeReject(event)
    }
    encoder.finish()
    return true
  }
}
