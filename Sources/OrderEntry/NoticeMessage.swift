import FIX44
import FIXWire
import Market

/// What parties and institutions say about trades, title documents and money, and what they ask beside
/// orders.
enum NoticeMessage: CaseIterable {
  /// Clearing answers for the funds leg: TradeCaptureReportAck(AR).
  case fundsAnswer
  /// The registry answers for the title leg: TitleReport(UT).
  case titleAnswer
  /// A warehouse reports an outturn weight: TitleReport(UT).
  case outturnWeight
  /// A party affirms a trade, or rejects it: ConfirmationAck(AU).
  case affirmation
  /// A party objects to what was delivered to it: TradeDispute(UD).
  case objection
  /// A change of a title document is asked for, or agreed to: TitleReport(UT) without TrdMatchID(880).
  case titleRequest
  /// What a firm has is asked for: RequestForPositions(AN).
  case positions
  /// Money comes, moves or is to leave: CollateralAssignment(AY) of a dealer or its bank.
  case collateral
  /// Clearing says what a currency is worth: MarketDataSnapshotFullRefresh(W).
  case fixing
  /// What secures a firm's trades is asked for: CollateralInquiry(BB).
  case inquiry
  /// A firm applies for an auction of one lot: SecurityDefinitionRequest(c).
  case auctionApplication
  /// A bidder's deposit for a lot: CollateralAssignment(AY) with AuctionID(7762).
  case auctionDeposit
  /// Market data is asked for, subscribed to, or not wanted any more: MarketDataRequest(V).
  case marketData
  /// The phase of an instrument is asked for: SecurityStatusRequest(e).
  case status
  /// That of the market: TradingSessionStatusRequest(g).
  case marketStatus
  /// The terms of instruments are asked for: SecurityListRequest(x), SecurityDefinitionRequest(c).
  case terms, definition
  /// Past trades are asked for: TradeCaptureReportRequest(AD).
  case trades
  /// The registry gives a warehouse its grade: TitleReport(UT) with WarehouseGrade(7713).
  case grade
  /// A firm registers a programme, or ends a registration: ProgramRegistration(UP).
  case program

  /// What a message of this type, with these fields, is from a session in this role; nil where the role may not
  /// send it.
  init?(
    _ msgType: MsgType, from role: SessionRole, _ index: borrowing FieldIndex, _ message: RawSpan
  ) {
    let namesTrade = index.first(.trdMatchID) != nil
    switch (msgType, role) {
    case (.titleReport, _) where !namesTrade && index.first(.warehouseGrade) != nil:
      if role != .registry { return nil }
      self = .grade
    case (.tradeCaptureReportAck, .clearing): self = .fundsAnswer
    case (.titleReport, .registry) where namesTrade: self = .titleAnswer
    case (.titleReport, .warehouse) where namesTrade: self = .outturnWeight
    case (.titleReport, .registry), (.titleReport, .warehouse), (.titleReport, .bank):
      if namesTrade { return nil }
      self = .titleRequest
    case (.titleReport, _) where role.mayTrade && !namesTrade: self = .titleRequest
    case (.confirmationAck, _) where role.mayTrade: self = .affirmation
    case (.tradeDispute, _) where role.mayTrade: self = .objection
    case (.programRegistration, _) where role.mayTrade: self = .program
    case (.requestForPositions, _)
    where role.mayTrade || role == .clearing || role == .registry:
      self = .positions
    case (.securityListRequest, _) where role.asksStatus: self = .terms
    case (.securityDefinitionRequest, _) where role.asksStatus && !index.appliesForAuction(message):
      self = .definition
    case (.securityDefinitionRequest, _) where role.mayTrade: self = .auctionApplication
    case (.collateralAssignment, _) where index.first(.auctionID) != nil:
      if !role.mayTrade { return nil }
      self = .auctionDeposit
    case (.collateralAssignment, .bank): self = .collateral
    case (.marketDataSnapshotFullRefresh, .clearing): self = .fixing
    case (.collateralInquiry, _)
    where role.mayTrade || role == .clearing || role == .supervisor:
      self = .inquiry
    case (.collateralAssignment, _) where role.mayTrade: self = .collateral
    case (.marketDataRequest, _) where role.takesMarketData: self = .marketData
    case (.securityStatusRequest, _) where role.asksStatus: self = .status
    case (.tradingSessionStatusRequest, _) where role.asksStatus: self = .marketStatus
    case (.tradeCaptureReportRequest, _) where role.seesTrades: self = .trades
    default: return nil
    }
  }

