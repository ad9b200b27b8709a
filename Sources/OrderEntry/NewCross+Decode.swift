import FIX44
import FIXWire
import Market

/// NewOrderCross(s): what both sides have in common, and then the sides, one that buys and one that sells.
extension NewCross {
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    self.init()
    crossID = try present(try index.text32(.crossID, message), .crossID)
    symbol = Symbol(try present(try index.text16(.symbol, message), .symbol))
    transactTime = try present(
      try index.instant(.transactTime, message, &timestamps), .transactTime)
    guard let price = try index.price(.price, message) else { throw .conditional(.price) }
    self.price = price
    if let currency = try index.currency(.currency, message) { self.currency = currency }
    let mode = try index.code(.tradingMode, message, of: TradingMode.self)
    if let mode { modeCode = mode.rawValue }
    try Self.checkHonoured(index, message)
    try readSides(index, message)
  }

  /// The venue crosses both sides as a whole, at a limit and at once, and settles as it settles orders.
  private static func checkHonoured(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    try require(.crossType, 1, index, message)
    try require(.crossPrioritization, 0, index, message)
    if index.first(.priceType) != nil { try require(.priceType, 2, index, message) }
    let ordType = try present(try index.code(.ordType, message, of: OrdType.self), .ordType)
    if ordType != .limit { throw .refuse(.codeNotOffered, .ordType) }
    switch try index.code(.timeInForce, message, of: TimeInForce.self) {
    case .day, .immediateOrCancel, .fillOrKill, nil: break
    case .goodTillCancel, .goodTillDate, .atTheOpening, .atTheClose:
      throw .refuse(.codeNotOffered, .timeInForce)
    }
    if index.first(.settlDate) != nil { throw .notRepresentable(.settlDate) }
  }

  private static func require(
    _ tag: Tag, _ code: UInt64, _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    if try present(try index.number(tag, message), tag) != code {
      throw .refuse(.codeNotOffered, tag)
    }
  }

  /// NoSides(552): each entry begins with Side(54). Fields of an entry stand nowhere else in the message, so
  /// the second one ends with it.
  private mutating func readSides(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    guard let counter = index.firstIndex(of: .noSides),
      try index.number(.noSides, message) == 2,
      let first = index.firstIndex(of: .side, in: counter + 1..<index.count),
      let second = index.firstIndex(of: .side, in: first + 1..<index.count)
    else { throw .notRepresentable(.noSides) }
    let sides = (message[index[first]], message[index[second]])
    guard let buys = sides.0.isBuy, sides.1.isBuy == !buys else {
      throw .refuse(.codeNotOffered, .side)
    }
    let entries = (
      try CrossSide(index, message, first..<second),
      try CrossSide(index, message, second..<index.count)
    )
    buy = buys ? entries.0 : entries.1
    sell = buys ? entries.1 : entries.0
  }
}

extension CrossSide {
  /// The fields of one entry.
  fileprivate init(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ range: Range<Int>
  ) throws(DecodeFailure) {
    self.init()
    var hasClOrdID = false
    var hasQuantity = false
    var party: CompID?
    for place in range {
      let field = index[place]
      let value = message[field]
      switch field.tag {
      case .clOrdID:
        guard let text = Text32(value), !text.isEmpty else { throw .notRepresentable(.clOrdID) }
        clOrdID = ClOrdID(text)
        hasClOrdID = true
      case .account: account = AccountCode(try text16(value, .account))
      case .orderQty:
        orderQty = try quantity(field, message)
        hasQuantity = true
      case .cashMargin:
        guard value.byteCount == 1, let code = CashMargin(rawValue: Span<UInt8>(_bytes: value)[0])
        else { throw .refuse(.codeNotOffered, .cashMargin) }
        cashMarginCode = code.rawValue
      case .orderRestrictions: isProgramTrade = value.hasValue(ASCII.one) ? 1 : 0
      case .partyID: party = CompID(try text16(value, .partyID))
      case .partyRole where value.isExecutingFirm: self.party = party ?? CompID()
      default: break
      }
    }
    if !hasClOrdID { throw .reject(.requiredTagMissing, .clOrdID) }
    if !hasQuantity { throw .conditional(.orderQty) }
  }
}

private func text16(_ value: RawSpan, _ tag: Tag) throws(DecodeFailure) -> Text16 {
  guard let text = Text16(value), !text.isEmpty else { throw .notRepresentable(tag) }
  return text
}

private func quantity(_ field: Field, _ message: RawSpan) throws(DecodeFailure) -> Quantity {
  do {
    return Quantity(
      thousandths: try FieldValue.decimal(field, in: message, scale: Quantity.scale))
  } catch {
    throw DecodeFailure(error, field.tag)
  }
}

extension RawSpan {
  /// Of Side(54): whether it buys; nil where it neither buys nor sells.
  fileprivate var isBuy: Bool? {
    let bytes = Span<UInt8>(_bytes: self)
    guard bytes.count == 1, let side = Side(rawValue: bytes[0]) else { return nil }
    return side == .buy
  }

  /// Of PartyRole(452): 1.
  fileprivate var isExecutingFirm: Bool {
    let bytes = Span<UInt8>(_bytes: self)
    return bytes.count == 1 && bytes[0] == ASCII.one
  }
}
