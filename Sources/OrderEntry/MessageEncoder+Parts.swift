import FIX44
import FIXWire
import Market
import Records

/// Fields that several messages have.
extension MessageEncoder {
  /// OrderID(37), which is always there.
  mutating func orderID(_ orderID: OrderID) {
    if orderID == .none { field(.orderID, "NONE") } else { field(.orderID, orderID.rawValue) }
  }

  /// Symbol(55), which is always there.
  mutating func symbol(_ symbol: Symbol) {
    if symbol.text.isEmpty { field(.symbol, "[N/A]") } else { field(.symbol, symbol.text) }
  }

  /// A ClOrdID that must be there.
  mutating func identifier(_ tag: Tag, _ value: ClOrdID) {
    if value.text.isEmpty { field(tag, "NONE") } else { field(tag, value.text) }
  }

  mutating func quantity(_ tag: Tag, _ value: Quantity) {
    decimal(tag, value.thousandths, scale: Quantity.scale)
  }

  mutating func price(_ tag: Tag, _ value: Price) {
    decimal(tag, value.tenThousandths, scale: Price.scale)
  }

  mutating func amount(_ tag: Tag, _ value: Amount) {
    decimal(tag, value.fen, scale: Amount.scale)
  }

  /// NoPartyIDs(453): a firm and its contra firm, those of them that are known and have a code.
  mutating func writeParties(_ firm: FirmID, contra: FirmID, _ firmCodes: borrowing FirmCodes) {
    let code = firmCodes.code(of: firm)
    let contraCode = firmCodes.code(of: contra)
    let count = (code.text.isEmpty ? 0 : 1) + (contraCode.text.isEmpty ? 0 : 1)
    if count == 0 { return }
    field(.noPartyIDs, UInt64(count))
    writeParty(code, role: Self.executingFirmRole)
    writeParty(contraCode, role: Self.contraFirmRole)
  }

  /// NoPartyIDs(453) with a firm alone; none where it has no code.
  mutating func writeFirm(_ code: CompID) {
    if code.text.isEmpty { return }
    field(.noPartyIDs, 1 as UInt64)
    writeParty(code, role: Self.executingFirmRole)
  }

  mutating func writeParty(_ code: CompID, role: UInt64) {
    if code.text.isEmpty { return }
    field(.partyID, code.text)
    char(.partyIDSource, Self.proprietarySource)
    field(.partyRole, role)
  }

  /// NoUnderlyings(711), of the documents behind a body: each entry begins with the commodity and names one.
  mutating func writeDocuments<Body: BitwiseCopyable>(
    _ event: RawSpan, count: UInt16, of symbol: Symbol, behind type: Body.Type
  ) {
    if count == 0 { return }
    let commodity = symbol.commodity
    field(.noUnderlyings, UInt64(count))
    for index in 0..<Int(count) {
      field(.underlyingSymbol, commodity)
      let document = event.loadDocument(index, behind: type)
      field(.underlyingSecurityID, document.text)
      field(.underlyingSecurityIDSource, "100")
    }
  }

  /// PartyIDSource(447) D, a code of the venue's own.
  private static var proprietarySource: UInt8 { 0x44 }
  /// PartyRole(452).
  static var executingFirmRole: UInt64 { 1 }
  private static var contraFirmRole: UInt64 { 17 }
}
