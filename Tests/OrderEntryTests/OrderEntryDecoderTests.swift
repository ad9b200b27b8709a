import FIX44
import FIXWire
import Market
import OrderEntry
import Records
import Testing

/// One application message, one record: who may send what, and what the record's head says.
@Suite struct OrderEntryDecoderTests {
  static let lines = [
    OrderLines.newOrder, OrderLines.cancel, OrderLines.replace, OrderLines.status,
    OrderLines.massCancel, OrderLines.massStatus,
  ]
  static let commands: [CommandType] = [
    .newOrder, .cancelOrder, .replaceOrder, .orderStatus, .massCancel, .massStatus,
  ]

  @Test("a user request from each role", arguments: SessionRole.allCases)
  func userRequest(_ role: SessionRole) {
    let decoded = Decoded(OrderLines.userRequest, context: OrderLines.context(role))
    #expect(decoded.result == .appended(.userRequest))
  }

  @Test("each order message from each role", arguments: SessionRole.allCases)
  func role(_ role: SessionRole) {
    for (line, command) in zip(Self.lines, Self.commands) {
      let decoded = Decoded(line, context: OrderLines.context(role))
      let summary = decoded.summary
      switch role {
      case .dealer, .broker, .marketMaker: #expect(decoded.result == .appended(command))
      case .clearing, .registry, .warehouse, .bank, .dropCopy, .marketData, .supervisor, .operator:
        #expect(summary == "refused notAuthorised 0")
      }
    }
  }

  @Test("what is over the limit is refused; cancels never are")
  func throttle() {
    var context = OrderLines.context()
    context.isThrottled = true
    for (line, command) in zip(Self.lines, Self.commands) {
      let decoded = Decoded(line, context: context)
      let summary = decoded.summary
      #expect(summary == "refused throttled 0")
      let type = line.dropFirst(3).prefix { $0 != "|" }.utf8.map { UInt16($0) }
      let msgType = MsgType(rawValue: type[0] | (type.count > 1 ? type[1] << 8 : 0))
      let isCancel = command == .cancelOrder || command == .massCancel
      #expect(OrderEntryDecoder.isExemptFromThrottle(msgType) == isCancel)
    }
  }

  @Test("while no new work is taken, orders and changes are refused; cancels and queries are taken")
  func noNewWork() {
    var context = OrderLines.context()
    context.takesNewWork = false
    for (line, command) in zip(Self.lines, Self.commands) {
      let decoded = Decoded(line, context: context)
      let summary = decoded.summary
      if command == .newOrder || command == .replaceOrder {
        #expect(summary == "refused applicationNotAvailable 0")
      } else {
        #expect(decoded.result == .appended(command))
      }
    }
    context.isThrottled = true
    let summary = Decoded(OrderLines.newOrder, context: context).summary
    #expect(summary == "refused throttled 0")
  }

  @Test("a role that may not trade hears that before the limit")
  func roleBeforeThrottle() {
    var context = OrderLines.context(.bank)
    context.isThrottled = true
    let decoded = Decoded(OrderLines.cancel, context: context)
    let summary = decoded.summary
    #expect(summary == "refused notAuthorised 0")
  }

  @Test(
    "other application messages are not supported, whoever sends them",
    arguments: [
      "35=z|320=T1|", "35=UR|7790=1|", "35=DD|11=A|",
      "35=D12|11=A|", "35=8|37=1|",
    ])
  func unsupported(_ line: String) {
    for role in [SessionRole.dealer, .supervisor] {
      var context = OrderLines.context(role)
      context.isThrottled = role == .dealer
      let decoded = Decoded(line, context: context)
      let summary = decoded.summary
      #expect(summary == "refused unsupportedMessageType 0")
    }
  }

  @Test("records stand one behind the other")
  func records() {
    var decoded = Decoded(OrderLines.newOrder)
    let first = decoded.buffer.count
    let bytes = wireBytes(OrderLines.cancel)
    var index = FieldIndex()
    #expect(index.parse(RawSpan(_elements: bytes.span)) == nil)
    var decoder = OrderEntryDecoder()
    let result = decoder.decode(
      index, RawSpan(_elements: bytes.span), context: OrderLines.context(),
      into: &decoded.buffer)
    let second = decoded.buffer.bytes.loadHead(at: first)
    #expect(result == .appended(.cancelOrder))
    #expect(first == 256)
    #expect(second.typeCode == CommandType.cancelOrder.rawValue)
  }
}
