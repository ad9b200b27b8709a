import FIX44
import FIXWire
import Market
import OrderEntry
import Records

/// Messages as lines, `|` standing for the delimiter, and what they become.
enum OrderLines {
  static let newOrder =
    "35=D|11=S-0001|1=DLR001-P|55=CU-BW-A|54=2|60=20261123-01:30:00.000|38=25|40=2|44=68450|"
  static let cancel =
    "35=F|41=S-0001|11=S-0002|55=CU-BW-A|54=2|60=20261123-01:30:00.000|38=25|"
  static let replace =
    "35=G|41=S-0001|11=S-0002|1=DLR001-P|55=CU-BW-A|54=2|60=20261123-01:30:00.000|38=50|40=2|44=1|"
  static let status = "35=H|11=S-0001|55=CU-BW-A|54=2|"
  static let massCancel = "35=q|11=M-0001|530=7|60=20261123-01:30:00.000|"
  static let massStatus = "35=AF|584=Q-0001|585=7|"
  static let userRequest = "35=BE|923=U-0001|924=4|553=DLR001|"

  /// `line` with the fields of `change` in place of those of the same tag, or behind all others; a field
  /// without a value takes the one of that tag away.
  static func line(_ line: String, with change: String) -> String {
    var fields = line.split(separator: "|").map(String.init)
    for field in change.split(separator: "|").map(String.init) {
      let tag = field.prefix { $0 != "=" } + "="
      let place = fields.firstIndex { $0.hasPrefix(tag) }
      if field == tag {
        fields.remove(at: place!)
      } else if let place, !["311", "309", "305", "310"].contains(tag.dropLast()) {
        fields[place] = field
      } else {
        fields.append(field)
      }
    }
    return fields.joined(separator: "|") + "|"
  }

  static func context(_ role: SessionRole = .dealer) -> InboundContext {
    InboundContext(
      session: SessionID(rawValue: 7), epoch: Epoch(rawValue: 3),
      msgSeqNum: MsgSeqNum(rawValue: 12), received: Instant(nanoseconds: 99), role: role)
  }

  /// 711 with these documents, each of the commodity CU.
  static func documents(_ names: [String]) -> String {
    "711=\(names.count)|" + names.map { "311=CU|309=\($0)|305=100|310=WHR|" }.joined()
  }
}

/// The bytes of a line.
func wireBytes(_ line: String) -> [UInt8] {
  line.utf8.map { $0 == UInt8(ascii: "|") ? 0x01 : $0 }
}

/// What a line becomes.
struct Decoded: ~Copyable {
  let result: DecodeResult
  var buffer = RecordBuffer(capacity: 16_384)

  init(_ line: String, context: InboundContext = OrderLines.context()) {
    let bytes = wireBytes(line)
    var index = FieldIndex()
    precondition(index.parse(RawSpan(_elements: bytes.span)) == nil, "the line has fields: \(line)")
    var decoder = OrderEntryDecoder()
    result = decoder.decode(index, RawSpan(_elements: bytes.span), context: context, into: &buffer)
  }

  var head: RecordHead { buffer.bytes.loadHead() }

  func body<Body: BitwiseCopyable>(_ type: Body.Type) -> Body { buffer.bytes.loadBody(type) }

  /// The documents behind a body of type `Body`.
  func documents<Body: BitwiseCopyable>(behind type: Body.Type, count: UInt16) -> [String] {
    (0..<Int(count)).map { buffer.bytes.loadDocument($0, behind: type).text.description }
  }

  /// The command with its fields that are not zero, or why there is none.
  var summary: String {
    switch result {
    case .reject(let reason, let tag): return "reject \(reason) \(tag)"
    case .appended(.newOrder):
      let order = body(NewOrder.self)
      return "newOrder " + fields(of: order)
        + documents(behind: NewOrder.self, count: order.documentCount).map { " \($0)" }.joined()
    case .appended(.replaceOrder):
      let replace = body(ReplaceOrder.self)
      return "replaceOrder " + fields(of: replace)
        + documents(behind: ReplaceOrder.self, count: replace.order.documentCount)
        .map { " \($0)" }.joined()
    case .appended(.cancelOrder): return "cancelOrder " + fields(of: body(CancelOrder.self))
    case .appended(.orderStatus): return "orderStatus " + fields(of: body(OrderStatusRequest.self))
    case .appended(.massCancel): return "massCancel " + fields(of: body(MassCancel.self))
    case .appended(.massStatus): return "massStatus " + fields(of: body(MassStatusRequest.self))
    case .appended(.userRequest): return "userRequest " + fields(of: body(UserRequest.self))
    case .appended(.refusedMessage):
      let refused = body(RefusedMessage.self)
      return "refused \(Refusal(rawValue: refused.refusalCode)!) \(refused.refTagID)"
    case .appended(let type): return "unexpected \(type)"
    }
  }
}

/// Names and values of the fields that are not zero or empty.
func fields(of body: Any) -> String {
  Mirror(reflecting: body).children.compactMap { child -> String? in
    let value = text(of: child.value)
    return value.isEmpty || value == "0" ? nil : "\(child.label ?? "")=\(value)"
  }.joined(separator: " ")
}

private func text(of value: Any) -> String {
  switch value {
  case let value as Text16: value.description
  case let value as Text32: value.description
  case let value as ClOrdID: value.text.description
  case let value as AccountCode: value.text.description
  case let value as Symbol: value.text.description
  case let value as CompID: value.text.description
  case let value as Amount: "\(value.fen)"
  case let value as Price: "\(value.tenThousandths)"
  case let value as Quantity: "\(value.thousandths)"
  case let value as Instant: "\(value.nanoseconds)"
  case let value as OrderID: "\(value.rawValue)"
  case let value as ExecID: "\(value.rawValue)"
  case let value as TradeID: "\(value.rawValue)"
  case let value as InstructionID: "\(value.rawValue)"
  case let value as TitleDocID: value.text.description
  case let value as ExecInst: "\(value.rawValue)"
  case let value as NewOrder: "(\(fields(of: value)))"
  default: "\(value)"
  }
}

/// Lines that go through one decoder.
struct Lines: ~Copyable {
  var decoder = OrderEntryDecoder()
  var index = FieldIndex()
  var buffer = RecordBuffer(capacity: 16_384)

  /// How many documents the order of `line` names.
  mutating func count(_ line: String) -> UInt16 {
    let bytes = wireBytes(line)
    precondition(index.parse(RawSpan(_elements: bytes.span)) == nil, "the line has fields")
    buffer.removeAll()
    _ = decoder.decode(
      index, RawSpan(_elements: bytes.span), context: OrderLines.context(), into: &buffer)
    return buffer.bytes.loadBody(NewOrder.self).documentCount
  }
}
