import Market
import MarketCore
import Records

/// Lots of auctions.
extension RealVenue {
  func set(_ rules: AuctionRules, of body: inout DefineInstrument) {
    if rules.offersAscending { body.modes |= 8 }
    if rules.offersDescending { body.modes |= 16 }
    body.auctionNoticeSeconds = UInt32(rules.noticeSeconds)
    body.auctionExtensionSeconds = UInt32(rules.extensionSeconds)
    body.auctionExtensions = UInt16(rules.extensions)
    body.auctionStepSeconds = UInt32(rules.stepSeconds)
    body.auctionDepositBasisPoints = UInt16(rules.depositBasisPoints)
  }

  mutating func apply(_ terms: LotTerms, _ session: Int) {
    foreclosing = terms.pledgee
    var body = ApplyAuction()
    body.reference = clOrdID(terms.name).text
    body.symbol = symbol(terms.instrument)
    body.sideCode = terms.side.rawValue
    let mode: TradingMode = terms.isAscending ? .auctionAscending : .auctionDescending
    body.modeCode = mode.rawValue
    body.quantity = Quantity(thousandths: terms.quantity)
    body.startPrice = Price(tenThousandths: terms.start)
    body.priceStep = Price(tenThousandths: terms.step)
    body.limitPrice = Price(tenThousandths: terms.limit)
    if terms.opens != 0 { body.opensAt = Instant(nanoseconds: terms.opens) }
    if terms.closes != 0 { body.closesAt = Instant(nanoseconds: terms.closes) }
    guard terms.isForeclosure else {
      return send(
        .applyAuction, body, session: session, flags: terms.isResent ? .possResend : [])
    }
    body.isForeclosure = 1
    body.documentCount = UInt16(terms.foreclosed.count)
    if session == 0 { body.party = CompID(text("DLR", terms.pledgee)) }
    send(
      .applyAuction, body, session: session, flags: terms.isResent ? .possResend : [],
      behind: terms.foreclosed.map { pledged($0, terms.instrument) })
  }

  private func pledged(_ document: Int, _ instrument: Int) -> TitleDocID {
    var id = TitleDocID()
    id.text.word0 = 0x30_3030_3030_3030
    id.text.word1 = letters(UInt64(0x1000_0000 + instrument * 16 + document))
    return id
  }

  /// Documents that are pledged, and the registry's word that a default behind them is declared.
  mutating func pledgeDocuments() {
    var registry = DefineSession()
    registry.session = SessionID(rawValue: UInt32(market.registrySession))
    registry.firm = FirmID(rawValue: 1)
    registry.compID = CompID(text("S", market.registrySession))
    registry.roleCode = SessionRole.registry.rawValue
    registry.state = 1
    send(.defineSession, registry)
    for index in market.instruments.indices {
      for document in 0..<MarketTerms.pledged {
        var body = AdmitDocument()
        body.document = pledged(document, index)
        body.instrument = instrumentID(index)
        body.warehouse = 1
        body.holder = FirmID(rawValue: UInt32(market.holder(ofPledged: document)))
        body.pledgee = FirmID(rawValue: UInt32(market.pledgee(of: document)))
        body.statusCode = TitleStatus.pledged.rawValue
        body.docType = UInt8(ascii: "R")
        body.netWeight = Quantity(thousandths: 1_000)
        send(.admitDocument, body)
        if document < MarketTerms.pledged - 1 { declareDefault(of: body.document) }
      }
    }
  }

  private mutating func declareDefault(of document: TitleDocID) {
    var body = RequestTitle()
    body.document = document
    body.actionCode = TitleAction.enforce.rawValue
    body.purposeCode = TitlePurpose.consent.rawValue
    body.hasVersion = 1
    send(.requestTitle, body, session: market.registrySession)
  }

  mutating func deposit(_ terms: LotDeposit, _ session: Int) {
    var body = DepositAuction()
    body.reference = clOrdID(terms.name).text
    body.auction = number(of: terms.lot)
    body.transTypeCode = (terms.isRelease ? CollAsgnTransType.release : .new).rawValue
    body.amount = Amount(fen: terms.amount)
    send(.depositAuction, body, session: session, flags: terms.isResent ? .possResend : [])
  }

  mutating func control(_ terms: LotControl) {
    var body = ControlAuction()
    body.auction = number(of: terms.lot)
    let action: AuctionControl
    switch terms.what {
    case .announce: action = .announce
    case .refuse: action = .refuse
    case .cancel: action = .cancel
    case .voidBid(let name):
      action = .voidBid
      body.orderID = OrderID(rawValue: UInt64(bidIDs[name] ?? 0))
    }
    body.actionCode = action.rawValue
    send(.controlAuction, body)
  }

  func number(of lot: OrderName) -> UInt32 { UInt32(lotNumbers[lot] ?? NaiveVenue.noLot) }

  /// The venue's number of a lot that is applied for.
  mutating func noteLot(_ line: TraceLine) {
    guard line.kindCode == LotAnswer.application, line.order != 0, line.reason == .none else {
      return
    }
    let firm = line.session == 0 ? foreclosing : market.firm(ofSession: line.session)
    lotNumbers[OrderName(firm: firm, name: line.name)] = line.order
  }

  /// The OrderID(37) of a bid.
  mutating func noteBid(_ terms: OrderTerms, _ session: Int) {
    let own = lines.first {
      ($0.kind == .new || $0.kind == .rejected) && $0.name == terms.name && $0.order != 0
    }
    guard let own else { return }
    bidIDs[OrderName(firm: market.firm(ofSession: session), name: terms.name)] = own.order
  }
}
