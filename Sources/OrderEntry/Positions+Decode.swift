import FIX44
import FIXWire
import Market

extension RequestPositions {
  /// RequestForPositions(AN): the first PartyID(448) is the firm.
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    posReqID = try present(try index.text32(.posReqID, message), .posReqID)
    party = CompID(try present(try index.text16(.partyID, message), .partyID))
    account = AccountCode(try present(try index.text16(.account, message), .account))
    if let symbol = try index.text16(.symbol, message) { self.symbol = Symbol(symbol) }
    let type = try present(try index.number(.posReqType, message), .posReqType)
    requestType = UInt8(clamping: type)
  }
}
