import Market
import MarketCore
import Records

/// Deals beside the book.
extension RealVenue {
  mutating func cross(_ terms: CrossTerms, _ session: Int) {
    var body = NewCross()
    body.crossID = clOrdID(terms.cross).text
    body.symbol = symbol(terms.instrument)
    body.price = Price(tenThousandths: terms.price)
    body.buy = side(terms.buy)
    body.sell = side(terms.sell)
    body.settlDate = settlDate(terms.settles)
    send(.newCross, body, session: session, flags: terms.isResent ? .possResend : [])
  }

  /// The first moment of a day of the stream; none for delivery at once.
  func settlDate(_ day: Int?) -> Instant {
    day.map { Instant(nanoseconds: CommandStream.start + Int64($0) * 86_400_000_000_000) } ?? .none
  }

  mutating func scheduleDeals(_ index: Int, isOpen: Bool, _ seconds: Int64) {
    var body = SchedulePhase()
    body.instrument = instrumentID(index)
    body.phaseCode = PhaseCodes.code(of: isOpen ? .open : .closed)
    body.isOfDeals = 1
    body.at = Instant(nanoseconds: driven.now + seconds * 1_000_000_000)
    send(.schedulePhase, body)
  }

  private func side(_ entered: CrossParty) -> CrossSide {
    var side = CrossSide()
    side.clOrdID = clOrdID(entered.name)
    if entered.firm != 0 { side.party = CompID(text("DLR", entered.firm)) }
    side.orderQty = Quantity(thousandths: entered.quantity)
    return side
  }

  mutating func report(_ terms: ReportTerms, _ session: Int) {
    var body = ReportTrade()
    body.reportID = clOrdID(terms.name).text
    body.kindCode = terms.kind.rawValue
    body.symbol = symbol(terms.instrument)
    body.price = Price(tenThousandths: terms.price)
    body.settlDate = settlDate(terms.settles)
    if let about = terms.about {
      if terms.kind == .takesBack { body.reference = clOrdID(about.name).text }
      if terms.kind == .accepts || terms.kind == .declines {
        body.number = UInt64(reportNumbers[about] ?? NaiveVenue.noNumber)
      }
    }
    var own = CrossSide()
    own.orderQty = Quantity(thousandths: terms.quantity)
    var other = own
    own.party = CompID(text("DLR", market.firm(ofSession: session)))
    if terms.order != 0 { own.clOrdID = clOrdID(terms.order) }
    other.party = CompID(text("DLR", terms.contra))
    (body.buy, body.sell) = terms.side == .buy ? (own, other) : (other, own)
    send(.reportTrade, body, session: session, flags: terms.isResent ? .possResend : [])
  }

  /// The venue's numbers of what firms have alleged.
  mutating func noteNumber(_ line: TraceLine) {
    guard line.kindCode == TradeReportKind.alleges.rawValue, line.order != 0 else { return }
    let firm = market.firm(ofSession: line.session)
    reportNumbers[OrderName(firm: firm, name: line.name)] = line.order
  }
}
