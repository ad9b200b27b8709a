import FIX44
import FIXWire
import Market
import Records

/// The bodies of the messages that refuse, and of the answer to a mass cancel.
extension MessageEncoder {
  mutating func writeOrderCancelReject(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision
  ) {
    let reject = event.loadBody(OrderCancelReject.self)
    orderID(reject.orderID)
    identifier(.clOrdID, reject.clOrdID)
    identifier(.origClOrdID, reject.origClOrdID)
    char(.ordStatus, reject.ordStatusCode)
    field(.account, reject.account.text)
    field(.transactTime, event.loadHead().time, precision)
    char(.cxlRejResponseTo, ASCII.zero + reject.responseTo)
    guard let reason = CancelReject(rawValue: reject.cancelRejectCode) else {
      preconditionFailure("the core gives a reason of its table")
    }
    field(.cxlRejReason, UInt64(reason.cxlRejReason))
    var line = TextLine()
    line.append(reason, of: reject)
    field(.text, line.bytes)
    let clause = OrderReject(rawValue: reject.orderRejectCode)?.rejectClause ?? reason.rejectClause
    if options.ownTags, clause > 0 { field(.rejectClause, UInt64(clause)) }
  }

  mutating func writeOrderMassCancelReport(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision
  ) {
    let report = event.loadBody(MassCancelReport.self)
    let reject = MassCancelReject(rawValue: report.massCancelRejectCode)
    field(.clOrdID, report.clOrdID.text)
    orderID(.none)
    char(.massCancelRequestType, report.requestTypeCode)
    char(.massCancelResponse, reject == nil ? report.requestTypeCode : ASCII.zero)
    if let reject {
      field(.massCancelRejectReason, UInt64(reject.massCancelRejectReason))
    } else {
      field(.totalAffectedOrders, UInt64(report.totalAffectedOrders))
    }
    field(.symbol, report.symbol.text)
    if report.sideCode != 0 { char(.side, report.sideCode) }
    field(.transactTime, event.loadHead().time, precision)
    if let reject {
      var line = TextLine()
      line.append(reject, refTagID: report.refTagID)
      field(.text, line.bytes)
    }
    if options.ownTags { field(.accountFilter, report.account.text) }
  }

  mutating func writeBusinessMessageReject(_ event: RawSpan) {
    let reject = event.loadBody(BusinessMessageReject.self)
    let refSeqNum = event.loadHead().msgSeqNum
    if refSeqNum.rawValue > 0 { field(.refSeqNum, refSeqNum.rawValue) }
    field(.refMsgType, MsgType(rawValue: reject.refMsgType))
    field(.businessRejectRefID, reject.businessRejectRefID)
    guard let refusal = Refusal(rawValue: reject.refusalCode) else {
      preconditionFailure("the core gives a reason of its table")
    }
    field(.businessRejectReason, UInt64(refusal.businessRejectReason))
    var line = TextLine()
    line.append(refusal, refTagID: reject.refTagID)
    field(.text, line.bytes)
  }

  mutating func writeUserResponse(_ event: RawSpan) {
    let response = event.loadBody(UserResponse.self)
    field(.userRequestID, response.userRequestID)
    field(.username, response.username)
    char(.userStatus, response.statusCode)
    if let reason = UserReason(rawValue: response.reasonCode) {
      field(.userStatusText, reason.sentence)
    }
  }

  mutating func writeReject(_ event: RawSpan) {
    let seen = event.loadBody(InboundSeen.self)
    field(.refSeqNum, event.loadHead().msgSeqNum.rawValue)
    if seen.refTagID > 0 { field(.refTagID, UInt64(seen.refTagID)) }
    if seen.refMsgType > 0 { field(.refMsgType, MsgType(rawValue: seen.refMsgType)) }
    field(.sessionRejectReason, UInt64(seen.sessionRejectReason))
    let reason = UInt8(exactly: seen.sessionRejectReason).flatMap {
      SessionRejectReason(rawValue: $0)
    }
    var line = TextLine()
    line.append(reason ?? .other, refTagID: seen.refTagID)
    field(.text, line.bytes)
  }
}
