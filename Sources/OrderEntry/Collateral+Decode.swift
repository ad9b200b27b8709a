import FIX44
import FIXWire
import Market

extension AssignCollateral {
  /// CollateralAssignment(AY): CollAsgnID(902), the dealer by PartyID(448), the sum as TotalNetValue(900).
  init(_ index: borrowing FieldIndex, _ message: RawSpan, from role: SessionRole)
    throws(DecodeFailure)
  {
    self.init()
    reference = try present(try index.text32(.collAsgnID, message), .collAsgnID)
    firm = CompID(try index.text16(.partyID, message) ?? Text16())
    if role == .bank && firm.text.isEmpty { throw .conditional(.partyID) }
    reasonCode = try index.small(.collAsgnReason, message)
    guard CollAsgnReason(rawValue: reasonCode) != nil else {
      throw .refuse(.codeNotOffered, .collAsgnReason)
    }
    transTypeCode = try index.small(.collAsgnTransType, message)
    guard CollAsgnTransType(rawValue: transTypeCode) != nil else {
      throw .refuse(.codeNotOffered, .collAsgnTransType)
    }
    guard let currency = try index.currency(.currency, message) else {
      throw .conditional(.currency)
    }
    self.currency = currency
    guard let amount = try index.amount(.totalNetValue, message) else {
      throw .conditional(.totalNetValue)
    }
    self.amount = amount
    let isNamed = index.first(.fundsAccount) != nil
    accountKind = isNamed ? try index.small(.fundsAccount, message) : Self.guaranteeAccount
  }

  /// FundsAccount(7786) where the message names none.
  private static var guaranteeAccount: UInt8 { 2 }
}

extension FieldIndex {
  /// A number below 256 of a field that must be there.
  fileprivate func small(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> UInt8 {
    let number = try present(try number(tag, message), tag)
    guard let small = UInt8(exactly: number) else { throw .refuse(.codeNotOffered, tag) }
    return small
  }
}
