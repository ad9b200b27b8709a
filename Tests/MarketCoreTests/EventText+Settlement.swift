import Funds
import Market
import Records

/// Events of settlement as lines of words.
extension EventText {
  func changed(_ body: TradeChanged) -> String {
    var words = ["trade-changed", "\(body.tradeID.rawValue)", state(body.stateCode)]
    words.append("from=\(state(body.fromCode))")
    let reason = TradeReason(rawValue: body.reasonCode).map { "\($0)" } ?? "?"
    words.append("by=\(reason)")
    if body.difference != .zero { words.append("difference=\(decimal(body.difference.fen, 2))") }
    words.append("deadline=\(body.deadline == .none ? "none" : "\(body.deadline.nanoseconds)")")
    if body.earliestResale != .none { words.append("resale=\(body.earliestResale.nanoseconds)") }
    if let side = Side(rawValue: body.sideCode) {
      words += ["side=\(side)", "clOrdID=\(body.clOrdID.text)"]
    }
    return words.joined(separator: " ")
  }

  func instructed(_ body: SettlementInstructed, _ record: RawSpan) -> String {
    let documents = documents(Int(body.documentCount), record, SettlementInstructed.self)
    let word = body.takesBack == .none ? "settle" : "take-back=\(body.takesBack.rawValue)"
    return "\(word) \(body.tradeID.rawValue) instruction=\(body.instruction.rawValue)"
      + " amount=\(decimal(body.grossTradeAmt.fen, 2)) docs=\(documents)"
      + " buyerFees=\(decimal(body.buyerFees.fen, 2)) sellerFees=\(decimal(body.sellerFees.fen, 2))"
  }

  func instructed(_ body: TransferInstructed, _ record: RawSpan) -> String {
    let documents = documents(Int(body.documentCount), record, TransferInstructed.self)
    return "transfer \(body.tradeID.rawValue) instruction=\(body.instruction.rawValue)"
      + " docs=\(documents)"
  }

  func delivered(_ body: DeliveryNotified) -> String {
    "delivered \(body.document.text) trade=\(body.tradeID.rawValue)"
      + " holder=\(firms[body.buyFirm.rawValue] ?? "none") at=\(body.warehouseCode.text)"
      + " weight=\(decimal(body.netWeight.thousandths, 3))"
      + " deadline=\(body.deadline == .none ? "none" : "\(body.deadline.nanoseconds)")"
  }

  func acknowledged(_ body: PositionsAcknowledged) -> String {
    let refusal = PositionRefusal(rawValue: body.refusalCode).map { "\($0)" } ?? "?"
    return "positions \(body.posReqID) \(refusal) total=\(body.total) party=\(body.party.text)"
  }

  func position(_ body: PositionReported) -> String {
    guard body.instrument != .none else {
      return "position money balance=\(decimal(body.balance.fen, 2))"
        + " available=\(decimal(body.available.fen, 2)) total=\(body.total)"
    }
    let parts = [
      ("held", body.held), ("reserved", body.reserved), ("settling", body.settling),
      ("blocked", body.blocked), ("weight", body.weight),
    ].map { "\($0.0)=\(decimal($0.1.thousandths, 3))" }
    return "position \(body.symbol.text) \(parts.joined(separator: " "))"
      + " value=\(decimal(body.value.fen, 2)) total=\(body.total)"
  }

  func found(_ body: ReconReported) -> String {
    let finding = body.finding
    let status = ReconStatus(rawValue: finding.statusCode).map { "\($0)" } ?? "?"
    let code = ReconBreakCode(rawValue: finding.breakCode).map { "\($0)" } ?? "?"
    return "found \(finding.number) \(finding.reconID) \(status) \(code)"
      + " trade=\(finding.tradeID.rawValue) doc=\(finding.document.text)"
      + " warehouse=\(finding.warehouse.text) request=\(body.request)"
  }

  func confirmation(_ body: ConfirmationRequested) -> String {
    let side = Side(rawValue: body.sideCode).map { "\($0)" } ?? "?"
    return "confirm \(body.tradeID.rawValue) \(side) \(body.clOrdID.text)"
      + " amount=\(decimal(body.grossTradeAmt.fen, 2)) fees=\(decimal(body.fees.fen, 2))"
      + settles(body.settlDate)
  }

  func refused(_ body: NoticeRefused) -> String {
    let reason = NoticeRefusal(rawValue: body.reasonCode).map { "\($0)" } ?? "?"
    if let title = TitleActionRefusal(rawValue: body.titleRefusalCode) {
      return "notice-refused \(reason) \(title) part=\(body.part)"
        + " trade=\(body.tradeID.rawValue) state=\(state(body.stateCode)) ref=\(body.reference)"
    }
    return "notice-refused \(reason) trade=\(body.tradeID.rawValue) state=\(state(body.stateCode))"
  }

