import Market
import Memory
import Negotiation
import Records

/// Why a TradeCaptureReport(AE) does nothing, or what it ends in.
private struct ReportFailure: Error {
  let reason: TradeReportReason
  var guardRefusal: DealRefusal?

  init(_ reason: TradeReportReason) { self.reason = reason }

  init(_ refusal: DealRefusal) {
    reason = .orderRule
    guardRefusal = refusal
  }
}

/// Trades that one firm alleges and the other agrees to: both then deal.
extension Venue {
  /// TradeCaptureReport(AE) of a firm.
  mutating func reportTrade(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let report = body(ReportTrade.self, of: command, into: &events) else { return }
    guard reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    guard mayTrade(cause.session) else {
      return rejectUnauthorised(.reportTrade, command, into: &events)
    }
    var answer = TradeReportAnswered(report, of: reference[cause.session].firm)
    do throws(ReportFailure) {
      switch TradeReportKind(rawValue: report.kindCode) {
      case .alleges: try allege(report, &answer, into: &events)
      case .accepts: return try accept(report, command, into: &events)
      case .declines: try decline(report, &answer, into: &events)
      case .takesBack: try takeBack(report, &answer, into: &events)
      case nil: throw ReportFailure(.unknownReport)
      }
    } catch {
      answer.take(error.reason, error.guardRefusal)
    }
    tell(&answer, to: cause.session, into: &events)
  }

  /// A firm alleges a trade. What fails a guard now is refused at once; the others are judged by the answer.
  private mutating func allege(
    _ report: ReportTrade, _ answer: inout TradeReportAnswered, into events: inout RecordBuffer
  ) throws(ReportFailure) {
    let firm = reference[cause.session].firm
    if cause.flags.contains(.possResend),
      let known = allegedTrades.slot(of: report.reportID, by: firm)
    {
      let trade = allegedTrades[known]
      return answer.take(trade, until: time(of: trade.expires, in: trade.instrument))
    }
    var deal = Deal(report.symbol, at: report.price)
    try fill(&deal, from: report)
    let side = try ownSide(of: report)
    let contra = deal[side.opposite].firm
    guard takesReports(contra) else { throw ReportFailure(.unknownFirm) }
    do throws(DealRefusal) {
      try judgeParties(of: deal)
      try judgeTerms(&deal)
    } catch {
      throw ReportFailure(error)
    }
    guard reference[deal.buy.instrument].answerNanos > 0 else {
      throw ReportFailure(DealRefusal(OrderRefusal(.modeNotOffered)))
    }
    var trade = AllegedTrade()
    trade.reportID = report.reportID
    trade.clOrdID = deal[side].clOrdID
    trade.account = deal[side].account
    trade.price = report.price
    trade.quantity = deal[side].orderQty
    trade.settlDate = deal.settlDate
    trade.expires = reading(of: deal.buy.instrument, at: now).adding(
      nanoseconds: reference[deal.buy.instrument].answerNanos)
    trade.firm = firm
    trade.counterparty = contra
    trade.session = cause.session
    trade.instrument = deal.buy.instrument
    trade.side = side
    let slot = try open(trade)
    answer.take(allegedTrades[slot], until: time(of: trade.expires, in: trade.instrument))
    tell(allegedTrades[slot], into: &events)
  }

  /// Whether a firm has a session that is told of what others allege, and may agree to it.
  private func takesReports(_ firm: FirmID) -> Bool {
    let mailbox = reference[firm].mailbox
    return mailbox != .venue && reference[mailbox].role.mayTrade
  }

  private mutating func open(_ trade: AllegedTrade) throws(ReportFailure) -> UInt32 {
    do throws(AllegedTradeRefusal) {
      return try allegedTrades.open(
        trade, waking: waking(trade.expires, in: trade.instrument))
    } catch {
      switch error {
      case .duplicate: throw ReportFailure(.duplicateReportID)
      case .firmHasTooMany, .full: throw ReportFailure(.tooManyOpen)
      }
    }
  }

