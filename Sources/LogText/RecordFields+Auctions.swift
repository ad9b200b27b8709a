import Market

/// One-way auctions.
extension BodyReader {
  @_lifetime(self: copy self)
  mutating func readAuction(_ type: CommandType) {
    switch type {
    case .applyAuction:
      guard let body = body(ApplyAuction.self) else { return }
      fields.add(body)
      documents(body.documentCount, behind: ApplyAuction.self)
    case .depositAuction: if let body = body(DepositAuction.self) { fields.add(body) }
    default:
      if let body = body(ControlAuction.self) { fields.add(body) }
      trailingText("text", behind: ControlAuction.self)
    }
  }

  @_lifetime(self: copy self)
  mutating func readAuction(_ type: EventType) {
    switch type {
    case .auctionAnswered: if let body = body(AuctionAnswered.self) { fields.add(body) }
    case .auctionAnnounced:
      guard let body = body(AuctionAnnounced.self) else { return }
      fields.add(body)
      documents(body.documentCount, behind: AuctionAnnounced.self)
    default: if let body = body(AuctionChanged.self) { fields.add(body) }
    }
  }
}

extension RecordFields {
  mutating func add(_ body: ApplyAuction) {
    text("securityReqID", body.reference)
    code("tradingMode", body.modeCode, TradingMode.self)
    code("side", body.sideCode, Side.self)
    text("symbol", body.symbol.text)
    text("account", body.account.text)
    text("party", body.party.text)
    quantity("orderQty", body.quantity)
    price("startPrice", body.startPrice)
    price("priceStep", body.priceStep)
    price("price", body.limitPrice)
    code("cashMargin", body.cashMarginCode, CashMargin.self)
    flag("foreclosure", body.isForeclosure)
    instant("opensAt", body.opensAt)
    instant("closesAt", body.closesAt)
    instant("transactTime", body.transactTime)
    number("request", body.request)
    number("uid", body.uid)
    number("pid", body.pid)
  }

  mutating func add(_ body: DepositAuction) {
    text("collAsgnID", body.reference)
    number("auction", body.auction)
    code("collAsgnTransType", body.transTypeCode, CollAsgnTransType.self)
    amount("totalNetValue", body.amount)
    flag("possResend", body.possResend)
  }

  mutating func add(_ body: ControlAuction) {
    number("auction", body.auction)
    code("action", body.actionCode, AuctionControl.self)
    number("orderID", body.orderID.rawValue)
    number("request", body.request)
    number("uid", body.uid)
    number("pid", body.pid)
  }

  mutating func add(_ body: AuctionAnswered) {
    number("auction", body.auction)
    code("command", body.commandType, CommandType.self)
    code("refusal", body.reasonCode, AuctionRefusal.self)
    code("orderReject", body.orderRejectCode, OrderReject.self)
    number("detail", body.rejectDetail)
    text("reference", body.reference)
    text("symbol", body.symbol.text)
    code("state", body.stateCode, AuctionState.self)
    amount("amount", body.amount)
    number("orderID", body.orderID.rawValue)
    number("firm", body.firm.rawValue)
    number("execID", body.execID.rawValue)
    number("request", body.request)
  }

  mutating func add(_ body: AuctionAnnounced) {
    number("auction", body.auction)
    number("instrument", body.instrument.rawValue)
    text("symbol", body.symbol.text)
    code("tradingMode", body.modeCode, TradingMode.self)
    code("side", body.sideCode, Side.self)
    number("initiator", body.initiator.rawValue)
    quantity("orderQty", body.quantity)
    price("startPrice", body.startPrice)
    price("priceStep", body.priceStep)
    price("price", body.limitPrice)
    flag("reserve", body.hasReserve)
    code("cashMargin", body.cashMarginCode, CashMargin.self)
    flag("foreclosure", body.isForeclosure)
    amount("deposit", body.deposit)
    percent("depositPercent", basisPoints: UInt32(body.depositBasisPoints))
    instant("opensAt", body.opensAt)
    instant("closesAt", body.closesAt)
    number("stepSeconds", body.stepSeconds)
    number("extensionSeconds", body.extensionSeconds)
    number("extensionsMost", body.extensionsMost)
    number("request", body.request)
  }

  mutating func add(_ body: AuctionChanged) {
    number("auction", body.auction)
    code("state", body.stateCode, AuctionState.self)
    code("reason", body.reasonCode, AuctionReason.self)
    number("instrument", body.instrument.rawValue)
    text("symbol", body.symbol.text)
    code("tradingMode", body.modeCode, TradingMode.self)
    code("side", body.sideCode, Side.self)
    price("price", body.price)
    quantity("quantity", body.quantity)
    number("bidCount", body.bidCount)
    character("reserveMet", body.reserveMetCode)
    number("round", body.round)
    instant("endsAt", body.endsAt)
    number("request", body.request)
  }
}
