import Market
import Memory
import Records

extension Venue {
  /// OrderStatusRequest(H): the order as it is, or a report that says it is unknown.
  mutating func answerStatus(_ command: RawSpan, into events: inout RecordBuffer) {
    let request = command.loadBody(OrderStatusRequest.self)
    let firm = reference[cause.session].firm
    var body = ExecutionReport()
    if let slot = order(of: request, firm) {
      body = reportBody(of: orders[slot], Execution(.orderStatus))
    } else {
      var unknown = Order()
      unknown.clOrdID = request.clOrdID
      unknown.symbol = request.symbol
      unknown.side = Side(rawValue: request.sideCode) ?? .buy
      unknown.status = .rejected
      unknown.firm = firm
      body = reportBody(of: unknown, Execution(.orderStatus))
      body.orderID = request.orderID
    }
    guard !request.ordStatusReqID.isEmpty else { return answer(body, into: &events) }
    body.hasOrdStatusReqID = 1
    let head = eventHead(.executionReport, for: cause.session)
    let size = MemoryLayout<ExecutionReport>.size
    let offset = events.append(
      head, body: body, trailingByteCount: MemoryLayout<Text32>.size)
    events.store(request.ordStatusReqID, at: offset + RecordHead.byteCount + size)
  }

  /// The present state of an order, to the session that has asked.
  mutating func reportStatus(of slot: UInt32, into events: inout RecordBuffer) {
    answer(reportBody(of: orders[slot], Execution(.orderStatus)), into: &events)
  }

  private mutating func answer(_ body: ExecutionReport, into events: inout RecordBuffer) {
    events.append(eventHead(.executionReport, for: cause.session), body: body)
  }

  /// By ClOrdID(11), which OrderID(37) must not contradict, or by OrderID alone.
  private func order(of request: OrderStatusRequest, _ firm: FirmID) -> UInt32? {
    let named = orders.slot(firm: firm, request.clOrdID)
    guard request.orderID != .none else { return named }
    guard let slot = orders.slot(request.orderID), orders[slot].firm == firm else { return nil }
    return named == nil || named == slot ? slot : nil
  }

  /// A message that was refused before any rule of the market: the answer that its kind demands.
  mutating func answerRefused(_ command: RawSpan, into events: inout RecordBuffer) {
    let refused = command.loadBody(RefusedMessage.self)
    guard let refusal = Refusal(rawValue: refused.refusalCode) else {
      preconditionFailure("a checked code has left its code set")
    }
    switch refused.refMsgType {
    case OrderMessage.newOrderSingle:
      guard let reject = refusal.orderRefusal(of: refused.refTagID) else { break }
      return rejectUnseen(refused, reject, into: &events)
    case OrderMessage.cancelRequest, OrderMessage.cancelReplaceRequest:
      guard let reject = refusal.changeRefusal(of: refused.refTagID) else { break }
      return refuse(ChangeRequest(refused), reject, into: &events)
    case OrderMessage.massCancelRequest:
      guard let reject = refusal.massCancelRefusal(of: refused.refTagID) else { break }
      var report = MassCancelReport(refused, firm: reference[cause.session].firm)
      return refuse(&report, reject, into: &events)
    default: break
    }
    reject(
      refused.refMsgType, refused.businessRejectRefID, refusal, refTagID: refused.refTagID,
      into: &events)
  }

  /// Whether a session's role has it enter, change and ask for orders of its firm: one answer for all of
  /// these messages.
  func mayTrade(_ session: SessionID) -> Bool {
    reference[session].role.mayTrade && reference.knows(reference[session].firm)
  }

  /// A message that the session may not send, which its gateway has let pass.
  mutating func rejectUnauthorised(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) {
    guard let msgType = OrderMessage.msgType(of: type) else {
      preconditionFailure("the caller has sorted the commands")
    }
    // What the message itself goes by stands first in each of these bodies.
    let refID = command.loadBody(Text32.self).first16
    reject(msgType, refID, .notAuthorised, into: &events)
  }

  /// BusinessMessageReject(j) of a message of type `refMsgType`.
  mutating func reject(
    _ refMsgType: UInt16, _ refID: Text16, _ refusal: Refusal, refTagID: UInt32 = 0,
    into events: inout RecordBuffer
  ) {
    var body = BusinessMessageReject()
    body.execID = numbers.nextExecID()
    body.businessRejectRefID = refID
    body.firm = reference[cause.session].firm
    body.refMsgType = refMsgType
    body.refusalCode = refusal.rawValue
    body.refTagID = refTagID
    events.append(eventHead(.businessMessageReject, for: cause.session), body: body)
  }

