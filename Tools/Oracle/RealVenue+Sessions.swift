import Market
import MarketCore
import Records

/// Sessions, what concerns all orders of a firm, and whom the operator stops.
extension RealVenue {
  mutating func logOn(_ terms: DisconnectTerms, _ session: Int) {
    var body = SessionLogon()
    body.cancelOnDisconnectType = terms.type.rawValue
    body.cancelOnDisconnectGrace = UInt32(terms.seconds * 1_000)
    body.cancelsGoodTill = terms.cancelsGoodTill ? 1 : 0
    send(.sessionLogon, body, session: session)
  }

  mutating func massCancel(_ name: Int, _ terms: MassCancelTerms, _ session: Int) {
    var body = MassCancel()
    body.clOrdID = clOrdID(name)
    let type: MassCancelRequestType = terms.instrument == nil ? .all : .security
    body.requestTypeCode = type.rawValue
    if let index = terms.instrument { body.symbol = symbol(index) }
    body.sideCode = terms.side?.rawValue ?? 0
    send(.massCancel, body, session: session)
  }

  mutating func massStatus(_ name: Int, _ terms: MassCancelTerms, _ session: Int) {
    var body = MassStatusRequest()
    body.massStatusReqID = clOrdID(name).text
    let type: MassStatusReqType = terms.instrument == nil ? .all : .security
    body.requestTypeCode = type.rawValue
    if let index = terms.instrument { body.symbol = symbol(index) }
    body.sideCode = terms.side?.rawValue ?? 0
    send(.massStatus, body, session: session)
  }

  mutating func limit(_ firm: Int, to others: [Int]?) {
    var body = DefineCounterparties()
    body.firm = FirmID(rawValue: UInt32(firm))
    body.isLimited = others == nil ? 0 : 1
    body.count = UInt16(others?.count ?? 0)
    let named = (others ?? []).map { FirmID(rawValue: UInt32($0)) }
    driven.send(.defineCounterparties, body, session: 0, behind: named)
    viewed.take(driven.reader.changes)
  }

  mutating func kill(_ scope: Scope, _ isOn: Bool) {
    var body = SetKillSwitch()
    body.isOn = isOn ? 1 : 0
    body.number = UInt32(scope.number)
    let code: KillScope =
      switch scope {
      case .session: .session
      case .firm: .firm
      case .venue: .venue
      }
    body.scopeCode = code.rawValue
    send(.setKillSwitch, body)
  }
}
