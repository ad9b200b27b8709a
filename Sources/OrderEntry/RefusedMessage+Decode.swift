import FIX44
import FIXWire
import Market

extension RefusedMessage {
  /// What the answer to a refused message repeats of it, as far as it can be read.
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ refusal: Refusal, _ refTag: Tag
  ) {
    self.init()
    let (msgType, _) = index.msgType(message)
    refMsgType = msgType.rawValue
    refusalCode = refusal.rawValue
    refTagID = refTag.rawValue
    if let field = index.first(BusinessID.tag(of: msgType)) {
      businessRejectRefID = Text16(prefixOf: message[field])
    }
    guard OrderMessage(msgType) != nil else { return }
    clOrdID = ClOrdID(index.readableText(.clOrdID, message))
    origClOrdID = ClOrdID(index.readableText(.origClOrdID, message))
    symbol = Symbol(index.readableText(.symbol, message))
    orderQty = index.readableQuantity(message)
    sideCode = index.readableCode(.side, message)
    requestTypeCode = index.readableCode(.massCancelRequestType, message)
  }
}

extension Text16 {
  /// The first 16 bytes of `bytes`; empty where these are not printable ASCII.
  init(prefixOf bytes: RawSpan) {
    self = Text16(bytes.extracting(first: min(bytes.byteCount, Text16.capacity))) ?? Text16()
  }
}

extension FieldIndex {
  /// The text of a field; empty where it is absent or can't be held.
  fileprivate func readableText<Text: FixedText>(_ tag: Tag, _ message: RawSpan) -> Text {
    guard let field = first(tag) else { return Text() }
    return Text(message[field]) ?? Text()
  }

  /// A field of one character; zero where it is absent or longer.
  fileprivate func readableCode(_ tag: Tag, _ message: RawSpan) -> UInt8 {
    guard let field = first(tag), field.length == 1 else { return 0 }
    return Span<UInt8>(_bytes: message[field])[0]
  }

  /// OrderQty(38); zero where it is absent or can't be held.
  fileprivate func readableQuantity(_ message: RawSpan) -> Quantity {
    do { return try quantity(.orderQty, message) ?? .zero } catch { return .zero }
  }
}
