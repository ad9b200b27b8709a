import FIX44
import FIXWire
import Market

/// Fields of a message as values of the vocabulary; nil where the field is absent.
///
/// `message` is the one whose fields the index holds. Inlined, so that the lookup of a known tag is a
/// load and a comparison (benchmark order-command).
extension FieldIndex {
  @inline(__always)
  func price(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> Price? {
    guard let number = try decimal(tag, message, scale: Price.scale) else { return nil }
    return Price(tenThousandths: number)
  }

  @inline(__always)
  func quantity(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> Quantity? {
    guard let number = try decimal(tag, message, scale: Quantity.scale) else { return nil }
    return Quantity(thousandths: number)
  }

  @inline(__always)
  func amount(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> Amount? {
    guard let number = try decimal(tag, message, scale: Amount.scale) else { return nil }
    return Amount(fen: number)
  }

  /// CNY for a unit of a currency, in 1/10,000,000.
  func fixing(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> Int64? {
    try decimal(tag, message, scale: SetFixing.scale)
  }

  @inline(__always)
  private func decimal(
    _ tag: Tag, _ message: RawSpan, scale: Int
  ) throws(DecodeFailure) -> Int64? {
    guard let field = first(tag) else { return nil }
    do { return try FieldValue.decimal(field, in: message, scale: scale) } catch {
      throw DecodeFailure(error, tag)
    }
  }

  /// A whole number of ours behind a tag whose type is wider: OrderID(37), ListingOrderID(7772).
  @inline(__always)
  func number(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> UInt64? {
    guard let field = first(tag) else { return nil }
    do { return try FieldValue.uint(field, in: message) } catch { throw .notRepresentable(tag) }
  }

  @inline(__always)
  func text16(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> Text16? {
    guard let field = first(tag) else { return nil }
    do { return try FieldValue.text16(field, in: message) } catch { throw .notRepresentable(tag) }
  }

  @inline(__always)
  func text32(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> Text32? {
    guard let field = first(tag) else { return nil }
    do { return try FieldValue.text32(field, in: message) } catch { throw .notRepresentable(tag) }
  }

  @inline(__always)
  func instant(
    _ tag: Tag, _ message: RawSpan, _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) -> Instant? {
    guard let field = first(tag) else { return nil }
    do { return try timestamps.read(field, in: message) } catch {
      throw DecodeFailure(error, tag)
    }
  }

  @inline(__always)
  func localMktDate(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> CivilDate? {
    guard let field = first(tag) else { return nil }
    do { return try FieldValue.localMktDate(field, in: message) } catch {
      throw DecodeFailure(error, tag)
    }
  }

  @inline(__always)
  func char(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> UInt8? {
    guard let field = first(tag) else { return nil }
    do { return try FieldValue.char(field, in: message) } catch { throw DecodeFailure(error, tag) }
  }

  /// A character of one of our code sets; others that the standard knows are refused.
  @inline(__always)
  func code<Code: RawRepresentable<UInt8>>(
    _ tag: Tag, _ message: RawSpan, of type: Code.Type
  ) throws(DecodeFailure) -> Code? {
    guard let char = try char(tag, message) else { return nil }
    guard let code = Code(rawValue: char) else { throw .refuse(.codeNotOffered, tag) }
    return code
  }

  /// Currency(15), SettlCurrency(120): three bytes, the first lowest.
  @inline(__always)
  func currency(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> UInt32? {
    guard let field = first(tag) else { return nil }
    guard field.length == 3 else { throw .notRepresentable(tag) }
    let bytes = Span<UInt8>(_bytes: message[field])
    return UInt32(bytes[0]) | UInt32(bytes[1]) << 8 | UInt32(bytes[2]) << 16
  }

  /// MsgType(35): up to two of its characters, and whether these are all.
  @inline(__always)
  func msgType(_ message: RawSpan) -> (type: MsgType, isWhole: Bool) {
    guard let field = first(.msgType), field.length > 0 else {
      return (MsgType(rawValue: 0), false)
    }
    let bytes = Span<UInt8>(_bytes: message[field])
    return (MsgType(bytes[0], bytes.count > 1 ? bytes[1] : 0), bytes.count <= 2)
  }
}

/// A field that validation has found present, unless the counterparty left it out.
@inline(__always)
func present<Value>(_ value: Value?, _ tag: Tag) throws(DecodeFailure) -> Value {
  guard let value else { throw .reject(.requiredTagMissing, tag) }
  return value
}
