import FIX44
import FIXWire
import Market

/// NoSides(552) of a message: one side that buys and one that sells, in either order.
struct CrossSides {
  let buy: CrossSide
  let sell: CrossSide

  /// Each entry begins with Side(54). Fields of an entry stand nowhere else in the message, so the second one ends
  /// with it. Sides of orders need ClOrdID(11) and OrderQty(38), of reports neither.
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, ofOrders: Bool
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
      try CrossSide(index, message, first..<second, ofOrders: ofOrders),
      try CrossSide(index, message, second..<index.count, ofOrders: ofOrders)
    )
    buy = buys ? entries.0 : entries.1
    sell = buys ? entries.1 : entries.0
  }
}

extension CrossSide {
  /// The fields of one entry.
  fileprivate init(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ range: Range<Int>, ofOrders: Bool
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
      case .orderRestrictions:
        isProgramTrade = value.hasValue(ASCII.one) ? 1 : 0
        if isProgramTrade == 1 { programRegID = index.programRegID(message) }
      case .partyID: party = CompID(try text16(value, .partyID))
      case .partyRole where value.isExecutingFirm: self.party = party ?? CompID()
      default: break
      }
    }
    guard ofOrders else { return }
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
