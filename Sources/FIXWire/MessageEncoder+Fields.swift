public import FIX44
public import Market
import Memory

/// Each field is `tag=value` and a delimiter.
extension MessageEncoder {
  /// A whole number.
  public mutating func field(_ tag: Tag, _ value: UInt64) {
    begin(tag)
    number(value)
    endField()
  }

  /// A whole number.
  public mutating func field(_ tag: Tag, _ value: Int64) {
    begin(tag)
    if value < 0 { store(UInt64(ASCII.minus), 1) }
    number(value.magnitude)
    endField()
  }

  /// `value` divided by 10 to the power of `scale`, 0 to 8: no zeroes at the end behind the point, and
  /// no point where the number is whole.
  public mutating func decimal(_ tag: Tag, _ value: Int64, scale: Int) {
    precondition(scale >= 0 && scale <= 8, "up to eight places")
    begin(tag)
    if value < 0 { store(UInt64(ASCII.minus), 1) }
    switch scale {
    case 3:
      let whole = value.magnitude / 1_000
      number(whole)
      fewPlaces((value.magnitude &- whole &* 1_000) &* 10)
    case 4:
      let whole = value.magnitude / 10_000
      number(whole)
      fewPlaces(value.magnitude &- whole &* 10_000)
    default:
      let (whole, places) = Self.split(value.magnitude, scale: scale)
      number(whole)
      if places != 0 { self.places(places) }
    }
    endField()
  }

  /// Y or N.
  public mutating func field(_ tag: Tag, _ value: Bool) {
    char(tag, value ? ASCII.yes : ASCII.no)
  }

  /// One byte.
  public mutating func char(_ tag: Tag, _ value: UInt8) {
    begin(tag)
    store(UInt64(value) | UInt64(ASCII.soh) << 8, 2)
  }

  /// Text of fixed capacity; no field at all where it is empty.
  public mutating func field(_ tag: Tag, _ value: Text16) {
    let count = Self.count(value.word0, value.word1)
    if count == 0 { return }
    begin(tag)
    let start = end
    store(value.word0, 8)
    store(value.word1, 8)
    end = start + count
    endField()
  }

  /// Text of fixed capacity; no field at all where it is empty.
  public mutating func field(_ tag: Tag, _ value: Text32) {
    let high = Self.count(value.word2, value.word3)
    let count = high > 0 ? 16 &+ high : Self.count(value.word0, value.word1)
    if count == 0 { return }
    begin(tag)
    let start = end
    store(value.word0, 8)
    store(value.word1, 8)
    store(value.word2, 8)
    store(value.word3, 8)
    end = start + count
    endField()
  }

  /// Bytes in use of two words of text.
  @inline(__always)
  private static func count(_ low: UInt64, _ high: UInt64) -> Int {
    high == 0
      ? 8 &- low.leadingZeroBitCount &>> 3 : 16 &- high.leadingZeroBitCount &>> 3
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
  public mutating func field(_ tag: Tag, _ value: Instant, _ precision: TimestampPrecision) {
    precondition(value.nanoseconds >= 0, "not before 1970")
    begin(tag)
    let second = value.nanoseconds / 1_000_000_000
    clock.move(to: second)
    store(clock.date, 8)
    store(clock.time, 8)
    store(clock.lastDigit, 1)
    let rest = UInt64(value.nanoseconds &- second &* 1_000_000_000)
    switch precision {
    case .seconds: break
    case .milliseconds: fraction(rest / 1_000_000 &* 100_000, digits: 3)
    case .microseconds: fraction(rest / 1_000 &* 100, digits: 6)
    case .nanoseconds:
      fraction(rest / 10, digits: 8)
      store(rest % 10 | UInt64(ASCII.zero), 1)
    }
    endField()
  }

  /// `YYYYMMDD`, for years up to 9999.
  public mutating func field(_ tag: Tag, _ value: CivilDate) {
    begin(tag)
    let (year, month, day) = value.yearMonthDay
    store(DecimalText.figures(UInt64(year * 10_000 + month * 100 + day)) | DecimalText.zeroes, 8)
    endField()
  }

  /// A point and the first `digits` of eight places.
  @inline(__always)
  private mutating func fraction(_ places: UInt64, digits: Int) {
    store(UInt64(ASCII.point), 1)
    store(DecimalText.figures(places) | DecimalText.zeroes, digits)
  }

  private mutating func copyField(_ tag: Tag, _ bytes: UnsafeRawBufferPointer) {
    begin(tag, valueBytes: bytes.count)
    unsafe copy(bytes)
    endField()
  }

  @inline(__always)
  private mutating func begin(_ tag: Tag, valueBytes: Int = 0) {
    reserve(valueBytes)
    if tag.rawValue < 1_000 {
      let text = tags[tag.rawValue]
      precondition(text != 0, "a tag is above 0")
      store(UInt64(text), 4 &- text.leadingZeroBitCount &>> 3)
    } else {
      longTag(tag.rawValue)
    }
  }

  private mutating func longTag(_ tag: UInt32) {
    precondition(tag <= 99_999, "a tag has up to five digits")
    let (word, count) = DecimalText.tag(tag)
    store(word, count)
  }

  @inline(__always)
  private mutating func endField() { store(UInt64(ASCII.soh), 1) }

  /// A point and four places without the zeroes at their end; nothing where all are zero.
  @inline(__always)
  private mutating func fewPlaces(_ places: UInt64) {
    if places == 0 { return }
    let figures = DecimalText.fewFigures(places)
    let count = 8 &- figures.leadingZeroBitCount &>> 3
    store(UInt64(ASCII.point) | (figures | 0x3030_3030) &<< 8, count &+ 1)
  }

  /// A point and eight places without the zeroes at their end.
  private mutating func places(_ places: UInt64) {
    let figures = DecimalText.figures(places)
    let count = 8 &- figures.leadingZeroBitCount &>> 3
    store(UInt64(ASCII.point), 1)
    store(figures | DecimalText.zeroes, count)
  }

  /// Digits, four or eight at a time.
  @inline(__always)
  private mutating func number(_ value: UInt64) {
    if value < 10_000 {
      let (word, count) = DecimalText.fewDigits(value)
      store(word, count)
    } else if value < 100_000_000 {
      let (word, count) = DecimalText.digits(value)
      store(word, count)
    } else {
      largeNumber(value)
    }
  }

  private mutating func largeNumber(_ value: UInt64) {
    let high = value / 100_000_000
    number(high)
    store(DecimalText.figures(value - high * 100_000_000) | DecimalText.zeroes, 8)
  }

  /// What stands before the point, and eight places behind it.
  private static func split(_ number: UInt64, scale: Int) -> (whole: UInt64, places: UInt64) {
    var power: UInt64 = 1
    var rest: UInt64 = 1
    for place in 0..<8 {
      if place < scale { power &*= 10 } else { rest &*= 10 }
    }
    return (number / power, number % power &* rest)
  }
}
