import FIX44
import FIXWire
import Market

extension ReplaceOrder {
  /// OrderCancelReplaceRequest(G).
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, marketUTCOffsetSeconds: Int32,
    _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    self.init()
    order = try NewOrder(
      index, message, marketUTCOffsetSeconds: marketUTCOffsetSeconds, &timestamps,
      isReplace: true)
    origClOrdID = ClOrdID(try present(try index.text32(.origClOrdID, message), .origClOrdID))
    orderID = try index.orderID(message)
  }
}

extension CancelOrder {
  /// OrderCancelRequest(F).
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    self.init()
    clOrdID = ClOrdID(try present(try index.text32(.clOrdID, message), .clOrdID))
    origClOrdID = ClOrdID(try present(try index.text32(.origClOrdID, message), .origClOrdID))
    symbol = Symbol(try present(try index.text16(.symbol, message), .symbol))
    orderID = try index.orderID(message)
    sideCode = try present(try index.code(.side, message, of: Side.self), .side).rawValue
    transactTime = try present(
      try index.instant(.transactTime, message, &timestamps), .transactTime)
  }
}

extension OrderStatusRequest {
  /// OrderStatusRequest(H).
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    clOrdID = ClOrdID(try present(try index.text32(.clOrdID, message), .clOrdID))
    symbol = Symbol(try present(try index.text16(.symbol, message), .symbol))
    orderID = try index.orderID(message)
    sideCode = try present(try index.code(.side, message, of: Side.self), .side).rawValue
    if let text = try index.text32(.ordStatusReqID, message) { ordStatusReqID = text }
  }
}

extension MassCancel {
  /// OrderMassCancelRequest(q).
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    self.init()
    clOrdID = ClOrdID(try present(try index.text32(.clOrdID, message), .clOrdID))
    let type = try present(
      try index.code(.massCancelRequestType, message, of: MassCancelRequestType.self),
      .massCancelRequestType)
    requestTypeCode = type.rawValue
    if let symbol = try index.text16(.symbol, message) { self.symbol = Symbol(symbol) }
    if type == .security && symbol.text.isEmpty { throw .conditional(.symbol) }
    if let side = try index.code(.side, message, of: Side.self) { sideCode = side.rawValue }
    if let account = try index.text16(.accountFilter, message) {
      self.account = AccountCode(account)
    }
    transactTime = try present(
      try index.instant(.transactTime, message, &timestamps), .transactTime)
  }
}

extension MassStatusRequest {
  /// OrderMassStatusRequest(AF).
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    massStatusReqID = try present(try index.text32(.massStatusReqID, message), .massStatusReqID)
    let type = try present(
      try index.code(.massStatusReqType, message, of: MassStatusReqType.self), .massStatusReqType)
    requestTypeCode = type.rawValue
    if let symbol = try index.text16(.symbol, message) { self.symbol = Symbol(symbol) }
    if type == .security && symbol.text.isEmpty { throw .conditional(.symbol) }
    if let side = try index.code(.side, message, of: Side.self) { sideCode = side.rawValue }
    if let account = try index.text16(.account, message) { self.account = AccountCode(account) }
  }
}

extension UserRequest {
  /// UserRequest(BE), all but its secrets.
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    userRequestID = try present(try index.text32(.userRequestID, message), .userRequestID)
    username = try present(try index.text32(.username, message), .username)
    let type = try present(
      try index.code(.userRequestType, message, of: UserRequestType.self), .userRequestType)
    requestTypeCode = type.rawValue
    guard type == .changePassword else { return }
    for tag in [Tag.password, .newPassword] where index.first(tag) == nil {
      throw .conditional(tag)
    }
  }
}

extension FieldIndex {
  /// OrderID(37), which is ours and so a number from 1; none where absent.
  fileprivate func orderID(_ message: RawSpan) throws(DecodeFailure) -> OrderID {
    guard let number = try number(.orderID, message) else { return .none }
    guard number > 0 else { throw .notRepresentable(.orderID) }
    return OrderID(rawValue: number)
  }
}
