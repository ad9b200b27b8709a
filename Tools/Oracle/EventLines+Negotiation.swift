import Market
import Records

/// What is told of deals beside the book, as lines.
extension EventLines {
  /// What is told of deals and auctions; nil where it is of neither.
  mutating func besideBook(_ head: RecordHead, _ record: RawSpan) -> TraceLine? {
    switch EventType(rawValue: head.typeCode) {
    case .tradeAlleged: line(record.loadBody(TradeAlleged.self), to: head.session)
    case .tradeReportAnswered: line(record.loadBody(TradeReportAnswered.self), to: head.session)
    case .quoteRequested: line(record.loadBody(QuoteRequested.self), to: head.session)
    case .quoteOffered: line(record.loadBody(QuoteOffered.self), to: head.session)
    case .quoteAnswered: line(record.loadBody(QuoteAnswered.self), to: head.session)
    case .auctionAnswered: line(record.loadBody(AuctionAnswered.self), to: head.session)
    case .auctionAnnounced: line(record.loadBody(AuctionAnnounced.self))
    case .auctionChanged: line(record.loadBody(AuctionChanged.self))
    case .dealHoursChanged: line(record.loadBody(DealHoursChanged.self))
    default: nil
    }
  }

  private func line(_ body: DealHoursChanged) -> TraceLine {
    var line = TraceLine(.deals)
    line.order = Int(body.instrument.rawValue) - 1
    line.name = Int(body.areOpen)
    return line
  }

  mutating func line(_ body: TradeAlleged, to session: SessionID) -> TraceLine {
    count(body.execID)
    var line = TraceLine(.alleged)
    line.order = Int(body.number)
    line.session = Int(session.rawValue)
    line.last = Int(body.quantity.thousandths / 1_000)
    line.lastPx = body.price.tenThousandths
    line.liquidity = body.sideCode
    line.deadline = body.deadline.nanoseconds
    line.reason = reportReasons[body.reasonCode]
    return line
  }

  mutating func line(_ body: TradeReportAnswered, to session: SessionID) -> TraceLine {
    count(body.execID)
    var line = TraceLine(.reportAnswered)
    line.name = name(of: ClOrdID(body.reportID))
    note(body, to: session, reportReasons, in: &line)
    return line
  }

  func line(_ body: QuoteRequested, to session: SessionID) -> TraceLine {
    var line = TraceLine(.quoteRequested)
    line.order = Int(body.number)
    line.session = Int(session.rawValue)
    line.leaves = Int(body.quantity.thousandths / 1_000)
    line.liquidity = body.sideCode
    line.deadline = body.deadline.nanoseconds
    return line
  }

  func line(_ body: QuoteOffered, to session: SessionID) -> TraceLine {
    var line = TraceLine(.quoteOffered)
    line.order = Int(body.number)
    line.origName = name(of: ClOrdID(body.reqID))
    line.session = Int(session.rawValue)
    line.last = Int(body.requestNumber)
    line.leaves = Int(body.quantity.thousandths / 1_000)
    line.cum = Int(body.rounds)
    line.lastPx = body.price.tenThousandths
    line.liquidity = body.sideCode
    line.deadline = body.deadline.nanoseconds
    return line
  }

  func line(_ body: QuoteAnswered, to session: SessionID) -> TraceLine {
    var line = TraceLine(.quoteAnswered)
    line.name = name(of: ClOrdID(body.answerID))
    line.origName = name(of: ClOrdID(body.reqID))
    line.last = Int(body.requestNumber)
    note(body, to: session, quoteReasons, in: &line)
    return line
  }

  private func note(
    _ answer: some DealAnswer, to session: SessionID, _ reasons: Codes, in line: inout TraceLine
  ) {
    line.order = Int(answer.number)
    line.session = Int(session.rawValue)
    line.kindCode = answer.kindCode
    line.liquidity = answer.sideCode
    line.deadline = answer.deadline == .none ? 0 : answer.deadline.nanoseconds
    line.reason =
      answer.orderRejectCode == 0
      ? reasons[answer.reasonCode] : orderReasons[answer.orderRejectCode]
  }
}

/// What a firm is answered about a deal beside the book.
private protocol DealAnswer {
  var number: UInt64 { get }
  var kindCode: UInt8 { get }
  var sideCode: UInt8 { get }
  var deadline: Instant { get }
  var reasonCode: UInt16 { get }
  var orderRejectCode: UInt16 { get }
}

extension TradeReportAnswered: DealAnswer {}
extension QuoteAnswered: DealAnswer {}
