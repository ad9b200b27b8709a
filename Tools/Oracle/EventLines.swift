import Market
import Records

/// Reads the venue's events as lines.
struct EventLines: EventReading {
  private(set) var lines: [TraceLine] = []
  /// The changes of books among the events; they are no lines.
  private(set) var changes: [BookChanged] = []
  private var lastExecID: UInt64 = 0
  let auctionRefusals = Codes(AuctionRefusal.init(rawValue:))
  let auctionReasons = Codes(AuctionReason.init(rawValue:))
  let quoteReasons = Codes(QuoteReason.init(rawValue:))
  let orderReasons = Codes(OrderReject.init(rawValue:))
  private let cancelReasons = Codes(CancelReject.init(rawValue:))
  private let massCancelReasons = Codes(MassCancelReject.init(rawValue:))
  private let messageReasons = Codes(Refusal.init(rawValue:))
  let reportReasons = Codes(TradeReportReason.init(rawValue:))
  private let commandReasons = Codes(CommandRefusal.init(rawValue:))

  mutating func read(_ events: RawSpan) {
    lines.removeAll(keepingCapacity: true)
    changes.removeAll(keepingCapacity: true)
    var offset = 0
    while offset < events.byteCount {
      let head = events.loadHead(at: offset)
      append(head, events.extracting(offset..<offset + Int(head.length)))
      offset += Int(head.length)
    }
  }

  private mutating func append(_ head: RecordHead, _ record: RawSpan) {
    switch EventType(rawValue: head.typeCode) {
    case .executionReport:
      lines.append(line(record.loadBody(ExecutionReport.self), record, to: head.session))
    case .orderCancelReject:
      lines.append(line(record.loadBody(OrderCancelReject.self), to: head.session))
    case .tradeMatched: lines.append(line(record.loadBody(TradeMatched.self)))
    case .phaseChanged:
      let body = record.loadBody(PhaseChanged.self)
      var line = TraceLine(.phase)
      line.order = Int(body.instrument.rawValue) - 1
      line.entered = PhaseCodes.phase(of: body.phaseCode)
      line.cause = PhaseCause(rawValue: body.cause) ?? .none
      lines.append(line)
    case .commandRefused:
      var line = TraceLine(.refused)
      line.reason = commandReasons[record.loadBody(CommandRefused.self).reasonCode]
      lines.append(line)
    case .massCancelReport:
      let body = record.loadBody(MassCancelReport.self)
      var line = TraceLine(.massCancel)
      line.name = name(of: body.clOrdID)
      line.session = Int(head.session.rawValue)
      line.last = Int(body.totalAffectedOrders)
      line.reason = massCancelReasons[body.massCancelRejectCode]
      lines.append(line)
    case .killSwitchChanged: append(record.loadBody(KillSwitchChanged.self))
    case .businessMessageReject:
      lines.append(line(record.loadBody(BusinessMessageReject.self), to: head.session))
    case .sessionAccepted: append(.sessionAccepted, of: head.session)
    case .sessionEnded: append(.sessionEnded, of: head.session)
    case .titleChanged: countTold(record.loadBody(TitleChanged.self).execID)
    case .titleConsented: countTold(record.loadBody(TitleConsented.self).execID)
    case .settlementInstructed, .transferInstructed, .fundsMoved, .tradeChanged,
      .confirmationRequested, .deliveryNotified, .collateralRequested,
      .collateralReported, .fixingChanged, .collateralAnswered, .netPublished, .netRunChanged:
      break
    case .bookChanged: changes.append(record.loadBody(BookChanged.self))
    default: lines.append(besideBook(head, record) ?? TraceLine(.other))
    }
  }

  private mutating func append(_ body: KillSwitchChanged) {
    var line = TraceLine(.killSwitch)
    line.order = Int(body.number)
    line.name = Int(body.isOn)
    line.last = Int(body.totalAffectedOrders)
    lines.append(line)
  }

  private mutating func append(_ kind: TraceLine.Kind, of session: SessionID) {
    var line = TraceLine(kind)
    line.session = Int(session.rawValue)
    lines.append(line)
  }

