import Market
import Records
import Testing

/// The bodies are written to disk as they stand in memory, so their size is their layout's contract:
/// a body with a hole would store what lay there before.
@Suite struct LayoutTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let size: Int
    let fields: Int
    let expected: Int
    init<Body: BitwiseCopyable>(_ body: Body, _ expected: Int) {
      name = "\(Body.self)"
      size = MemoryLayout<Body>.size
      fields = Mirror(reflecting: body).children.map { byteCount(of: $0.value) }.reduce(0, +)
      self.expected = expected
    }
    var testDescription: String { name }
  }

  static let rows: [Row] = [
    Row(RecordHead(), 64), Row(NewOrder(), 168), Row(CancelOrder(), 128),
    Row(ReplaceOrder(), 232), Row(OrderStatusRequest(), 128), Row(RefusedMessage(), 128),
    Row(MassCancel(), 96), Row(MassStatusRequest(), 96), Row(MassStatusAnswer(), 40),
    Row(SessionLogon(), 64), Row(SessionEnded(), 16), Row(InboundSeen(), 16),
    Row(NumbersReserved(), 16), Row(EpochOpened(), 16), Row(LogOpened(), 32),
    Row(ProcessRestarted(), 16), Row(TimeGap(), 16), Row(Resumed(), 16),
    Row(TermOpened(), 32),
    Row(BatchHeader(), 40), Row(DefineFirm(), 56), Row(DefineSession(), 88),
    Row(DefineInstrument(), 200), Row(DefineWarehouse(), 32), Row(AdmitDocument(), 184),
    Row(CreditFunds(), 32), Row(SetPhase(), 16), Row(SchedulePhase(), 16),
    Row(SetKillSwitch(), 32), Row(ControlSession(), 32), Row(SessionControlled(), 32),
    Row(ScheduleSession(), 32), Row(SessionScheduled(), 32),
    Row(UserRequest(), 80), Row(UserResponse(), 80), Row(CredentialChanged(), 16),
    Row(CredentialRefused(), 16),
    Row(ExecutionReport(), 256), Row(OrderCancelReject(), 128),
    Row(BusinessMessageReject(), 64), Row(MassCancelReport(), 96),
    Row(KillSwitchChanged(), 32), Row(SessionAccepted(), 64),
    Row(TradeMatched(), 184), Row(PhaseChanged(), 32), Row(CommandRefused(), 32),
    Row(BookChanged(), 64), Row(AffirmTrade(), 64), Row(AnswerInstruction(), 72),
    Row(ReportWeight(), 96), Row(DisputeTrade(), 64), Row(ControlTrade(), 32),
    Row(TradeChanged(), 192), Row(SettlementInstructed(), 208), Row(TransferInstructed(), 72),
    Row(DeliveryNotified(), 112), Row(RequestPositions(), 96), Row(PositionsAcknowledged(), 112),
    Row(PositionReported(), 168), Row(ReconFinding(), 176), Row(ReportRecon(), 192),
    Row(ReconReported(), 192),
    Row(ConfirmationRequested(), 168), Row(NoticeRefused(), 80), Row(TitleChanged(), 272),
    Row(FundsMoved(), 56), Row(RequestTitle(), 320), Row(RequestedPart(), 112),
    Row(TitleConsented(), 104), Row(GradeWarehouse(), 64), Row(WarehouseGraded(), 72),
    Row(DefineCurrency(), 16), Row(SetFixing(), 64), Row(CollateralTold(), 184),
    Row(FixingChanged(), 56), Row(AssignCollateral(), 64), Row(CollateralAnswered(), 112),
    Row(InquireCollateral(), 64), Row(CollateralInquired(), 64), Row(CollateralListed(), 216),
    Row(ClearNet(), 32), Row(NetPublished(), 56), Row(NetRunChanged(), 40),
    Row(NewCross(), 240), Row(CrossSide(), 80), Row(UseReserve(), 32), Row(ReportTrade(), 280),
    Row(DefineMonitors(), 48), Row(RegisterProgram(), 48), Row(ProgramRegistered(), 64),
    Row(DefineCounterparties(), 16), Row(TradeAlleged(), 96),
    Row(TradeReportAnswered(), 104),
    Row(ApplyAuction(), 160),
    Row(DepositAuction(), 64), Row(ControlAuction(), 48), Row(AuctionAnswered(), 120),
    Row(AuctionAnnounced(), 144), Row(AuctionChanged(), 112),
    Row(ControlMarket(), 40), Row(MarketControlled(), 96),
    Row(DefineApprovals(), 24), Row(DecideApproval(), 32), Row(ApprovalChanged(), 104),
    Row(TradedDocument(), 24), Row(MarketDataRequest(), 64), Row(MarketDataAnswered(), 88),
    Row(RequestTerms(), 64), Row(TermsTold(), 304), Row(PublishedChange(), 40),
    Row(StatusRequest(), 64), Row(StatusAnswered(), 72), Row(DealHoursChanged(), 56),
    Row(MarketStatusChanged(), 8),
    Row(RequestTrades(), 160), Row(TradesRequested(), 176), Row(EndTradesAnswer(), 16),
    Row(Audience(), 16), Row(PublishNews(), 104), Row(NewsPublished(), 96),
    Row(RateReported(), 64),
    Row(DefineEntitlement(), 144), Row(EntitlementChanged(), 152),
    Row(RequestQuote(), 88), Row(AnswerQuote(), 192), Row(QuoteRequested(), 72),
    Row(QuoteOffered(), 120), Row(QuoteAnswered(), 128),
    Row(ChangeParameter(), 80), Row(WithdrawChange(), 32), Row(ParameterChanged(), 160),
  ]

  @Test("the size of each body", arguments: rows)
  func size(_ row: Row) { #expect(row.size == row.expected) }

  @Test("a change of a book has the places that Specs/RECORDS.md tells, behind a head of 64 bytes")
  func bookChanged() {
    typealias Body = BookChanged
    let places: [Int?] = [
      MemoryLayout<Body>.offset(of: \.mdSeq), MemoryLayout<Body>.offset(of: \.orderID),
      MemoryLayout<Body>.offset(of: \.symbol), MemoryLayout<Body>.offset(of: \.price),
      MemoryLayout<Body>.offset(of: \.instrument), MemoryLayout<Body>.offset(of: \.tick),
      MemoryLayout<Body>.offset(of: \.lots), MemoryLayout<Body>.offset(of: \.levelLots),
      MemoryLayout<Body>.offset(of: \.levelOrders), MemoryLayout<Body>.offset(of: \.sideCode),
      MemoryLayout<Body>.offset(of: \.actionCode), MemoryLayout<Body>.offset(of: \.losesPlace),
      MemoryLayout<Body>.offset(of: \.isAllOrNone),
    ]
    #expect(places == [0, 8, 16, 32, 40, 44, 48, 52, 56, 60, 61, 62, 63])
  }

  @Test("a Logon has the places that Specs/RECORDS.md tells, behind a head of 64 bytes")
  func sessionLogon() {
    typealias Body = SessionLogon
    let places: [Int?] = [
      MemoryLayout<Body>.offset(of: \.heartBtInt), MemoryLayout<Body>.offset(of: \.connection),
      MemoryLayout<Body>.offset(of: \.addressHigh), MemoryLayout<Body>.offset(of: \.port),
      MemoryLayout<Body>.offset(of: \.resetSeqNumFlag),
      MemoryLayout<Body>.offset(of: \.cancelOnDisconnectType),
      MemoryLayout<Body>.offset(of: \.cancelOnDisconnectGrace),
      MemoryLayout<Body>.offset(of: \.nextExpectedMsgSeqNum),
      MemoryLayout<Body>.offset(of: \.cancelsGoodTill),
    ]
    #expect(places == [0, 4, 8, 24, 26, 27, 28, 32, 40])
  }

  @Test("no body has a hole", arguments: rows)
  func holes(_ row: Row) { #expect(row.fields == row.size) }
}

private func byteCount(of value: Any) -> Int {
  func size<Value>(_ value: Value) -> Int { MemoryLayout<Value>.size }
  return _openExistential(value, do: size)
}
