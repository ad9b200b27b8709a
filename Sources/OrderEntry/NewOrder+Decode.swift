import FIX44
import FIXWire
import Market

/// What NewOrderSingle(D) and OrderCancelReplaceRequest(G) say alike.
extension NewOrder {
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, marketUTCOffsetSeconds: Int32,
    _ timestamps: inout TimestampReader, isReplace: Bool = false
  ) throws(DecodeFailure) {
    self.init()
    try readIdentity(index, message, &timestamps)
    try readTerms(index, message, isReplace)
    try readQuantities(index, message)
    try readQualifiers(index, message)
    try readExpiry(index, message, marketUTCOffsetSeconds, &timestamps)
    try readOwnTags(index, message)
    if isBid || index.first(.auctionID) != nil, !isReplace { try readLot(index, message) }
    try checkHonoured(index, message, &timestamps)
  }

  /// Whether it is a bid in an auction by its mode.
  private var isBid: Bool {
    modeCode == TradingMode.auctionAscending.rawValue
      || modeCode == TradingMode.auctionDescending.rawValue
  }

  /// AuctionID(7762) stands exactly where the mode is that of an auction; NoTradingSessions(386) says no other session.
  @inline(never)
  private mutating func readLot(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    guard isBid else {
      if modeCode == 0 { throw .conditional(.tradingMode) }
      throw .refuse(.codeNotOffered, .tradingMode)
    }
    guard let auction = try index.auctionID(message) else { throw .conditional(.auctionID) }
    self.auction = auction
    guard let sessions = try index.number(.noTradingSessions, message) else { return }
    guard sessions == 1 else { throw .notRepresentable(.noTradingSessions) }
    try index.checkAuctionSession(.tradingSessionID, message)
  }

  /// Refuses what would make another order of it and the venue does not offer: an order that is taken is
  /// the one that was meant.
  private func checkHonoured(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    if let qtyType = try index.number(.qtyType, message), qtyType != 0 {
      throw .refuse(.codeNotOffered, .qtyType)
    }
    if let forexReq = try index.char(.forexReq, message), forexReq != ASCII.no {
      throw .refuse(.codeNotOffered, .forexReq)
    }
    if let currency = try index.currency(.settlCurrency, message), currency != Currency.cny {
      throw .refuse(.codeNotOffered, .settlCurrency)
    }
    if let effective = try index.instant(.effectiveTime, message, &timestamps),
      effective > transactTime
    {
      throw .notRepresentable(.effectiveTime)
    }
    if index.first(.maxShow) != nil { throw .notRepresentable(.maxShow) }
    if index.first(.noTradingSessions) != nil, auction == 0 {
      throw .notRepresentable(.noTradingSessions)
    }
  }

  private mutating func readIdentity(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    clOrdID = ClOrdID(try present(try index.text32(.clOrdID, message), .clOrdID))
    symbol = Symbol(try present(try index.text16(.symbol, message), .symbol))
    if let account = try index.text16(.account, message) { self.account = AccountCode(account) }
    sideCode = try present(try index.code(.side, message, of: Side.self), .side).rawValue
    transactTime = try present(
      try index.instant(.transactTime, message, &timestamps), .transactTime)
  }

  /// Price(44) and StopPx(99) are demanded here because zero is a price where premiums are quoted; a
  /// replace may leave StopPx(99) as it is.
  private mutating func readTerms(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ isReplace: Bool
  ) throws(DecodeFailure) {
    let ordType = try present(try index.code(.ordType, message, of: OrdType.self), .ordType)
    ordTypeCode = ordType.rawValue
    let price = try index.price(.price, message)
    let stopPx = try index.price(.stopPx, message)
    if ordType.needsPrice, price == nil { throw .conditional(.price) }
    if ordType.needsStopPx, stopPx == nil, !isReplace { throw .conditional(.stopPx) }
    if let price, ordType != .market { self.price = price }
    if let stopPx { self.stopPx = stopPx }
    if let currency = try index.currency(.currency, message) { self.currency = currency }
    let cashMargin = try index.code(.cashMargin, message, of: CashMargin.self)
    if let cashMargin { cashMarginCode = cashMargin.rawValue }
    guard let priceType = try index.number(.priceType, message) else { return }
    guard let code = UInt8(exactly: priceType) else { throw .notRepresentable(.priceType) }
    self.priceType = code
  }

  private mutating func readQuantities(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    if index.first(.cashOrderQty) != nil { throw .notRepresentable(.cashOrderQty) }
    guard let orderQty = try index.quantity(.orderQty, message) else {
      throw .conditional(.orderQty)
    }
    self.orderQty = orderQty
    if let minQty = try index.quantity(.minQty, message) { self.minQty = minQty }
    if let maxFloor = try index.quantity(.maxFloor, message) { self.maxFloor = maxFloor }
  }

  private mutating func readQualifiers(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    let timeInForce = try index.code(.timeInForce, message, of: TimeInForce.self)
    timeInForceCode = (timeInForce ?? .day).rawValue
    if let field = index.first(.execInst) {
      execInst = ExecInst(message[field])
    }
    if let field = index.first(.orderRestrictions) {
      isProgramTrade = message[field].hasValue(ASCII.one) ? 1 : 0
      if isProgramTrade == 1 { programRegID = index.programRegID(message) }
    }
  }

  /// ExpireTime(126), else the end of ExpireDate(432) at the market.
  private mutating func readExpiry(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ offsetSeconds: Int32,
    _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    if let instant = try index.instant(.expireTime, message, &timestamps) {
      guard instant > .none else { throw .notRepresentable(.expireTime) }
      expireTime = instant
    } else if let date = try index.localMktDate(.expireDate, message) {
      guard let instant = Instant(endOf: date, utcOffsetSeconds: offsetSeconds), instant > .none
      else { throw .notRepresentable(.expireDate) }
      expireTime = instant
    } else if timeInForceCode == TimeInForce.goodTillDate.rawValue {
      throw .conditional(.expireTime)
    }
  }

  private mutating func readOwnTags(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    let mode = try index.code(.tradingMode, message, of: TradingMode.self)
    if let mode { modeCode = mode.rawValue }
    if let number = try index.number(.listingOrderID, message) {
      guard number > 0 else { throw .notRepresentable(.listingOrderID) }
      listingOrderID = OrderID(rawValue: number)
    }
    if let group = try index.number(.selfMatchPreventionID, message) {
      selfMatchPreventionID = group
    }
    if let char = try index.char(.selfMatchPreventionInstruction, message) {
      selfMatchInstruction = char
    }
    if let basis = try index.code(.priceBasis, message, of: PriceBasis.self) {
      priceBasisCode = basis.rawValue
    }
    guard let text = try index.text16(.benchmarkRef, message) else { return }
    guard let name = BenchmarkRef(text) else { throw .notRepresentable(.benchmarkRef) }
    benchmark = name
  }
}

extension OrdType {
  /// Whether Price(44) must be there.
  var needsPrice: Bool {
    switch self {
    case .limit, .stopLimit: true
    case .market, .stop, .marketToLimit: false
    }
  }

  /// Whether StopPx(99) must be there.
  var needsStopPx: Bool {
    switch self {
    case .stop, .stopLimit: true
    case .market, .limit, .marketToLimit: false
    }
  }
}

extension DecodeFailure {
  /// A field is missing that what else the message says demands.
  static func conditional(_ tag: Tag) -> DecodeFailure {
    .refuse(.conditionallyRequiredFieldMissing, tag)
  }
}
