import FIX44
import FIXWire
import Market

/// The firms that a QuoteRequest(R) names in its Parties(453); used again for the next one.
///
/// At most `Limits.firmsPerQuoteRequest`: more are refused, so the room is taken once.
struct FirmList: ~Copyable {
  private var firms = [CompID](repeating: CompID(), count: Limits.firmsPerQuoteRequest)
  private(set) var count = 0

  init() {}

  /// The firms as the trailing part of a record.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { RawSpan(_elements: firms.span.extracting(first: count)) }
  }

  /// Each entry begins with PartyID(448), and is a contra firm, PartyRole(452) 17.
  mutating func read(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    count = 0
    guard let counter = index.firstIndex(of: .noPartyIDs) else { return }
    var entries = 0
    for position in counter + 1..<index.count {
      let value = message[index[position]]
      switch index[position].tag {
      case .partyID:
        if count < entries { throw .conditional(.partyRole) }
        guard let code = Text16(value), !code.isEmpty else { throw .notRepresentable(.partyID) }
        guard count < firms.count else { throw .notRepresentable(.noPartyIDs) }
        firms[count] = CompID(code)
        entries += 1
      case .partyRole:
        guard value.isContraFirm else { throw .refuse(.codeNotOffered, .partyRole) }
        count = entries
      default: break
      }
    }
    if count < entries { throw .conditional(.partyRole) }
  }
}

extension RawSpan {
  /// Of PartyRole(452): 17.
  fileprivate var isContraFirm: Bool {
    let bytes = Span<UInt8>(_bytes: self)
    return bytes.count == 2 && bytes[0] == 0x31 && bytes[1] == 0x37
  }
}