  /// What has become a command of this type, sent in this role; nil where it came from no message.
  init?(commandType: UInt16, roleCode: UInt8) {
    let role = SessionRole(rawValue: roleCode)
    switch CommandType(rawValue: commandType) {
    case .affirmTrade: self = .affirmation
    case .answerInstruction: self = role == .registry ? .titleAnswer : .fundsAnswer
    case .reportWeight: self = .outturnWeight
    case .disputeTrade: self = .objection
    case .requestTitle: self = .titleRequest
    case .requestPositions: self = .positions
    case .assignCollateral: self = .collateral
    case .setFixing: self = .fixing
    case .gradeWarehouse: self = .grade
    case .inquireCollateral: self = .inquiry
    case .applyAuction: self = .auctionApplication
    case .depositAuction: self = .auctionDeposit
    case .marketDataRequest: self = .marketData
    case .registerProgram: self = .program
    case .statusRequest: self = .status
    case .requestTerms: self = .terms
    case .requestTrades: self = .trades
    default: return nil
    }
  }

  /// Whether messages of this type are such, whoever sends them.
  static func knows(_ msgType: MsgType) -> Bool {
    switch msgType {
    case .tradeCaptureReportAck, .titleReport, .confirmationAck, .tradeDispute,
      .requestForPositions, .collateralAssignment, .marketDataSnapshotFullRefresh,
      .collateralInquiry, .securityDefinitionRequest, .marketDataRequest,
      .programRegistration, .securityStatusRequest, .tradingSessionStatusRequest,
      .tradeCaptureReportRequest, .securityListRequest:
      true
    default: false
    }
  }

  /// The command that it becomes.
  var commandType: CommandType {
    switch self {
    case .fundsAnswer, .titleAnswer: .answerInstruction
    case .outturnWeight: .reportWeight
    case .affirmation: .affirmTrade
    case .objection: .disputeTrade
    case .titleRequest: .requestTitle
    case .positions: .requestPositions
    case .collateral: .assignCollateral
    case .fixing: .setFixing
    case .grade: .gradeWarehouse
    case .inquiry: .inquireCollateral
    case .program: .registerProgram
    case .marketData: .marketDataRequest
    case .status, .marketStatus: .statusRequest
    case .terms, .definition: .requestTerms
    case .trades: .requestTrades
    case .auctionApplication: .applyAuction
    case .auctionDeposit: .depositAuction
    }
  }

  var msgType: MsgType {
    switch self {
    case .fundsAnswer: .tradeCaptureReportAck
    case .titleAnswer, .outturnWeight, .titleRequest, .grade: .titleReport
    case .affirmation: .confirmationAck
    case .objection: .tradeDispute
    case .positions: .requestForPositions
    case .collateral: .collateralAssignment
    case .fixing: .marketDataSnapshotFullRefresh
    case .inquiry: .collateralInquiry
    case .program: .programRegistration
    case .marketData: .marketDataRequest
    case .status: .securityStatusRequest
    case .marketStatus: .tradingSessionStatusRequest
    case .trades: .tradeCaptureReportRequest
    case .terms: .securityListRequest
    case .auctionApplication, .definition: .securityDefinitionRequest
    case .auctionDeposit: .collateralAssignment
    }
  }
}
