import Market
import Records
import Testing

/// Every command that the operator gives, about what there is not, from a session, and twice: none of these does
/// anything. A new command type is one of the operator's or not, and says so here.
@Suite struct OperatorCommandsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let type: CommandType
    /// What is refused of the operator, about what there is not.
    let unknown: String
    /// What is refused of a dealer's session.
    let byDealer: String
    let apply: @Sendable (TestVenue, SessionID) -> [String]

    init<Body: BitwiseCopyable & Sendable>(
      _ type: CommandType, _ body: Body, unknown: String, byDealer: String
    ) {
      self.type = type
      self.unknown = unknown
      self.byDealer = byDealer
      apply = { venue, session in venue.apply(type, body, session: session) }
    }
    var testDescription: String { "\(type)" }
  }

  private static func make<Body>(_ body: Body, _ change: (inout Body) -> Void) -> Body {
    var body = body
    change(&body)
    return body
  }

  private static let notOperators = "refused unknownSession detail=1 to=D1"

  static let rows: [Row] = [
    Row(
      .setKillSwitch,
      make(SetKillSwitch()) {
        $0.scopeCode = KillScope.firm.rawValue
        $0.number = 9
        $0.isOn = 1
      }, unknown: "refused unknownFirm detail=9 to=venue", byDealer: notOperators),
    Row(
      .controlMarket,
      make(ControlMarket()) {
        $0.actionCode = MarketAction.halt.rawValue
        $0.scopeCode = MarketScope.instrument.rawValue
        $0.situationCode = AbnormalSituation.systemFailure.rawValue
        $0.subject = text16("NONE")
      }, unknown: "refused unknownInstrument detail=0 to=venue", byDealer: notOperators),
    Row(
      .decideApproval,
      make(DecideApproval()) {
        $0.number = 9
        $0.decisionCode = ApprovalState.approved.rawValue
      }, unknown: "refused unknownApproval detail=0 to=venue", byDealer: notOperators),
    Row(
      .defineApprovals, make(DefineApprovals()) { $0.kinds = 1 << 63 },
      unknown: "refused invalidValue detail=-9223372036854775808 to=venue", byDealer: notOperators),
    Row(
      .controlTrade,
      make(ControlTrade()) {
        $0.tradeID = TradeID(rawValue: 9)
        $0.actionCode = TradeControl.bust.rawValue
      }, unknown: "refused unknownTrade detail=0 to=venue", byDealer: notOperators),
    Row(
      .useReserve,
      make(UseReserve()) {
        $0.tradeID = TradeID(rawValue: 9)
        $0.amount = Amount(fen: 1)
      }, unknown: "refused unknownTrade detail=0 to=venue", byDealer: notOperators),
    Row(
      .changeParameter, make(ChangeParameter()) { $0.symbol = Symbol(text16("NONE")) },
      unknown: "refused unknownInstrument detail=0 to=venue", byDealer: notOperators),
    Row(
      .withdrawChange, make(WithdrawChange()) { $0.number = 9 },
      unknown: "refused unknownChange detail=9 to=venue", byDealer: notOperators),
    Row(
      .controlAuction,
      make(ControlAuction()) {
        $0.auction = 9
        $0.actionCode = AuctionControl.announce.rawValue
      }, unknown: "unknownAuction", byDealer: notOperators),
    Row(
      .publishNews,
      make(PublishNews()) {
        $0.kindCode = NewsKind.announcement.rawValue
        $0.firm = CompID(text16("NONE"))
      }, unknown: "refused", byDealer: notOperators),
    Row(.clearNet, ClearNet(), unknown: "refused invalidValue", byDealer: notOperators),
    Row(
      .reportRecon, ReportRecon(), unknown: "refused invalidValue", byDealer: notOperators),
    Row(
      .setFixing,
      make(SetFixing()) {
        $0.currency = 0x44_5355
        $0.tenMillionths = 1
      }, unknown: "refused unknownCurrency", byDealer: "notice-refused notAddressed"),
    Row(
      .gradeWarehouse,
      make(GradeWarehouse()) {
        $0.code = CompID(text16("NONE"))
        $0.grade = 0x41
      }, unknown: "refused unknownWarehouse", byDealer: "notice-refused notAddressed"),
    Row(
      .answerInstruction,
      make(AnswerInstruction()) {
        $0.tradeID = TradeID(rawValue: 9)
        $0.resultCode = InstructionResult.done.rawValue
      }, unknown: "notice-refused unknownTrade", byDealer: "notice-refused unknownTrade"),
    Row(
      .requestTitle,
      make(RequestTitle()) {
        $0.document = TitleDocID(text32("NONE"))
        $0.actionCode = TitleAction.freeze.rawValue
      }, unknown: "notice-refused", byDealer: "notice-refused"),
    Row(
      .applyAuction, make(ApplyAuction()) { $0.symbol = Symbol(text16("NONE")) },
      unknown: "unknownFirm", byDealer: "rule=unknownSymbol"),
  ]

  /// Whether the operator gives commands of a type, through its control ring or in the place of others.
  private static func isOperators(_ type: CommandType) -> Bool {
    switch type {
    case .setKillSwitch, .controlMarket, .decideApproval, .defineApprovals, .controlTrade,
      .useReserve, .changeParameter, .withdrawChange, .controlAuction, .publishNews, .clearNet,
      .reportRecon, .setFixing, .gradeWarehouse, .answerInstruction, .requestTitle,
      .applyAuction:
      true
    // What is done to a session has its own table, Venue+SessionControlTests: the head names the session.
    case .controlSession: false
    case .logOpened, .batch, .processRestarted, .timeGap, .resumed, .tick, .termOpened,
      .sessionLogon,
      .sessionEnded, .inboundSeen, .numbersReserved, .epochOpened, .scheduleSession,
      .credentialChanged, .credentialRefused, .newOrder, .cancelOrder, .replaceOrder, .orderStatus,
      .refusedMessage, .massCancel, .massStatus, .userRequest, .defineFirm, .defineSession,
      .defineInstrument, .defineWarehouse, .admitDocument, .creditFunds, .setPhase, .schedulePhase,
      .affirmTrade, .reportWeight, .disputeTrade, .defineCurrency, .assignCollateral,
      .inquireCollateral, .newCross, .reportTrade, .depositAuction, .defineCounterparties,
      .defineMonitors, .requestQuote, .answerQuote, .marketDataRequest, .statusRequest,
      .requestTerms,
      .requestPositions,
      .defineEntitlement, .registerProgram, .requestTrades,
      .endTradesAnswer:
      false
    }
  }

  private static func market() -> ScenarioMarket {
    let market = ScenarioMarket()
    _ = market.standardMarket()
    return market
  }

  @Test("every command of the operator stands in the table")
  func complete() {
    let listed = Set(Self.rows.map(\.type))
    #expect(listed == Set(CommandType.allCases.filter(Self.isOperators)))
  }

  @Test("about what there is not it is refused, the second time as the first", arguments: rows)
  func unknown(_ row: Row) {
    let market = Self.market()
    for _ in 1...2 {
      let lines = row.apply(market.tester, .venue)
      #expect(lines.count == 1 && lines[0].contains(row.unknown), "\(lines)")
    }
  }

  @Test("from a dealer's session it is refused, the second time as the first", arguments: rows)
  func wrongRole(_ row: Row) {
    let market = Self.market()
    for _ in 1...2 {
      let lines = row.apply(market.tester, SessionID(rawValue: 1))
      #expect(lines.count == 1 && lines[0].contains(row.byDealer), "\(lines)")
    }
  }
}
