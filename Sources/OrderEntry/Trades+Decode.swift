import FIX44
import FIXWire
import Market

extension RequestTrades {
  /// TradeCaptureReportRequest(AD): the first PartyID(448) is the firm.
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ context: InboundContext,
    _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    self.init()
    tradeRequestID = try present(try index.text32(.tradeRequestID, message), .tradeRequestID)
    let type = try present(try index.number(.tradeRequestType, message), .tradeRequestType)
    requestType = UInt8(clamping: type)
    subscriptionType = try index.char(.subscriptionRequestType, message) ?? 0
    trdType = UInt8(clamping: try index.number(.trdType, message) ?? 0)
    trdSubType = UInt8(clamping: try index.number(.trdSubType, message) ?? 0)
    if let symbol = try index.text16(.symbol, message) { self.symbol = Symbol(symbol) }
    if let code = try index.text16(.partyID, message) { party = CompID(code) }
    if let text = try index.text32(.clOrdID, message) { clOrdID = ClOrdID(text) }
    tradeID = TradeID(rawValue: try index.criterion(.trdMatchID, message))
    execID = ExecID(rawValue: try index.criterion(.execID, message))
    orderID = OrderID(rawValue: try index.criterion(.orderID, message))
    try readReport(index, message)
    try readDates(index, message, context.marketUTCOffsetSeconds, &timestamps)
  }

  /// TradeReportID(571): T and the number of the trade, or the number of a report to a party.
  private mutating func readReport(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    guard let field = index.first(.tradeReportID) else { return }
    let bytes = Span<UInt8>(_bytes: message[field])
    guard bytes.count > 1, bytes[0] == UInt8(ascii: "T") else {
      report = ExecID(rawValue: try index.criterion(field, message))
      return
    }
    let digits = Field(tag: field.tag, offset: field.offset + 1, length: field.length - 1)
    reportOf = TradeID(rawValue: try index.criterion(digits, message))
  }

  /// NoDates(580): a day, or from its TransactTime(60) on; of two the second is the last, or ends with its
  /// TransactTime(60).
  private mutating func readDates(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ offset: Int32,
    _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    guard let counter = index.firstIndex(of: .noDates) else { return }
    for position in counter + 1..<index.count {
      let field = index[position]
      switch field.tag {
      case .tradeDate:
        let (begin, end) = try Self.day(field, message, offset)
        dateCount = dateCount < .max ? dateCount + 1 : .max
        if dateCount == 1 { from = begin }
        until = end
      case .transactTime:
        let time: Instant
        do { time = try timestamps.read(field, in: message) } catch {
          throw DecodeFailure(error, .transactTime)
        }
        if dateCount == 1 { from = time } else { until = time.adding(nanoseconds: 1) }
      default: return
      }
    }
  }

  /// The first instant of a TradeDate(75), and the first one behind it.
  private static func day(
    _ field: Field, _ message: RawSpan, _ offset: Int32
  ) throws(DecodeFailure) -> (Instant, Instant) {
    let date: CivilDate
    do { date = try FieldValue.localMktDate(field, in: message) } catch {
      throw DecodeFailure(error, .tradeDate)
    }
    guard let begin = Instant(endOf: date.adding(-1), utcOffsetSeconds: offset),
      let end = Instant(endOf: date, utcOffsetSeconds: offset), begin > .none
    else { throw .notRepresentable(.tradeDate) }
    return (begin, end)
  }
}

extension FieldIndex {
  /// A number of ours that is asked for; zero where it is not asked for, and which no number of ours is.
  fileprivate func criterion(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> UInt64 {
    guard let field = first(tag) else { return 0 }
    return try criterion(field, message)
  }

  fileprivate func criterion(
    _ field: Field, _ message: RawSpan
  ) throws(DecodeFailure) -> UInt64 {
    let number: UInt64
    do { number = try FieldValue.uint(field, in: message) } catch {
      throw .notRepresentable(field.tag)
    }
    if number == 0 { throw .notRepresentable(field.tag) }
    return number
  }
}
