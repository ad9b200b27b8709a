import FIX44
import FIXWire
import Market

extension InquireCollateral {
  /// CollateralInquiry(BB): the first PartyID(448) is the firm; who watches names one.
  init(_ index: borrowing FieldIndex, _ message: RawSpan, from role: SessionRole)
    throws(DecodeFailure)
  {
    self.init()
    guard let inquiryID = try index.text32(.collInquiryID, message) else {
      throw .conditional(.collInquiryID)
    }
    self.inquiryID = inquiryID
    if let party = try index.text16(.partyID, message) {
      self.party = CompID(party)
    } else if !role.mayTrade {
      throw .conditional(.partyID)
    }
  }
}
