public import Market

/// Texts of printable ASCII, at least one byte.
extension FieldValue {
  /// Up to 16 bytes.
  public static func text16(_ field: Field, in message: RawSpan) throws(ValueError) -> Text16 {
    if let text = shortText(field, message) { return text }
    return try text(message[field])
  }

  /// Up to 32 bytes.
  public static func text32(_ field: Field, in message: RawSpan) throws(ValueError) -> Text32 {
    if let short = shortText(field, message) {
      var text = Text32()
      text.word0 = short.word0
      text.word1 = short.word1
      return text
    }
    return try text(message[field])
  }

  /// A text of up to 16 bytes as two words; nil where it is longer, empty, not printable or stands
  /// less than 16 bytes before the end of the message.
  @inline(__always)
  private static func shortText(_ field: Field, _ message: RawSpan) -> Text16? {
    let start = Int(field.offset)
    guard field.length &- 1 < 16, start <= message.byteCount &- 16 else { return nil }
    let count = UInt64(field.length)
    let low: UInt64 = count >= 8 ? ~0 : ~(~0 &<< (8 &* count))
    let high: UInt64 = count > 8 ? ~0 &>> (128 &- 8 &* count) : 0
    var text = Text16()
    text.word0 = unsafe message.uncheckedWord(at: start) & low
    text.word1 = unsafe message.uncheckedWord(at: start &+ 8) & high
    let blanks: UInt64 = 0x2020_2020_2020_2020
    let isPrintable =
      Figures.arePrintable(text.word0 | blanks & ~low)
      && Figures.arePrintable(text.word1 | blanks & ~high)
    return isPrintable ? text : nil
  }

  private static func text<Text: FixedText>(_ value: RawSpan) throws(ValueError) -> Text {
    if value.byteCount > Text.capacity { throw .overflow }
    guard !value.isEmpty, let text = Text(value) else { throw .malformed }
    return text
  }
}
