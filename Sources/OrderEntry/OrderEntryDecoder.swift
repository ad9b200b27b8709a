public import FIX44
public import FIXWire
import Market
public import Records

/// Makes command records of application messages: one message, one record.
///
/// Judges syntax only; every rule of the market is the core's. What the venue does not offer, what the
/// session may not send and what no order can hold becomes a `RefusedMessage`, so that the number is
/// consumed and the answer comes from the core. Owned by one gateway.
public struct OrderEntryDecoder: ~Copyable {
  private var documents = DocumentList()
  private var firms = FirmList()
  private var titleParts = TitlePartList()
  private var symbols = SymbolList()
  private var timestamps = TimestampReader()

  /// Takes its memory.
  public init() {}

  /// The longest record that a message becomes: a request that names 64 documents beside its own, in bytes.
  public static var recordBytesMax: Int {
    RecordHead.recordLength(
      bodyLength: MemoryLayout<RequestTitle>.size
        + Limits.documentsPerOrder * MemoryLayout<RequestedPart>.size)
  }

  /// Whether messages of a type are taken also from a session that is over its limit: cancels.
  public static func isExemptFromThrottle(_ msgType: MsgType) -> Bool {
    OrderMessage(msgType)?.isExemptFromThrottle ?? (msgType == .quoteCancel)
  }

  /// Appends the record of an application message that has passed validation.
  ///
  /// The caller has made sure of `recordBytesMax` free bytes in `buffer`.
  public mutating func decode(
    _ index: borrowing FieldIndex, _ message: RawSpan, context: InboundContext,
    into buffer: inout RecordBuffer
  ) -> DecodeResult {
    do {
      return .appended(try append(index, message, context, &buffer))
    } catch {
      switch error {
      case .reject(let reason, let tag): return .reject(reason, tag)
      case .refuse(let refusal, let tag):
        let refused = RefusedMessage(index, message, refusal, tag)
        buffer.append(context.head(.refusedMessage), body: refused)
        return .appended(.refusedMessage)
      }
    }
  }

  private mutating func append(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ context: InboundContext,
    _ buffer: inout RecordBuffer
  ) throws(DecodeFailure) -> CommandType {
    let (msgType, isWhole) = index.msgType(message)
    guard isWhole, let kind = OrderMessage(msgType) else {
      if isWhole, let kind = NegotiationMessage(msgType) {
        return try append(kind, index, message, context, &buffer)
      }
      return try appendNotice(isWhole ? msgType : nil, index, message, context, &buffer)
    }
    try Self.check(
      context, isAuthorised: kind.isPermitted(to: context.role), isNewWork: kind.isNewWork)
    let head = context.head(kind.commandType)
    let offset = context.marketUTCOffsetSeconds
    switch kind {
    case .newOrderSingle:
      var order = try NewOrder(
        index, message, marketUTCOffsetSeconds: offset, &timestamps)
      try documents.read(index, message)
      order.documentCount = UInt16(documents.count)
      buffer.append(head, body: order, trailing: documents.bytes)
    case .orderCancelReplaceRequest:
      var replace = try ReplaceOrder(
        index, message, marketUTCOffsetSeconds: offset, &timestamps)
      try documents.read(index, message)
      replace.order.documentCount = UInt16(documents.count)
      buffer.append(head, body: replace, trailing: documents.bytes)
    case .orderCancelRequest:
      buffer.append(head, body: try CancelOrder(index, message, &timestamps))
    case .orderStatusRequest: buffer.append(head, body: try OrderStatusRequest(index, message))
    case .orderMassCancelRequest:
      buffer.append(head, body: try MassCancel(index, message, &timestamps))
    case .orderMassStatusRequest: buffer.append(head, body: try MassStatusRequest(index, message))
    case .userRequest: buffer.append(head, body: try UserRequest(index, message))
    }
    return kind.commandType
  }

  /// What firms agree on beside the book: rare, so out of the way (benchmark order-command).
  @inline(never)
  private mutating func append(
    _ kind: NegotiationMessage, _ index: borrowing FieldIndex, _ message: RawSpan,
    _ context: InboundContext, _ buffer: inout RecordBuffer
  ) throws(DecodeFailure) -> CommandType {
    try Self.check(
      context, isAuthorised: kind.isPermitted(to: context.role), isNewWork: kind.isNewWork)
    let offset = context.marketUTCOffsetSeconds
    switch kind {
    case .cross:
      var cross = try NewCross(index, message, marketUTCOffsetSeconds: offset, &timestamps)
      try documents.read(index, message)
      cross.documentCount = UInt16(documents.count)
      buffer.append(context.head(.newCross), body: cross, trailing: documents.bytes)
    case .report:
      let report = try ReportTrade(index, message, marketUTCOffsetSeconds: offset, &timestamps)
      buffer.append(context.head(.reportTrade), body: report)
    case .quoteRequest:
      var request = try RequestQuote(index, message, marketUTCOffsetSeconds: offset, &timestamps)
      try firms.read(index, message)
      request.firmCount = UInt16(firms.count)
      buffer.append(context.head(.requestQuote), body: request, trailing: firms.bytes)
    case .quote, .quoteResponse, .quoteCancel:
      let answer = try AnswerQuote(
        kind, index, message, marketUTCOffsetSeconds: offset, &timestamps)
      buffer.append(context.head(.answerQuote), body: answer)
    }
    return kind.commandType
  }

