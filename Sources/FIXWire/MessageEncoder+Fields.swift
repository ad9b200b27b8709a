public import FIX44
public import Market
import Memory

/// Each field is `tag=value` and a delimiter. What begins a field is inlined, since a known tag is a
/// constant there (benchmark report-out); what writes the value is not.
extension MessageEncoder {
  /// A whole number.
  @inlinable
  @inline(__always)
  public mutating func field(_ tag: Tag, _ value: UInt64) {
    begin(tag)
    endWith(value)
  }

  /// A whole number.
  @inlinable
  @inline(__always)
  public mutating func field(_ tag: Tag, _ value: Int64) {
    begin(tag)
    endWith(value)
  }

  /// `value` divided by 10 to the power of `scale`, 0 to 8: no zeroes at the end behind the point, and
  /// no point where the number is whole.
  @inlinable
  @inline(__always)
  public mutating func decimal(_ tag: Tag, _ value: Int64, scale: Int) {
    precondition(scale >= 0 && scale <= 8, "up to eight places")
    begin(tag)
    endWith(value, scale: scale)
  }

  /// Y or N.
  @inlinable
  @inline(__always)
  public mutating func field(_ tag: Tag, _ value: Bool) {
    char(tag, value ? 0x59 : 0x4e)
  }

  /// One byte.
  @inlinable
  @inline(__always)
  public mutating func char(_ tag: Tag, _ value: UInt8) {
    reserve(0)
    let text = TagText(tag.rawValue)
    let end = UInt64(value) | 0x0100
    store(text.word | end &<< UInt64(8 &* text.count), text.count &+ 2)
  }

  /// Text of fixed capacity; no field at all where it is empty.
  @inlinable
  @inline(__always)
  public mutating func field(_ tag: Tag, _ value: Text16) {
    if value.word0 | value.word1 == 0 { return }
    begin(tag)
    endWith(value)
  }

  /// Text of fixed capacity; no field at all where it is empty.
  @inlinable
  @inline(__always)
  public mutating func field(_ tag: Tag, _ value: Text32) {
    if value.word0 | value.word1 | value.word2 | value.word3 == 0 { return }
    begin(tag)
    endWith(value)
  }

  /// Text known when the program is compiled.
  public mutating func field(_ tag: Tag, _ value: StaticString) {
    unsafe copyField(
      tag, UnsafeRawBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
  }

  /// Bytes as they are, without a delimiter among them unless `tag` is a data field whose length field
  /// stands before.
  public mutating func field(_ tag: Tag, _ value: RawSpan) {
    unsafe value.withUnsafeBytes { bytes in unsafe copyField(tag, bytes) }
  }

  /// MsgType(35), RefMsgType(372): one or two characters.
  public mutating func field(_ tag: Tag, _ value: MsgType) {
    begin(tag)
    store(UInt64(value.rawValue), value.rawValue > 0xff ? 2 : 1)
    endField()
  }

  /// A UTCTimestamp, what is smaller than `precision` cut off; the instant is not before 1970.
  @inlinable
  @inline(__always)
  public mutating func field(_ tag: Tag, _ value: Instant, _ precision: TimestampPrecision) {
    begin(tag)
    endWith(value, precision)
  }

  /// A UTCTimeOnly in milliseconds, what is smaller cut off; the instant is not before 1970.
  public mutating func time(_ tag: Tag, _ value: Instant) {
    begin(tag)
    endWith(timeOf: value)
  }

  /// `YYYYMMDD`, for years up to 9999.
  public mutating func field(_ tag: Tag, _ value: CivilDate) {
    begin(tag)
    let (year, month, day) = value.yearMonthDay
    store(DigitWords.figures(UInt64(year * 10_000 + month * 100 + day)) | DigitWords.zeroes, 8)
    endField()
  }

  private mutating func copyField(_ tag: Tag, _ bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count)
    begin(tag)
    unsafe copy(bytes)
    endField()
  }

  @inlinable
  @inline(__always)
  mutating func begin(_ tag: Tag) {
    reserve(0)
    let text = TagText(tag.rawValue)
    store(text.word, text.count)
  }

  @inline(__always)
  mutating func endField() { store(UInt64(ASCII.soh), 1) }
}
