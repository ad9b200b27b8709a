import FIX44
public import FIXWire
public import Market
import Records

/// Which events of the log answer a request for past trades, and as what.
///
/// They are those that a drop copy shows as TradeCaptureReport(AE), so an answer is a function of the log and of what
/// its session is entitled to, as a drop copy is. A criterion compares with the field of the same tag in the report.
public struct TradeQuestion: Sendable, Equatable {
  private let asked: TradesRequested
  /// The request's command: what it and later ones bring about is no answer to it.
  public let sequence: Sequence

  public init(_ asked: TradesRequested, at sequence: Sequence) {
    self.asked = asked
    self.sequence = sequence
  }

  /// The first instant at which a trade may have been made; none for any.
  public var from: Instant { asked.request.from }

  /// Whether an event of this type may be a part of an answer.
  public static func mayConcern(_ typeCode: UInt16) -> Bool {
    typeCode == EventType.tradeMatched.rawValue || typeCode == EventType.tradeChanged.rawValue
  }

  /// The part that an event has in the answer; nil where it has none.
  public func answer(
    _ event: RawSpan, for entitlement: Entitlement, from origins: borrowing Origins
  ) -> DropCopy? {
    guard Self.mayConcern(event.loadHead().typeCode),
      let copy = DropCopy.of(event, for: entitlement, from: origins)
    else { return nil }
    let isWanted = copy.kind == .trade ? wantsTrade(event, copy) : wantsCorrection(event)
    return isWanted ? copy : nil
  }

  private func wantsTrade(_ event: RawSpan, _ copy: DropCopy) -> Bool {
    let body = event.loadBody(TradeMatched.self)
    let request = asked.request
    guard wants(body.tradeID, body.symbol, matchedAt: event.loadHead().time),
      request.report == .none,
      request.reportOf == .none || request.reportOf == body.tradeID,
      request.trdSubType == 0
        || TradingMode(rawValue: body.modeCode)?.trdSubType == UInt64(request.trdSubType)
    else { return false }
    let buyer = wants(body.buyFirm, body.buyOrderID, body.buyExecID, body.buyClOrdID)
    let seller = wants(body.sellFirm, body.sellOrderID, body.sellExecID, body.sellClOrdID)
    return copy.showsBuyer && buyer || copy.showsSeller && seller
  }

  private func wantsCorrection(_ event: RawSpan) -> Bool {
    let body = event.loadBody(TradeChanged.self)
    let request = asked.request
    guard wants(body.tradeID, body.symbol, matchedAt: body.matchedAt),
      request.reportOf == .none, request.trdSubType == 0,
      request.report == .none || request.report == body.execID
    else { return false }
    let firm = body.sideCode == Side.buy.rawValue ? body.buyFirm : body.sellFirm
    return wants(firm, body.orderID, body.execID, body.clOrdID)
  }

  private func wants(_ trade: TradeID, _ symbol: Symbol, matchedAt: Instant) -> Bool {
    let request = asked.request
    return (request.tradeID == .none || request.tradeID == trade)
      && (request.symbol.text.isEmpty || request.symbol == symbol)
      && matchedAt >= request.from && (request.until == .none || matchedAt < request.until)
  }

  /// Of a side that is shown.
  private func wants(
    _ firm: FirmID, _ orderID: OrderID, _ execID: ExecID, _ clOrdID: ClOrdID
  ) -> Bool {
    let request = asked.request
    return (asked.party == .none || asked.party == firm)
      && (request.orderID == .none || request.orderID == orderID)
      && (request.execID == .none || request.execID == execID)
      && (request.clOrdID.text == Text32() || request.clOrdID == clOrdID)
  }
}

/// The place of a report in its answer.
public struct TradeAnswer: Sendable, Equatable {
  let tradeRequestID: Text32
  /// TotNumTradeReports(748).
  let total: UInt64
  /// LastRptRequested(912).
  let isLast: Bool
}

/// Makes the messages of an answer.
extension TradeQuestion {
  /// Writes TradeCaptureReportRequestAck(AQ): so many reports follow. MsgType(35) is set here.
  public func encode(
    total: UInt64, header: OutboundHeader, into encoder: inout MessageEncoder
  ) {
    var header = header
    header.msgType = .tradeCaptureReportRequestAck
    encoder.begin(header)
    encoder.writeTradesRequested(asked, total: total)
    encoder.finish()
  }

  /// Writes TradeCaptureReport(AE) number `number` of `total`, from 1 on. MsgType(35) is set here.
  public func encode(
    _ event: RawSpan, as copy: DropCopy, number: UInt64, of total: UInt64, header: OutboundHeader,
    options: ReportOptions, firmCodes: borrowing FirmCodes, into encoder: inout MessageEncoder
  ) {
    let answer = TradeAnswer(
      tradeRequestID: asked.request.tradeRequestID, total: total, isLast: number == total)
    var header = header
    header.msgType = .tradeCaptureReport
    encoder.begin(header)
    if copy.kind == .trade {
      encoder.writeTradeMatched(event, copy, answer, options, header.precision, firmCodes)
    } else {
      encoder.writeCorrection(event, answer, options, header.precision, firmCodes)
    }
    encoder.finish()
  }
}
