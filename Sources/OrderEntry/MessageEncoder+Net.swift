import FIX44
import FIXWire
import Market
import Records

/// TradeCaptureReport(AE) of a clearing member's net: to clearing an instruction, to the member what it gets
/// or pays. It names no trade and no instrument; its one side is the member's.
extension MessageEncoder {
  mutating func writeNetPublished(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(NetPublished.self)
    field(.tradeReportID, body.instruction.rawValue)
    writeKind(TradeReport.instruction)
    char(.execType, ExecType.trade.rawValue)
    field(.previouslyReported, false)
    symbol(Symbol())
    writeFill(.zero, .zero, options.tradeDate(of: body.begunAt))
    field(.transactTime, event.loadHead().time, precision)
    char(.matchStatus, TradeReport.instruction.matchStatus)
    field(.noSides, 1 as UInt64)
    char(.side, (body.net < .zero ? Side.buy : Side.sell).rawValue)
    orderID(.none)
    field(.noPartyIDs, 1 as UInt64)
    writeParty(firmCodes.code(of: body.member), role: Self.clearingFirmRole)
    field(.currency, "CNY")
    amount(.netMoney, Amount(fen: abs(body.net.fen)))
    amount(.settlCurrAmt, body.toPay)
    guard options.ownTags else { return }
    writeDeadline(body.deadline, precision)
    field(.netRunID, UInt64(body.run))
    field(.netRound, UInt64(body.round))
  }

  /// PartyRole(452) 4.
  private static var clearingFirmRole: UInt64 { 4 }
}
