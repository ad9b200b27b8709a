import FIX44
import FIXWire
import Market

/// The title documents that an order names, in the client's order; used again for the next order.
///
/// At most `Limits.documentsPerOrder`: more are refused, so the room is taken once.
struct DocumentList: ~Copyable {
  private var documents = [TitleDocID](
    repeating: TitleDocID(), count: Limits.documentsPerOrder)
  private(set) var count = 0

  init() {}

  /// The documents as the trailing part of a record.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { RawSpan(_elements: documents.span.extracting(first: count)) }
  }

  /// Reads the group NoUnderlyings(711), or TitleDocID(7701) where one document is named alone.
  mutating func read(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    count = 0
    if let counter = index.firstIndex(of: .noUnderlyings) {
      try readGroup(index, message, from: counter + 1)
    }
    guard let text = try index.text32(.titleDocID, message) else { return }
    if count == 0 {
      try append(TitleDocID(text))
    } else if count > 1 || documents[0].text != text {
      throw .notRepresentable(.titleDocID)
    }
  }

  /// Each entry begins with UnderlyingSymbol(311) and names a document in UnderlyingSecurityID(309).
  private mutating func readGroup(
    _ index: borrowing FieldIndex, _ message: RawSpan, from start: Int
  ) throws(DecodeFailure) {
    var entries = 0
    for position in start..<index.count {
      let field = index[position]
      switch field.tag {
      case .underlyingSymbol:
        if count < entries { throw .conditional(.underlyingSecurityID) }
        entries += 1
      case .underlyingSecurityID:
        guard let text = Text32(message[field]), !text.isEmpty else {
          throw .notRepresentable(.underlyingSecurityID)
        }
        try append(TitleDocID(text))
      default:
        if !field.tag.isOfUnderlying { return try finishGroup(entries) }
      }
    }
    try finishGroup(entries)
  }

  private func finishGroup(_ entries: Int) throws(DecodeFailure) {
    if count < entries { throw .conditional(.underlyingSecurityID) }
  }

  private mutating func append(_ document: TitleDocID) throws(DecodeFailure) {
    guard count < documents.count else { throw .refuse(.tooManyDocuments, .noUnderlyings) }
    documents[count] = document
    count += 1
  }
}

extension Tag {
  /// Whether the tag stands in an entry of NoUnderlyings(711) beside 311 and 309.
  fileprivate var isOfUnderlying: Bool {
    switch self {
    case .underlyingSymbolSfx, .underlyingSecurityIDSource, .underlyingProduct,
      .underlyingSecurityType, .underlyingSecuritySubType, .underlyingInstrRegistry,
      .underlyingCurrency, .underlyingQty, .underlyingPx, .noUnderlyingStips,
      .underlyingStipType, .underlyingStipValue:
      true
    default: false
    }
  }
}