  /// What a party or an institution says of a trade: rare, so out of the way (benchmark order-command).
  @inline(never)
  private mutating func appendNotice(
    _ msgType: MsgType?, _ index: borrowing FieldIndex, _ message: RawSpan,
    _ context: InboundContext, _ buffer: inout RecordBuffer
  ) throws(DecodeFailure) -> CommandType {
    guard let msgType, NoticeMessage.knows(msgType) else {
      throw .refuse(.unsupportedMessageType, .none)
    }
    guard let notice = NoticeMessage(msgType, from: context.role, index, message) else {
      throw .refuse(.notAuthorised, .none)
    }
    try Self.check(context, isAuthorised: true, isNewWork: notice == .auctionApplication)
    try append(notice, index, message, context, &buffer)
    return notice.commandType
  }

  private mutating func append(
    _ notice: NoticeMessage, _ index: borrowing FieldIndex, _ message: RawSpan,
    _ context: InboundContext, _ buffer: inout RecordBuffer
  ) throws(DecodeFailure) {
    let head = context.head(notice.commandType)
    let text = NoticeText(index)
    switch notice {
    case .fundsAnswer:
      var body = try AnswerInstruction(funds: index, message)
      body.textLength = text.length
      buffer.append(head, body: body, trailing: message.extracting(text.range))
    case .titleAnswer:
      try titleParts.read(index, message)
      var body = try AnswerInstruction(title: index, message)
      body.partCount = UInt16(titleParts.count)
      body.textLength = text.length
      titleParts.append(head, body, message.extracting(text.range), to: &buffer)
    case .outturnWeight: buffer.append(head, body: try ReportWeight(index, message))
    case .affirmation: buffer.append(head, body: try AffirmTrade(index, message))
    case .positions: buffer.append(head, body: try RequestPositions(index, message))
    case .collateral:
      buffer.append(head, body: try AssignCollateral(index, message, from: context.role))
    case .fixing: buffer.append(head, body: try SetFixing(index, message))
    case .marketData, .status, .marketStatus, .terms, .definition:
      try appendQuestion(notice, index, message, context, &buffer)
    case .trades: try appendTrades(index, message, context, &buffer)
    case .inquiry:
      buffer.append(head, body: try InquireCollateral(index, message, from: context.role))
    case .auctionDeposit: buffer.append(head, body: try DepositAuction(index, message))
    case .program: buffer.append(head, body: try RegisterProgram(index, message))
    case .auctionApplication: try appendAuction(index, message, context, &buffer)
    case .objection:
      var body = try DisputeTrade(index, message)
      body.textLength = text.length
      buffer.append(head, body: body, trailing: message.extracting(text.range))
    case .grade:
      var body = try GradeWarehouse(index, message)
      body.textLength = text.length
      buffer.append(head, body: body, trailing: message.extracting(text.range))
    case .titleRequest: try appendTitleRequest(index, message, context, &buffer)
    }
  }

  private mutating func appendAuction(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ context: InboundContext,
    _ buffer: inout RecordBuffer
  ) throws(DecodeFailure) {
    var body = try ApplyAuction(index, message, &timestamps)
    try documents.read(index, message)
    body.documentCount = UInt16(documents.count)
    buffer.append(context.head(.applyAuction), body: body, trailing: documents.bytes)
  }

  /// What is asked of the market.
  private mutating func appendQuestion(
    _ notice: NoticeMessage, _ index: borrowing FieldIndex, _ message: RawSpan,
    _ context: InboundContext, _ buffer: inout RecordBuffer
  ) throws(DecodeFailure) {
    let head = context.head(notice.commandType)
    switch notice {
    case .marketData: try appendMarketDataRequest(index, message, context, &buffer)
    case .terms: buffer.append(head, body: try RequestTerms(list: index, message))
    case .definition: buffer.append(head, body: try RequestTerms(definition: index, message))
    case .status, .marketStatus:
      var body = try StatusRequest(index, message, of: notice == .status ? .instrument : .market)
      body.connection = context.connection
      buffer.append(head, body: body)
    default: preconditionFailure("the caller has sorted the messages")
    }
  }

  private mutating func appendMarketDataRequest(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ context: InboundContext,
    _ buffer: inout RecordBuffer
  ) throws(DecodeFailure) {
    var body = try MarketDataRequest(index, message)
    body.connection = context.connection
    try symbols.read(index, message)
    body.symbolCount = UInt16(symbols.count)
    buffer.append(context.head(.marketDataRequest), body: body, trailing: symbols.bytes)
  }

  private mutating func appendTrades(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ context: InboundContext,
    _ buffer: inout RecordBuffer
  ) throws(DecodeFailure) {
    let body = try RequestTrades(index, message, context, &timestamps)
    buffer.append(context.head(.requestTrades), body: body)
  }

  private mutating func appendTitleRequest(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ context: InboundContext,
    _ buffer: inout RecordBuffer
  ) throws(DecodeFailure) {
    try titleParts.read(index, message)
    var body = try RequestTitle(
      index, message, marketUTCOffsetSeconds: context.marketUTCOffsetSeconds)
    let text = NoticeText(index)
    body.partCount = UInt16(titleParts.count)
    body.textLength = text.length
    titleParts.append(
      context.head(.requestTitle), body, message.extracting(text.range), to: &buffer)
  }

  /// Whether the session may send the message, and may do so now.
  private static func check(
    _ context: InboundContext, isAuthorised: Bool, isNewWork: Bool
  ) throws(DecodeFailure) {
    if !isAuthorised { throw .refuse(.notAuthorised, .none) }
    if context.isThrottled { throw .refuse(.throttled, .none) }
    if isNewWork && !context.takesNewWork { throw .refuse(.applicationNotAvailable, .none) }
    if context.conditionallyMissing.rawValue > 0 {
      throw .conditional(context.conditionallyMissing)
    }
  }
}