  private mutating func line(
    _ body: ExecutionReport, _ record: RawSpan, to session: SessionID
  ) -> TraceLine {
    count(body.execID)
    var line = TraceLine(kind(of: body.execTypeCode))
    line.order = Int(body.orderID.rawValue)
    line.name = name(of: body.clOrdID)
    line.origName = name(of: body.origClOrdID)
    line.session = Int(session.rawValue)
    line.status = OrdStatus(rawValue: body.ordStatusCode) ?? .rejected
    line.leaves = Int(body.leavesQty.thousandths / 1_000)
    line.cum = Int(body.cumQty.thousandths / 1_000)
    line.last = Int(body.lastQty.thousandths / 1_000)
    line.price = body.price.tenThousandths
    line.lastPx = body.lastPx.tenThousandths
    line.avgPx = body.avgPx.tenThousandths
    line.liquidity = body.lastLiquidityIndCode
    line.restatement = Int(body.restatementReasonPlus1) - 1
    if line.kind == .status, body.hasMassStatusAnswer == 1 {
      let answer = record.loadTrailing(MassStatusAnswer.self, behind: ExecutionReport.self)
      line.origName = name(of: ClOrdID(answer.massStatusReqID))
      line.last = Int(answer.totNumReports)
      line.liquidity = answer.isLast
    }
    if line.kind == .canceled {
      let reason = orderReasons[body.orderRejectCode]
      if reason.isOfInterval { line.reason = reason }
    }
    if line.kind == .rejected {
      line.reason = orderReasons[body.orderRejectCode]
      // A market-to-limit order that is refused may have looked for its price or not.
      if OrdType(rawValue: body.ordTypeCode) == .marketToLimit { line.price = 0 }
    }
    return line
  }

  private mutating func line(_ body: OrderCancelReject, to session: SessionID) -> TraceLine {
    count(body.execID)
    var line = TraceLine(.cancelReject)
    line.order = Int(body.orderID.rawValue)
    line.name = name(of: body.clOrdID)
    line.origName = name(of: body.origClOrdID)
    line.session = Int(session.rawValue)
    line.status = OrdStatus(rawValue: body.ordStatusCode) ?? .rejected
    line.reason =
      body.orderRejectCode == 0
      ? cancelReasons[body.cancelRejectCode] : orderReasons[body.orderRejectCode]
    return line
  }

  private mutating func line(_ body: BusinessMessageReject, to session: SessionID) -> TraceLine {
    count(body.execID)
    var line = TraceLine(.businessReject)
    line.session = Int(session.rawValue)
    line.reason = messageReasons[body.refusalCode]
    return line
  }

  private func line(_ body: TradeMatched) -> TraceLine {
    var line = TraceLine(.trade)
    line.order = Int(body.buyOrderID.rawValue)
    line.name = Int(body.sellOrderID.rawValue)
    line.last = Int(body.lastQty.thousandths / 1_000)
    line.lastPx = body.lastPx.tenThousandths
    line.liquidity = body.aggressorSideCode
    line.deadline = body.settlDate.nanoseconds
    return line
  }

  mutating func count(_ execID: ExecID) {
    precondition(execID.rawValue == lastExecID + 1, "ExecID(17) goes up by one")
    lastExecID += 1
  }

  /// The same where a session is told, and not by the venue's own record.
  private mutating func countTold(_ execID: ExecID) {
    if execID != .none { count(execID) }
  }

  private func kind(of code: UInt8) -> TraceLine.Kind {
    switch ExecType(rawValue: code) {
    case .new: .new
    case .canceled: .canceled
    case .replaced: .replaced
    case .rejected: .rejected
    case .expired: .expired
    case .restated: .restated
    case .trade: .fill
    case .orderStatus: .status
    case .tradeCancel, nil: .other
    }
  }
}

extension Reason {
  /// The one reason of a cancel that lines tell; others are told by ExecRestatementReason(378) alone.
  fileprivate var isOfInterval: Bool { self == .minimumInterval || self == .minimumIntervalDays }
}

/// Reasons by the codes of one of the venue's tables, matched by name.
struct Codes {
  private let reasons: [Reason]

  init<Code>(_ code: (UInt16) -> Code?) {
    reasons = (UInt16(0)...255).map { number in
      guard let code = code(number) else { return .none }
      return Reason(rawValue: "\(code)") ?? .other
    }
  }

  subscript(code: UInt16) -> Reason { reasons[Int(code)] }
}

/// The venue's codes of the phases, matched by name.
enum PhaseCodes {
  private static let phases: [Phase?] = (0...31).map { code in
    TradingPhase(rawValue: code).flatMap { Phase(rawValue: "\($0)") }
  }

  static func phase(of code: UInt8) -> Phase? { phases[Int(code)] }

  /// The code of a phase; zero where the venue does not have it.
  static func code(of phase: Phase) -> UInt8 {
    UInt8(phases.firstIndex(of: phase) ?? 0)
  }
}
