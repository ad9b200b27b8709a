import FIX44
import Market

/// A field of a record as text: its name and its value.
public struct RecordField: Equatable, Sendable {
  public let name: String
  public let value: String
  /// Whether the value is a number, also one with a decimal point.
  public let isNumber: Bool

  /// As a member of a JSON object.
  var json: String { "\(TextForm.quoted(name)):\(isNumber ? value : TextForm.quoted(value))" }
}

/// The fields of a record's body by name, in the order of its layout; what is zero is left out.
public struct RecordFields: Sendable {
  public private(set) var entries: [RecordField] = []

  public init() {}

  mutating func word(_ name: String, _ value: String) {
    entries.append(RecordField(name: name, value: value, isNumber: false))
  }

  mutating func text(_ name: String, _ value: some FixedText) {
    if !value.isEmpty { word(name, "\(value)") }
  }

  mutating func number(_ name: String, _ value: some BinaryInteger) {
    if value != 0 {
      entries.append(RecordField(name: name, value: "\(value)", isNumber: true))
    }
  }

  mutating func price(_ name: String, _ value: Price) {
    decimal(name, value.tenThousandths, scale: Price.scale)
  }

  mutating func quantity(_ name: String, _ value: Quantity) {
    decimal(name, value.thousandths, scale: Quantity.scale)
  }

  mutating func amount(_ name: String, _ value: Amount) {
    decimal(name, value.fen, scale: Amount.scale)
  }

  /// 1/100 of a percent, as percent.
  mutating func percent(_ name: String, basisPoints: UInt32) {
    decimal(name, Int64(basisPoints), scale: 2)
  }

  mutating func instant(_ name: String, _ value: Instant) {
    if value != .none { word(name, TextForm.timestamp(value)) }
  }

  /// A field that is 1 for yes.
  mutating func flag(_ name: String, _ value: UInt8) {
    if value != 0 { word(name, value == 1 ? "yes" : "\(value)") }
  }

  /// A number out of a set, by the case's name; one outside as the number it is.
  mutating func code<Code: RawRepresentable>(
    _ name: String, _ rawValue: Code.RawValue, _ set: Code.Type
  ) where Code.RawValue: FixedWidthInteger {
    guard rawValue != 0 else { return }
    if let code = Code(rawValue: rawValue) { return word(name, "\(code)") }
    number(name, rawValue)
  }

  /// One ASCII character in a byte.
  mutating func character(_ name: String, _ value: UInt8) {
    if value != 0 { word(name, String(UnicodeScalar(value))) }
  }

  mutating func msgType(_ name: String, _ rawValue: UInt16) {
    if rawValue != 0 { word(name, "\(MsgType(rawValue: rawValue))") }
  }

  /// Three ASCII bytes, first lowest.
  mutating func currency(_ name: String, _ value: UInt32) {
    guard value != 0 else { return }
    let bytes = (0..<3).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    word(name, String(decoding: bytes, as: UTF8.self))
  }

  mutating func decimal(_ name: String, _ value: Int64, scale: Int) {
    guard value != 0 else { return }
    let text = DecimalText.text(value, scale: scale)
    entries.append(RecordField(name: name, value: text, isNumber: true))
  }
}