  /// The other firm agrees: both deal, and the reports of their fills are the answer; or the alleged trade is
  /// over, and both are told which side has failed.
  private mutating func accept(
    _ report: ReportTrade, _ command: RawSpan, into events: inout RecordBuffer
  ) throws(ReportFailure) {
    let slot = try asked(report)
    let alleged = allegedTrades[slot]
    var deal = Deal(report.symbol, at: report.price)
    try fill(&deal, from: report)
    guard try repeats(report, alleged, deal) else { throw ReportFailure(.termsDiffer) }
    deal[alleged.side].clOrdID = alleged.clOrdID
    deal[alleged.side].account = alleged.account
    deal[alleged.side].session = alleged.session
    do throws(OrderRefusal) { _ = try negotiableInstrument(report.symbol) } catch {
      throw ReportFailure(DealRefusal(error))
    }
    allegedTrades.close(slot)
    do throws(ReportFailure) {
      try make(&deal, command, into: &events)
    } catch {
      tellReporter(of: alleged, error.reason, error.guardRefusal, into: &events)
      throw error
    }
  }

  private mutating func make(
    _ deal: inout Deal, _ command: RawSpan, into events: inout RecordBuffer
  ) throws(ReportFailure) {
    do throws(DealRefusal) {
      try dealAsAgreed(&deal, of: command, into: &events)
    } catch {
      throw ReportFailure(error)
    }
  }

  private mutating func decline(
    _ report: ReportTrade, _ answer: inout TradeReportAnswered, into events: inout RecordBuffer
  ) throws(ReportFailure) {
    let slot = try asked(report)
    let alleged = allegedTrades[slot]
    answer.number = alleged.number
    allegedTrades.close(slot)
    tellReporter(of: alleged, .declined, nil, into: &events)
  }

  private mutating func takeBack(
    _ report: ReportTrade, _ answer: inout TradeReportAnswered, into events: inout RecordBuffer
  ) throws(ReportFailure) {
    let firm = reference[cause.session].firm
    guard let slot = allegedTrades.slot(of: report.reference, by: firm) else {
      throw ReportFailure(.unknownReport)
    }
    let alleged = allegedTrades[slot]
    answer.number = alleged.number
    allegedTrades.close(slot)
    tell(alleged, isOver: .takenBack, into: &events)
  }

  /// The open alleged trade that the sender's firm is to answer.
  private func asked(_ report: ReportTrade) throws(ReportFailure) -> UInt32 {
    guard let slot = allegedTrades.slot(of: report.number),
      !isOver(allegedTrades[slot])
    else {
      throw ReportFailure(.unknownReport)
    }
    guard allegedTrades[slot].counterparty == reference[cause.session].firm else {
      throw ReportFailure(.unknownReport)
    }
    return slot
  }

  /// Whether an answer repeats the terms of what it answers.
  private func repeats(
    _ report: ReportTrade, _ alleged: AllegedTrade, _ deal: Deal
  ) throws(ReportFailure) -> Bool {
    try ownSide(of: report) == alleged.side.opposite
      && deal[alleged.side].firm == alleged.firm && report.price == alleged.price
      && deal.buy.orderQty == alleged.quantity && deal.sell.orderQty == alleged.quantity
      && reference.instrument(report.symbol) == alleged.instrument
      && deal.settlDate == alleged.settlDate
  }

  /// The side of the sender's firm.
  private func ownSide(of report: ReportTrade) throws(ReportFailure) -> Side {
    let code = reference[reference[cause.session].firm].code
    if report.buy.party == code { return .buy }
    if report.sell.party == code { return .sell }
    throw ReportFailure(.notAddressed)
  }

  /// Both sides as a report has them; their ClOrdID(11) is its TradeReportID(571) where it says none.
  private func fill(_ deal: inout Deal, from report: ReportTrade) throws(ReportFailure) {
    let side = try ownSide(of: report)
    guard let contra = reference.firm(side == .buy ? report.sell.party : report.buy.party) else {
      throw ReportFailure(.unknownFirm)
    }
    deal.settlDate = report.settlDate
    deal.buy.orderQty = report.buy.orderQty
    deal.sell.orderQty = report.sell.orderQty
    let own = side == .buy ? report.buy : report.sell
    deal[side].firm = reference[cause.session].firm
    deal[side].session = cause.session
    deal[side].account = own.account
    deal[side].clOrdID = own.clOrdID.text.isEmpty ? ClOrdID(report.reportID) : own.clOrdID
    deal[side.opposite].firm = contra
  }
}
