import FIX44
import FIXWire
import Market
import OrderEntry
import Records

/// Events and the lines that they become.
enum ReportLines {
  static let time = Instant(nanoseconds: 1_795_397_400_123_456_789)

  static func head(_ type: EventType, msgSeqNum: UInt64 = 12) -> RecordHead {
    var head = RecordHead()
    head.typeCode = type.rawValue
    head.time = time
    head.session = SessionID(rawValue: 7)
    head.msgSeqNum = MsgSeqNum(rawValue: msgSeqNum)
    return head
  }

  static var header: OutboundHeader {
    var header = OutboundHeader(
      .heartbeat, from: CompID(Text16("CANGDAN")!), to: CompID(Text16("DLR001")!),
      msgSeqNum: MsgSeqNum(rawValue: 5), sendingTime: time)
    header.precision = .milliseconds
    return header
  }

  /// A resting sell of two lots, of which one is filled.
  static func report(_ execType: ExecType, _ ordStatus: OrdStatus) -> ExecutionReport {
    var report = ExecutionReport()
    report.orderID = OrderID(rawValue: 17)
    report.execID = ExecID(rawValue: 401)
    report.clOrdID = ClOrdID(Text32("S-0001")!)
    report.account = AccountCode(Text16("DLR001-P")!)
    report.symbol = Symbol(Text16("CU-BW-A")!)
    report.price = Price(tenThousandths: 684_500_000)
    report.orderQty = Quantity(thousandths: 50_000)
    report.leavesQty = Quantity(thousandths: 50_000)
    report.firm = FirmID(rawValue: 1)
    report.sideCode = Side.sell.rawValue
    report.ordTypeCode = OrdType.limit.rawValue
    report.timeInForceCode = TimeInForce.day.rawValue
    report.execTypeCode = execType.rawValue
    report.ordStatusCode = ordStatus.rawValue
    report.cashMarginCode = CashMargin.cash.rawValue
    report.modeCode = TradingMode.listing.rawValue
    return report
  }

  static func record<Body: BitwiseCopyable>(
    _ type: EventType, _ body: Body, msgSeqNum: UInt64 = 12, trailing: [Text32] = []
  ) -> Encoded {
    var buffer = RecordBuffer(capacity: 16_384)
    buffer.append(
      head(type, msgSeqNum: msgSeqNum), body: body, trailing: RawSpan(_elements: trailing.span))
    return Encoded(buffer)
  }
}

/// An event record and the messages made of it.
struct Encoded: ~Copyable {
  let record: RecordBuffer
  var codes = FirmCodes(capacity: 4)

  init(_ record: consuming RecordBuffer) {
    self.record = record
    codes.set(CompID(Text16("DLR001")!), of: FirmID(rawValue: 1))
    codes.set(CompID(Text16("DLR002")!), of: FirmID(rawValue: 2))
  }

  /// The message's body as a line, without header and trailer; empty where there is no message.
  func body(ownTags: Bool = true) -> String {
    let line = message(ownTags: ownTags)
    guard let sendingTime = line.firstRange(of: "|52=") else { return "" }
    let body = line[sendingTime.upperBound...].drop { $0 != "|" }.dropFirst()
    return String(body.dropLast("10=000|".count))
  }

  /// The whole message as a line; empty where there is none.
  func message(ownTags: Bool = true) -> String {
    var encoder = MessageEncoder(capacity: ReportEncoder.messageBytesMax)
    let isMessage = ReportEncoder.encode(
      event: record.bytes, header: ReportLines.header, options: ReportOptions(ownTags: ownTags),
      firmCodes: codes, into: &encoder)
    guard isMessage else { return "" }
    var text: [UInt8] = []
    let message = Span<UInt8>(_bytes: encoder.message)
    for place in message.indices {
      text.append(message[place] == 0x01 ? UInt8(ascii: "|") : message[place])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
