import FIX44
import FIXWire
import Market

extension RequestTerms {
  /// SecurityListRequest(x).
  init(list index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    try self.init(.list, .securityListRequestType, index, message)
  }

  /// SecurityDefinitionRequest(c) that is no application for an auction.
  init(definition index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    try self.init(.definition, .securityRequestType, index, message)
  }

  private init(
    _ subject: TermsSubject, _ type: Tag, _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    self.init()
    subjectCode = subject.rawValue
    reqID = try present(try index.text32(.securityReqID, message), .securityReqID)
    requestType = UInt8(clamping: try present(try index.number(type, message), type))
    subscriptionType = try index.char(.subscriptionRequestType, message) ?? 0
    if let symbol = try index.text16(.symbol, message) { self.symbol = Symbol(symbol) }
    if requestType == 0 && symbol.text.isEmpty { throw .conditional(.symbol) }
  }
}

extension FieldIndex {
  /// Whether a SecurityDefinitionRequest(c) is an application for an auction: SecurityRequestType(321) 1.
  func appliesForAuction(_ message: RawSpan) -> Bool {
    guard let field = first(.securityRequestType) else { return false }
    let value = Span<UInt8>(_bytes: message[field])
    return value.count == 1 && value[0] == UInt8(ascii: "1")
  }
}
