import FIX44
import FIXWire
import Market

/// QuoteRequest(R): one instrument, and the side of who asks. The firms are read by `FirmList`.
extension RequestQuote {
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, marketUTCOffsetSeconds: Int32,
    _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    self.init()
    reqID = try present(try index.text32(.quoteReqID, message), .quoteReqID)
    guard try index.number(.noRelatedSym, message) == 1 else {
      throw .notRepresentable(.noRelatedSym)
    }
    symbol = Symbol(try present(try index.text16(.symbol, message), .symbol))
    try index.checkQuoteType(1...2, message)
    guard let side = try index.code(.side, message, of: Side.self) else {
      throw .conditional(.side)
    }
    sideCode = side.rawValue
    guard let quantity = try index.quantity(.orderQty, message) else {
      throw .conditional(.orderQty)
    }
    self.quantity = quantity
    expireTime = try index.instant(.expireTime, message, &timestamps) ?? .none
    transactTime = try index.instant(.transactTime, message, &timestamps) ?? .none
    settlDate = try index.settlDate(message, marketUTCOffsetSeconds)
  }
}

/// Quote(S), QuoteResponse(AJ), QuoteCancel(Z).
extension AnswerQuote {
  init(
    _ message: NegotiationMessage, _ index: borrowing FieldIndex, _ bytes: RawSpan,
    marketUTCOffsetSeconds: Int32, _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    self.init()
    guard message != .quoteCancel else {
      try readCancel(index, bytes)
      return
    }
    symbol = Symbol(try present(try index.text16(.symbol, bytes), .symbol))
    try index.checkQuoteType(1...(message == .quoteResponse ? 3 : 1), bytes)
    account = AccountCode(try index.text16(.account, bytes) ?? Text16())
    validUntil = try index.instant(.validUntilTime, bytes, &timestamps) ?? .none
    transactTime = try index.instant(.transactTime, bytes, &timestamps) ?? .none
    if let currency = try index.currency(.currency, bytes), currency != Currency.cny {
      throw .refuse(.codeNotOffered, .currency)
    }
    settlDate = try index.settlDate(bytes, marketUTCOffsetSeconds)
    if message == .quote {
      try readQuote(index, bytes)
    } else {
      try readResponse(index, bytes)
    }
  }

  /// One price, and the quantity that goes with it.
  private mutating func readQuote(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    kindCode = QuoteKind.quotes.rawValue
    answerID = try present(try index.text32(.quoteID, message), .quoteID)
    try readRequestNumber(index, message)
    let (bid, offer) = (
      try index.price(.bidPx, message), try index.price(.offerPx, message)
    )
    guard bid == nil || offer == nil else { throw .notRepresentable(.offerPx) }
    guard let price = bid ?? offer else { throw .conditional(.offerPx) }
    self.price = price
    sideCode = (bid == nil ? Side.sell : Side.buy).rawValue
    let other: Tag = bid == nil ? .bidSize : .offerSize
    if index.first(other) != nil { throw .notRepresentable(other) }
    quantity = try index.quantity(bid == nil ? .offerSize : .bidSize, message) ?? .zero
  }

  private mutating func readResponse(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    answerID = try present(try index.text32(.quoteRespID, message), .quoteRespID)
    guard let number = try index.number(.quoteID, message) else { throw .conditional(.quoteID) }
    self.number = number
    let kind: QuoteKind
    switch try present(try index.number(.quoteRespType, message), .quoteRespType) {
    case 1: kind = .hits
    case 2: kind = .counters
    case 3: kind = .lapses
    case 6: kind = .passes
    default: throw .refuse(.codeNotOffered, .quoteRespType)
    }
    kindCode = kind.rawValue
    clOrdID = ClOrdID(try index.text32(.clOrdID, message) ?? Text32())
    if let side = try index.code(.side, message, of: Side.self) { sideCode = side.rawValue }
    let price = try index.price(.price, message)
    if kind == .counters && price == nil { throw .conditional(.price) }
    self.price = price ?? .zero
    quantity = try index.quantity(.orderQty, message) ?? .zero
  }

  private mutating func readCancel(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    answerID = try present(try index.text32(.quoteID, message), .quoteID)
    switch try present(try index.number(.quoteCancelType, message), .quoteCancelType) {
    case 1:
      kindCode = QuoteKind.withdraws.rawValue
      try readRequestNumber(index, message)
    case 4:
      kindCode = QuoteKind.withdrawsRequest.rawValue
      guard let reqID = try index.text32(.quoteReqID, message) else {
        throw .conditional(.quoteReqID)
      }
      self.reqID = reqID
    default: throw .refuse(.codeNotOffered, .quoteCancelType)
    }
  }

  private mutating func readRequestNumber(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    guard let number = try index.number(.quoteReqID, message) else {
      throw .conditional(.quoteReqID)
    }
    requestNumber = number
  }
}

extension FieldIndex {
  /// QuoteType(537), where it is there.
  fileprivate func checkQuoteType(
    _ types: ClosedRange<UInt64>, _ message: RawSpan
  ) throws(DecodeFailure) {
    if let type = try number(.quoteType, message), !types.contains(type) {
      throw .refuse(.codeNotOffered, .quoteType)
    }
  }
}