  func title(_ body: TitleChanged) -> String {
    let action = TitleAction(rawValue: body.actionCode).map { "\($0)" } ?? "?"
    let status = TitleStatus(rawValue: body.statusCode).map { "\($0)" } ?? "?"
    return "title \(body.document.text) \(action) \(status) version=\(body.version)"
      + " holder=\(firms[body.holder.rawValue] ?? "none") seq=\(body.endorsementSeq)"
      + " by=\(TitleActor(rawValue: body.actorCode).map { "\($0)" } ?? "?")"
      + " control=\(firms[body.toFirm.rawValue] ?? "none") ref=\(body.reference)"
      + " parent=\(body.parent.text) weight=\(decimal(body.netWeight.thousandths, 3))"
      + " tier=\(tier(body.tierCode))"
  }

  func consented(_ body: TitleConsented) -> String {
    let action = TitleAction(rawValue: body.actionCode).map { "\($0)" } ?? "?"
    return "title-consent \(body.document.text) \(action) \(body.isGiven == 1 ? "given" : "taken")"
      + " version=\(body.version) firm=\(firms[body.firm.rawValue] ?? "none") ref=\(body.reference)"
      + " tier=\(tier(body.tierCode))"
  }

  private func tier(_ code: UInt8) -> String {
    DisclosureTier(rawValue: code).map { "\($0)" } ?? "?"
  }

  func moved(_ body: FundsMoved) -> String {
    "moved \(account(body.fromKind, body.fromNumber)) \(account(body.toKind, body.toNumber))"
      + " \(decimal(body.amount.fen, 2))"
      + (body.currency == Currency.cny ? "" : " \(currency(body.currency))")
  }

  func collateral(_ body: CollateralTold) -> String {
    let reason = CollAsgnReason(rawValue: body.reasonCode).map { "\($0)" } ?? "?"
    let status = CollStatus(rawValue: body.statusCode).map { "\($0)" } ?? "?"
    var words = ["\(body.tradeID.rawValue)", reason, status]
    words.append("required=\(decimal(body.required.fen, 2))")
    words.append("value=\(decimal(body.value.fen, 2))")
    if body.amount != .zero { words.append("amount=\(decimal(body.amount.fen, 2))") }
    if body.deadline != .none { words.append("deadline=\(body.deadline.nanoseconds)") }
    return words.joined(separator: " ")
  }

  func net(_ body: NetPublished) -> String {
    "net \(body.run) round=\(body.round) instruction=\(body.instruction.rawValue)"
      + " \(body.member == .none ? "venue" : firms[body.member.rawValue] ?? "?")"
      + " net=\(decimal(body.net.fen, 2)) pay=\(decimal(body.toPay.fen, 2)) sides=\(body.sides)"
      + " tier=\(DisclosureTier(rawValue: body.tierCode).map { "\($0)" } ?? "?")"
  }

  func netRun(_ body: NetRunChanged) -> String {
    let state = NetRunState(rawValue: body.stateCode).map { "\($0)" } ?? "?"
    return "net-run \(body.run) \(state) round=\(body.round) trades=\(body.tradeCount)"
      + " payers=\(body.payerCount)"
  }

  func answered(_ body: CollateralAnswered) -> String {
    let type = CollAsgnTransType(rawValue: body.transTypeCode).map { "\($0)" } ?? "?"
    let refusal = CollateralRefusal(rawValue: body.refusalCode).map { "rejected \($0)" }
    return "assignment \(body.reference) \(type) \(refusal ?? "accepted")"
      + " firm=\(firms[body.firm.rawValue] ?? "none") amount=\(decimal(body.amount.fen, 2))"
      + " \(currency(body.currency)) available=\(decimal(body.available.fen, 2))"
  }

  func inquired(_ body: CollateralInquired) -> String {
    let refusal = PositionRefusal(rawValue: body.refusalCode).map { "\($0)" } ?? "?"
    return "inquiry \(body.inquiryID) \(refusal) party=\(body.party.text)"
  }

  func listed(_ body: CollateralListed) -> String {
    let kind = LedgerAccountKind(rawValue: body.accountKind).map { "\($0)" } ?? "?"
    let status = CollStatus(rawValue: body.statusCode).map { "\($0)" } ?? "?"
    let sums =
      "\(status) balance=\(decimal(body.balance.fen, 2)) available=\(decimal(body.available.fen, 2))"
      + " value=\(decimal(body.value.fen, 2)) haircut=\(decimal(Int64(body.haircutBasisPoints), 2))"
      + " ref=\(body.reference)"
    guard body.tradeID == .none else {
      return "call \(body.tradeID.rawValue) \(sums) deadline=\(body.deadline.nanoseconds)"
    }
    return "account \(kind) \(currency(body.currency)) \(sums)"
      + " fixing=\(decimal(body.tenMillionths, 7)) last=\(body.isLast) tier=\(DisclosureTier(rawValue: body.tierCode).map { "\($0)" } ?? "?")"
  }

  func currency(_ code: UInt32) -> String {
    String(decoding: (0..<3).map { UInt8(truncatingIfNeeded: code >> ($0 * 8)) }, as: UTF8.self)
  }

  private func account(_ kind: UInt8, _ number: UInt32) -> String {
    let name = LedgerAccountKind(rawValue: kind).map { "\($0)" } ?? "?"
    return number == 0 ? name : "\(name).\(firms[number] ?? "?")"
  }

  private func state(_ code: UInt8) -> String {
    TradeState(rawValue: code).map { "\($0)" } ?? "none"
  }
}
