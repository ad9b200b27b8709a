import Funds
import Market
import MarketCore
import Records
import Titles

/// The market.
extension SettledVenue {
  mutating func defineParties() {
    for number in 1...SettlementMarket.firms {
      var firm = DefineFirm()
      firm.firm = FirmID(rawValue: UInt32(number))
      firm.clearingMember = FirmID(rawValue: UInt32(SettlementMarket.member(of: number)))
      firm.code = CompID(SettlementNames.text("F", number))
      if number <= SettlementMarket.dealers {
        firm.broker = FirmID(rawValue: UInt32(SettlementMarket.brokersFirm))
      }
      firm.state = 1
      send(.defineFirm, firm)
      if number <= SettlementMarket.dealers { credit(number, market.money) }
    }
    defineSessions()
    defineCurrencies()
    var warehouse = DefineWarehouse()
    warehouse.warehouse = 1
    warehouse.code = CompID(SettlementNames.text("W", 1))
    warehouse.firm = FirmID(rawValue: UInt32(SettlementMarket.keeper))
    warehouse.grade = UInt8(ascii: "A")
    warehouse.bonded = 1
    send(.defineWarehouse, warehouse)
  }

  private mutating func defineSessions() {
    for number in 1...SettlementMarket.broker {
      var session = DefineSession()
      session.session = SessionID(rawValue: UInt32(number))
      session.compID = CompID(SettlementNames.text("S", number))
      session.state = 1
      switch number {
      case SettlementMarket.clearing: session.roleCode = SessionRole.clearing.rawValue
      case SettlementMarket.registry: session.roleCode = SessionRole.registry.rawValue
      case SettlementMarket.warehouse:
        session.roleCode = SessionRole.warehouse.rawValue
        session.firm = FirmID(rawValue: UInt32(SettlementMarket.keeper))
      case SettlementMarket.banks[0], SettlementMarket.banks[1]:
        session.roleCode = SessionRole.bank.rawValue
        session.firm = FirmID(rawValue: UInt32(number - 2))
      case SettlementMarket.broker:
        session.roleCode = SessionRole.broker.rawValue
        session.firm = FirmID(rawValue: UInt32(SettlementMarket.brokersFirm))
      default:
        session.roleCode = SessionRole.dealer.rawValue
        session.firm = FirmID(rawValue: UInt32(number))
      }
      send(.defineSession, session)
    }
  }

  mutating func credit(_ firm: Int, _ fen: Int64, kind: UInt8 = 0) {
    var funds = CreditFunds()
    funds.accountKind = kind
    funds.firm = FirmID(rawValue: UInt32(firm))
    funds.currency = Currency.cny
    funds.amount = Amount(fen: fen)
    send(.creditFunds, funds)
  }

  mutating func define(_ terms: DealTerms, _ index: Int) {
    var body = DefineInstrument()
    body.instrument = InstrumentID(rawValue: UInt32(index + 1))
    body.symbol = SettlementNames.symbol(index)
    body.documentUnit = Quantity(thousandths: SettlementMarket.unit)
    body.tick = Price(tenThousandths: SettlementMarket.tick)
    body.referencePrice = Price(tenThousandths: SettlementMarket.referencePrice)
    body.highestPremium = Price(tenThousandths: SettlementMarket.highestPremium)
    body.toleranceBasisPoints = UInt32(SettlementMarket.toleranceBasisPoints)
    body.tradeFeePerMillion = UInt32(SettlementMarket.feePerMillion)
    body.minimumTradeFee = Amount(fen: SettlementMarket.minimumFee)
    body.titleTransferFeePerUnit = Amount(fen: SettlementMarket.titleFeePerUnit)
    body.reserveBasisPoints = UInt16(SettlementMarket.reserveBasisPoints)
    body.guaranteeBasisPoints = UInt32(terms.guaranteeBasisPoints)
    body.modes = terms.deliveryDays == nil ? 3 : 7
    body.deliveryDays = UInt16(terms.deliveryDays ?? 0)
    if terms.hasPremiums {
      body.priceBasisCode = PriceBasis.premium.rawValue
      body.benchmark = SettlementNames.benchmark
      body.benchmarkBandBasisPoints = UInt32(SettlementMarket.benchmarkBasisPoints)
      body.bandBasisPoints = UInt32(SettlementMarket.bandBasisPoints)
    }
    body.docType = UInt8(ascii: terms.isBill ? "B" : "R")
    body.bookModeCode = TradingMode.listing.rawValue
    body.minDeliveryUnit = Quantity(thousandths: SettlementMarket.leastPart)
    body.maxLots = 64
    body.signSeconds = UInt32(terms.sign)
    body.topUpSeconds = UInt32(terms.topUp)
    body.warehouse = terms.namesWarehouse ? 1 : 0
    body.balanceSeconds = UInt32(terms.balance)
    body.fundsSeconds = UInt32(terms.funds)
    body.titleSeconds = UInt32(terms.title)
    body.weightSeconds = UInt32(terms.weight)
    body.clearingModeCode = (terms.isNet ? ClearingMode.net : .gross).rawValue
    body.signingFlowCode = (terms.affirms ? SigningFlow.affirm : .automatic).rawValue
    send(.defineInstrument, body)
  }

  mutating func admitDocuments() {
    for (index, draft) in market.drafts(from: driven.now).enumerated() {
      var body = AdmitDocument()
      body.document = draft.id
      body.instrument = draft.instrument
      body.warehouse = draft.warehouse
      body.holder = draft.holder
      body.issuer = draft.issuer
      body.digest = draft.digest
      body.position = draft.position
      body.flags = draft.flags
      body.statusCode = SettlementMarket.status(ofDraft: index + 1).rawValue
      body.docType = draft.docType
      body.netWeight = draft.netWeight
      body.premium = draft.premium
      body.storedFrom = draft.storedFrom
      body.validUntil = draft.validity.storedUntil
      body.feePaidTo = draft.validity.feePaidTo
      send(.admitDocument, body)
    }
  }
}
