import FIX44
import FIXWire
import Market
import Records

/// The body of ExecutionReport(8), in the order of the standard.
extension MessageEncoder {
  mutating func writeExecutionReport(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision
  ) {
    let report = event.loadBody(ExecutionReport.self)
    orderID(report.orderID)
    if report.tradeID != .none { field(.secondaryExecID, report.tradeID.rawValue) }
    field(.clOrdID, report.clOrdID.text)
    field(.origClOrdID, report.origClOrdID.text)
    if report.hasOrdStatusReqID != 0 {
      let behindDocuments = Int(report.documentCount)
      field(
        .ordStatusReqID,
        event.loadDocument(behindDocuments, behind: ExecutionReport.self).text)
    }
    if report.hasMassStatusAnswer != 0 { writeMassStatusAnswer(event) }
    if report.referenceCode == ReportReference.cross.rawValue { writeCross(event, report) }
    field(.execID, report.execID.rawValue)
    if report.hasExecRefID != 0 {
      field(.execRefID, event.loadTrailing(ExecID.self, behind: ExecutionReport.self).rawValue)
    }
    writeState(report)
    field(.account, report.account.text)
    writeDelivery(on: report.settlDate, options)
    if report.repeatsTerms, report.cashMarginCode != 0 {
      char(.cashMargin, report.cashMarginCode)
    }
    symbol(report.symbol)
    writeDocuments(
      event, count: report.documentCount, of: report.symbol, behind: ExecutionReport.self)
    char(.side, report.sideCode == 0 ? Self.undisclosedSide : report.sideCode)
    writeTerms(report, precision)
    writeFill(report)
    field(.transactTime, event.loadHead().time, precision)
    writeText(report, options)
    if options.ownTags, report.referenceCode == ReportReference.listing.rawValue {
      writeListing(event, report)
    }
    if options.ownTags, report.referenceCode == ReportReference.auction.rawValue {
      writeAuctionID(event, report)
    }
  }

  /// The order that the incoming one of the trade has named: of one side this one.
  private mutating func writeListing(_ event: RawSpan, _ report: ExecutionReport) {
    let perDocument = MemoryLayout<TitleDocID>.size / MemoryLayout<OrderID>.size
    let listing = event.loadTrailing(
      OrderID.self, Int(report.documentCount) * perDocument, behind: ExecutionReport.self)
    field(.listingOrderID, listing.rawValue)
  }

  private mutating func writeMassStatusAnswer(_ event: RawSpan) {
    let answer = event.loadTrailing(MassStatusAnswer.self, behind: ExecutionReport.self)
    field(.massStatusReqID, answer.massStatusReqID)
    field(.totNumReports, UInt64(answer.totNumReports))
    if answer.isLast != 0 { char(.lastRptRequested, ASCII.yes) }
  }

  private mutating func writeCross(_ event: RawSpan, _ report: ExecutionReport) {
    let behindDocuments = Int(report.documentCount)
    field(.crossID, event.loadDocument(behindDocuments, behind: ExecutionReport.self).text)
    field(.crossType, 1 as UInt64)
  }

  /// ExecType(150), OrdStatus(39) and what explains them.
  private mutating func writeState(_ report: ExecutionReport) {
    char(.execType, report.execTypeCode)
    char(.ordStatus, report.ordStatusCode)
    if report.workingIndicatorCode != 0 { char(.workingIndicator, report.workingIndicatorCode) }
    if report.ordStatusCode == OrdStatus.rejected.rawValue {
      field(.ordRejReason, UInt64(report.ordRejReason))
    }
    if report.restatementReasonPlus1 > 0 {
      field(.execRestatementReason, UInt64(report.restatementReasonPlus1 - 1))
    }
  }

  /// What the order demands.
  private mutating func writeTerms(_ report: ExecutionReport, _ precision: TimestampPrecision) {
    if report.repeatsTerms || report.orderQty != .zero { quantity(.orderQty, report.orderQty) }
    if report.repeatsTerms { char(.ordType, report.ordTypeCode) }
    let isPremium = report.execInst.contains(.premium)
    if report.hasPrice {
      if isPremium { field(.priceType, UInt64(PriceBasis.premium.priceType)) }
      price(.price, report.price)
    }
    if report.hasStopPx { price(.stopPx, report.stopPx) }
    guard report.repeatsTerms else { return }
    if report.timeInForceCode != 0 { char(.timeInForce, report.timeInForceCode) }
    if report.expireTime != .none { field(.expireTime, report.expireTime, precision) }
    if report.execInst.contains([.postOnly, .allOrNone]) {
      field(.execInst, "6 G")
    } else if report.execInst.contains(.postOnly) {
      field(.execInst, "6")
    } else if report.execInst.contains(.allOrNone) {
      field(.execInst, "G")
    }
    if report.minQty != .zero { quantity(.minQty, report.minQty) }
    if report.maxFloor != .zero { quantity(.maxFloor, report.maxFloor) }
  }

  /// This fill, if it is one, and where the order stands.
  private mutating func writeFill(_ report: ExecutionReport) {
    if report.isFill {
      quantity(.lastQty, report.lastQty)
      price(.lastPx, report.lastPx)
      decimal(.grossTradeAmt, report.grossTradeAmt.fen, scale: Amount.scale)
      if report.lastLiquidityIndCode != 0 {
        char(.lastLiquidityInd, report.lastLiquidityIndCode)
      }
    }
    quantity(.leavesQty, report.leavesQty)
    quantity(.cumQty, report.cumQty)
    price(.avgPx, report.avgPx)
  }

  /// AuctionID(7762) of a bid, as many words behind the body as its documents have.
  private mutating func writeAuctionID(_ event: RawSpan, _ report: ExecutionReport) {
    let wordsOfDocuments = 4 * Int(report.documentCount)
    field(
      .auctionID,
      event.loadTrailing(UInt64.self, wordsOfDocuments, behind: ExecutionReport.self))
  }

  private mutating func writeText(_ report: ExecutionReport, _ options: ReportOptions) {
    let reject = OrderReject(rawValue: report.orderRejectCode)
    if let reject {
      var line = TextLine()
      line.append(reject, of: report)
      field(.text, line.bytes)
    } else if report.isUnknownOrder {
      field(
        .text,
        report.hasMassStatusAnswer != 0
          ? "The firm has no such order open"
          : "ClOrdID(11) and OrderID(37) name no order of the firm")
    } else if report.isCancelOnDisconnect != 0 {
      field(.text, "Cancelled on disconnect")
    }
    guard options.ownTags else { return }
    if report.modeCode != 0 { char(.tradingMode, report.modeCode) }
    if report.hasPrice && report.execInst.contains(.premium) {
      char(.priceBasis, PriceBasis.premium.rawValue)
    }
    if report.ruleVersion > 0 { field(.ruleVersion, UInt64(report.ruleVersion)) }
    if let clause = reject?.rejectClause, clause > 0 { field(.rejectClause, UInt64(clause)) }
    if let mark = report.rateMark {
      field(.monitorCode, mark.code.monitor)
      field(.windowCount, UInt64(mark.windowCount))
    } else if reject == .rateExceeded {
      field(.monitorCode, MonitorCode.rateThrottle.monitor)
    } else if reject == .programNotMarked {
      field(.monitorCode, MonitorCode.mustRegister.monitor)
    }
  }

  /// Side(54) 7, undisclosed: of a message that did not say it.
  private static var undisclosedSide: UInt8 { 0x37 }
}