  private mutating func rejectUnseen(
    _ refused: RefusedMessage, _ refusal: OrderRefusal, into events: inout RecordBuffer
  ) {
    var order = Order()
    order.clOrdID = refused.clOrdID
    order.symbol = refused.symbol
    order.orderQty = refused.orderQty
    order.side = Side(rawValue: refused.sideCode) ?? .buy
    order.firm = reference[cause.session].firm
    order.session = cause.session
    order.status = .rejected
    var execution = Execution(.rejected)
    execution.refusal = refusal
    var body = reportBody(of: order, execution)
    // What no record holds is not known here, so the sentence names the field alone.
    body.ordTypeCode = 0
    body.timeInForceCode = 0
    events.append(eventHead(.executionReport, for: order.session), body: body)
  }
}

/// MsgType(35) of the messages whose refusals have answers of their own.
enum OrderMessage {
  static var newOrderSingle: UInt16 { 0x44 }
  static var cancelRequest: UInt16 { 0x46 }
  static var cancelReplaceRequest: UInt16 { 0x47 }
  static var massCancelRequest: UInt16 { 0x71 }
  static var statusRequest: UInt16 { 0x48 }
  static var massStatusRequest: UInt16 { 0x4641 }
  static var newOrderCross: UInt16 { 0x73 }
  static var tradeCaptureReport: UInt16 { 0x4541 }
  static var quoteRequest: UInt16 { 0x52 }

  /// The MsgType(35) by which a firm says something about quotes.
  static func msgType(of kind: QuoteKind) -> UInt16 {
    switch kind {
    case .requests: quoteRequest
    case .quotes: 0x53
    case .hits, .counters, .lapses, .passes: 0x4a41
    case .withdraws, .withdrawsRequest: 0x5a
    }
  }

  /// The MsgType(35) of a command; nil where no one message stands behind it.
  static func msgType(of type: CommandType) -> UInt16? {
    switch type {
    case .newOrder: newOrderSingle
    case .cancelOrder: cancelRequest
    case .replaceOrder: cancelReplaceRequest
    case .orderStatus: statusRequest
    case .massCancel: massCancelRequest
    case .massStatus: massStatusRequest
    case .newCross: newOrderCross
    case .reportTrade: tradeCaptureReport
    case .requestQuote: quoteRequest
    default: nil
    }
  }
}

extension Refusal {
  /// The reason on an ExecutionReport(8), where field `tag` is to blame; nil where a
  /// BusinessMessageReject(j) answers.
  fileprivate func orderRefusal(of tag: UInt32) -> OrderRefusal? {
    switch self {
    case .throttled: OrderRefusal(.throttled)
    case .tooManyDocuments: OrderRefusal(.documentCountDiffers)
    case .codeNotOffered: OrderRefusal(codeOf: tag)
    case .notAuthorised, .unsupportedMessageType, .conditionallyRequiredFieldMissing,
      .valueNotRepresentable, .applicationNotAvailable, .unknownSymbol, .unknownAccount,
      .symbolNotExpected,
      .massStatusPending, .tooManyMassStatuses:
      nil
    }
  }

  /// The reason on an OrderCancelReject(9); nil where a BusinessMessageReject(j) answers.
  fileprivate func changeRefusal(of tag: UInt32) -> ChangeRefusal? {
    switch self {
    case .throttled: ChangeRefusal(.throttled)
    case .tooManyDocuments: ChangeRefusal(OrderRefusal(.documentCountDiffers))
    case .codeNotOffered: ChangeRefusal(OrderRefusal(codeOf: tag))
    case .notAuthorised, .unsupportedMessageType, .conditionallyRequiredFieldMissing,
      .valueNotRepresentable, .applicationNotAvailable, .unknownSymbol, .unknownAccount,
      .symbolNotExpected,
      .massStatusPending, .tooManyMassStatuses:
      nil
    }
  }
}

extension Refusal {
  /// The reason on an OrderMassCancelReport(r); nil where a BusinessMessageReject(j) answers.
  fileprivate func massCancelRefusal(of tag: UInt32) -> MassCancelRefusal? {
    switch self {
    case .codeNotOffered: MassCancelRefusal(.codeNotOffered, refTagID: tag)
    case .notAuthorised, .throttled, .tooManyDocuments, .unsupportedMessageType,
      .conditionallyRequiredFieldMissing, .valueNotRepresentable, .applicationNotAvailable,
      .unknownSymbol, .unknownAccount, .symbolNotExpected, .massStatusPending,
      .tooManyMassStatuses:
      nil
    }
  }
}

extension OrderRefusal {
  /// A field has a code that the venue does not offer.
  fileprivate init(codeOf tag: UInt32) {
    switch tag {
    case 40: self.init(.ordTypeNotOffered)
    case 59: self.init(.timeInForceNotOffered)
    case 7761: self.init(.modeNotOffered)
    default: self.init(.qualifierNotOffered, detail: Int64(tag))
    }
  }
}

extension ChangeRequest {
  fileprivate init(_ refused: RefusedMessage) {
    clOrdID = refused.clOrdID
    origClOrdID = refused.origClOrdID
    orderID = .none
    symbol = refused.symbol
    sideCode = refused.sideCode
    responseTo = refused.refMsgType == OrderMessage.cancelRequest ? 1 : 2
  }
}
