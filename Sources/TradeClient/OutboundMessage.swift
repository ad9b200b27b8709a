public import FIX44
import FIXWire
public import Market

/// The type and body of a message to be sent.
public struct OutboundMessage: Equatable, Sendable {
  public var msgType: MsgType
  public var fields: [WireMessage.Field]

  init(_ msgType: MsgType, _ fields: [WireMessage.Field]) {
    self.msgType = msgType
    self.fields = fields
  }

  /// Fields as a user wrote them: MsgType(35) is taken out, header and trailer are left out.
  public init(raw fields: [WireMessage.Field]) throws(CommandError) {
    guard let text = fields.first(where: { $0.tag == .msgType })?.value, let type = MsgType(text)
    else { throw CommandError("35=TYPE is missing") }
    let ours: Set<UInt32> = [8, 9, 10, 34, 35, 49, 52, 56]
    self.init(type, fields.filter { !ours.contains($0.tag.rawValue) })
  }

  /// NewOrderSingle(D).
  public static func order(
    _ request: OrderRequest, clOrdID: String, now: Instant
  ) -> OutboundMessage {
    var fields = [WireMessage.Field(.clOrdID, clOrdID)]
    fields += terms(request)
    fields += [.init(.side, request.side), .init(.transactTime, now.utcTimestamp())]
    fields += [.init(.orderQty, request.qty)] + price(request)
    return OutboundMessage(.newOrderSingle, fields)
  }

  /// OrderCancelRequest(F).
  public static func cancel(
    _ order: ClientOrder, clOrdID: String, now: Instant
  ) -> OutboundMessage {
    OutboundMessage(
      .orderCancelRequest,
      reference(order, clOrdID) + [
        .init(.symbol, order.symbol), .init(.side, order.side),
        .init(.transactTime, now.utcTimestamp()), .init(.orderQty, order.qty),
      ])
  }

  /// OrderMassCancelRequest(q).
  public static func massCancel(
    _ request: MassRequest, clOrdID: String, now: Instant
  ) -> OutboundMessage {
    let type = request.symbol == nil ? "7" : "1"
    return OutboundMessage(
      .orderMassCancelRequest,
      [.init(.clOrdID, clOrdID), .init(.massCancelRequestType, type)]
        + named(.symbol, request.symbol) + named(.side, request.side)
        + [.init(.transactTime, now.utcTimestamp())] + named(.accountFilter, request.account))
  }

  /// OrderMassStatusRequest(AF).
  public static func massStatus(_ request: MassRequest, id: String) -> OutboundMessage {
    let type = request.symbol == nil ? "7" : "1"
    return OutboundMessage(
      .orderMassStatusRequest,
      [.init(.massStatusReqID, id), .init(.massStatusReqType, type)]
        + named(.account, request.account) + named(.symbol, request.symbol)
        + named(.side, request.side))
  }

  /// OrderCancelReplaceRequest(G); what the request leaves open stays as it is.
  public static func replace(
    _ order: ClientOrder, by request: ReplaceRequest, clOrdID: String, now: Instant
  ) -> OutboundMessage {
    let same = order.price.isEmpty ? nil : order.price
    var whole = order.terms
    whole.qty = request.qty
    whole.price = request.price ?? same
    whole.stopPx = request.stopPx ?? whole.stopPx
    whole.expiry = request.expiry ?? whole.expiry
    whole.documents = request.documents
    var fields = reference(order, clOrdID) + terms(whole)
    fields += [.init(.side, whole.side), .init(.transactTime, now.utcTimestamp())]
    fields += [.init(.orderQty, whole.qty)] + price(whole)
    return OutboundMessage(.orderCancelReplaceRequest, fields)
  }

  /// OrderStatusRequest(H).
  public static func status(_ order: ClientOrder) -> OutboundMessage {
    var fields: [WireMessage.Field] = []
    if !order.orderID.isEmpty { fields.append(.init(.orderID, order.orderID)) }
    fields += [
      .init(.clOrdID, order.clOrdID), .init(.symbol, order.symbol), .init(.side, order.side),
    ]
    return OutboundMessage(.orderStatusRequest, fields)
  }

  private static func reference(_ order: ClientOrder, _ clOrdID: String) -> [WireMessage.Field] {
    var fields = [WireMessage.Field(.origClOrdID, order.clOrdID)]
    if !order.orderID.isEmpty { fields.append(.init(.orderID, order.orderID)) }
    return fields + [.init(.clOrdID, clOrdID)]
  }

  /// What stands before Side(54): account, margin, instructions, quantities, symbol, documents.
  private static func terms(_ request: OrderRequest) -> [WireMessage.Field] {
    var fields: [WireMessage.Field] = []
    if let account = request.account { fields.append(.init(.account, account)) }
    if request.hasGuarantee { fields.append(.init(.cashMargin, "2")) }
    if !request.execInst.isEmpty {
      fields.append(.init(.execInst, request.execInst.joined(separator: " ")))
    }
    fields += named(.minQty, request.minQty) + named(.maxFloor, request.maxFloor)
    fields.append(.init(.symbol, request.symbol))
    guard !request.documents.isEmpty else { return fields }
    fields.append(.init(.noUnderlyings, String(request.documents.count)))
    let commodity = String(request.symbol.prefix { $0 != "-" })
    for document in request.documents {
      fields += [
        .init(.underlyingSymbol, commodity), .init(.underlyingSecurityID, document),
        .init(.underlyingSecurityIDSource, "100"),
      ]
    }
    return fields
  }

  private static func price(_ request: OrderRequest) -> [WireMessage.Field] {
    let kind = WireMessage.Field(.ordType, request.ordType)
    let prices = named(.price, request.price) + named(.stopPx, request.stopPx)
    let isDate = request.expiry?.count == 8
    return [kind] + prices + [.init(.currency, "CNY"), .init(.timeInForce, request.timeInForce)]
      + named(isDate ? .expireDate : .expireTime, request.expiry)
      + named(.selfMatchPreventionInstruction, request.selfMatch)
  }

  /// A field that may be absent.
  private static func named(_ tag: Tag, _ value: String?) -> [WireMessage.Field] {
    value.map { [.init(tag, $0)] } ?? []
  }
}
