import Market

/// Which body each type of record of settlement has.
extension BodyReader {
  @_lifetime(self: copy self)
  mutating func readSettlement(_ type: CommandType) {
    switch type {
    case .affirmTrade: if let body = body(AffirmTrade.self) { fields.add(body) }
    case .answerInstruction:
      guard let body = body(AnswerInstruction.self) else { return }
      fields.add(body)
      partsAndText(body.partCount, behind: AnswerInstruction.self)
    case .reportWeight: if let body = body(ReportWeight.self) { fields.add(body) }
    case .disputeTrade:
      if let body = body(DisputeTrade.self) { fields.add(body) }
      trailingText("text", behind: DisputeTrade.self)
    case .gradeWarehouse:
      if let body = body(GradeWarehouse.self) { fields.add(body) }
      trailingText("text", behind: GradeWarehouse.self)
    default:
      if let body = body(ControlTrade.self) { fields.add(body) }
      trailingText("text", behind: ControlTrade.self)
    }
  }

  @_lifetime(self: copy self)
  mutating func readSettlement(_ type: EventType) {
    switch type {
    case .tradeChanged: if let body = body(TradeChanged.self) { fields.add(body) }
    case .settlementInstructed:
      guard let body = body(SettlementInstructed.self) else { return }
      fields.add(body)
      documents(body.documentCount, behind: SettlementInstructed.self)
    case .transferInstructed:
      guard let body = body(TransferInstructed.self) else { return }
      fields.add(body)
      documents(body.documentCount, behind: TransferInstructed.self)
    case .confirmationRequested:
      guard let body = body(ConfirmationRequested.self) else { return }
      fields.add(body)
      documents(body.documentCount, behind: ConfirmationRequested.self)
    case .titleChanged: if let body = body(TitleChanged.self) { fields.add(body) }
    case .warehouseGraded: if let body = body(WarehouseGraded.self) { fields.add(body) }
    case .titleConsented: if let body = body(TitleConsented.self) { fields.add(body) }
    case .fundsMoved: if let body = body(FundsMoved.self) { fields.add(body) }
    case .positionsAcknowledged:
      if let body = body(PositionsAcknowledged.self) { fields.add(body) }
    case .positionReported: if let body = body(PositionReported.self) { fields.add(body) }
    case .reconReported: if let body = body(ReconReported.self) { fields.add(body) }
    case .deliveryNotified: if let body = body(DeliveryNotified.self) { fields.add(body) }
    default: if let body = body(NoticeRefused.self) { fields.add(body) }
    }
  }
}
