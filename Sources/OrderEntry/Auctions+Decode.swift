import FIX44
import FIXWire
import Market

/// SecurityDefinitionRequest(c) with SecurityRequestType(321) 1: a firm applies for an auction of one lot.
extension ApplyAuction {
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    self.init()
    reference = try present(try index.text32(.securityReqID, message), .securityReqID)
    guard let symbol = try index.text16(.symbol, message) else { throw .conditional(.symbol) }
    self.symbol = Symbol(symbol)
    try index.checkAuctionSession(.tradingSessionID, message)
    if let currency = try index.currency(.currency, message), currency != Currency.cny {
      throw .refuse(.codeNotOffered, .currency)
    }
    if let account = try index.text16(.account, message) { self.account = AccountCode(account) }
    if let instant = try index.instant(.transactTime, message, &timestamps) {
      transactTime = instant
    }
    try readVariant(index, message)
    try readTerms(index, message, &timestamps)
  }

  /// Who begins it, and which way its price goes.
  private mutating func readVariant(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    guard let mode = try index.code(.tradingMode, message, of: TradingMode.self) else {
      throw .conditional(.tradingMode)
    }
    guard mode == .auctionAscending || mode == .auctionDescending else {
      throw .refuse(.codeNotOffered, .tradingMode)
    }
    modeCode = mode.rawValue
    switch try index.char(.auctionSide, message) {
    case nil: throw .conditional(.auctionSide)
    case AuctionSide.sell: sideCode = Side.sell.rawValue
    case AuctionSide.buy: sideCode = Side.buy.rawValue
    default: throw .refuse(.codeNotOffered, .auctionSide)
    }
    if let cashMargin = try index.code(.cashMargin, message, of: CashMargin.self) {
      cashMarginCode = cashMargin.rawValue
    }
  }

  private mutating func readTerms(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    guard let quantity = try index.quantity(.orderQty, message) else {
      throw .conditional(.orderQty)
    }
    self.quantity = quantity
    guard let start = try index.price(.startPrice, message) else { throw .conditional(.startPrice) }
    startPrice = start
    guard let step = try index.price(.priceStep, message) else { throw .conditional(.priceStep) }
    priceStep = step
    if let limit = try index.price(.price, message) { limitPrice = limit }
    guard let opens = try index.instant(.tradSesOpenTime, message, &timestamps) else {
      throw .conditional(.tradSesOpenTime)
    }
    opensAt = opens
    if let closes = try index.instant(.tradSesCloseTime, message, &timestamps) { closesAt = closes }
  }
}

/// CollateralAssignment(AY) with AuctionID(7762): the deposit of a bidder.
extension DepositAuction {
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    reference = try present(try index.text32(.collAsgnID, message), .collAsgnID)
    auction = try index.auctionID(message) ?? 0
    guard try index.number(.collAsgnReason, message) == UInt64(CollAsgnReason.initial.rawValue)
    else { throw .refuse(.codeNotOffered, .collAsgnReason) }
    let transType = try present(
      try index.number(.collAsgnTransType, message), .collAsgnTransType)
    guard let code = UInt8(exactly: transType), CollAsgnTransType(rawValue: code) != nil else {
      throw .refuse(.codeNotOffered, .collAsgnTransType)
    }
    transTypeCode = code
    if let currency = try index.currency(.currency, message), currency != Currency.cny {
      throw .refuse(.codeNotOffered, .currency)
    }
    if let amount = try index.amount(.totalNetValue, message) {
      guard amount > .zero else { throw .notRepresentable(.totalNetValue) }
      self.amount = amount
    }
  }
}

extension FieldIndex {
  /// AuctionID(7762), a number from 1; nil where it is absent.
  func auctionID(_ message: RawSpan) throws(DecodeFailure) -> UInt32? {
    guard let number = try number(.auctionID, message) else { return nil }
    guard let auction = UInt32(exactly: number), auction > 0 else {
      throw .notRepresentable(.auctionID)
    }
    return auction
  }

  /// TradingSessionID(336), where it is there: AUC, the session of auctions.
  func checkAuctionSession(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) {
    guard let text = try text16(tag, message) else { return }
    guard text == Text16("AUC") else { throw .refuse(.codeNotOffered, tag) }
  }
}

/// AuctionSide(7763), as it stands in messages.
enum AuctionSide {
  static var sell: UInt8 { 0x53 }
  static var buy: UInt8 { 0x42 }

  /// That of an initiator who is on this side.
  static func code(of side: UInt8) -> UInt8 { side == Side.sell.rawValue ? sell : buy }
}
