import FIX44
import FIXWire
import Market
import Testing

@Suite struct FieldValueTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    let scale: Int
    let value: Result<Int64, ValueError>
    var testDescription: String { "\(text) to \(scale) places" }
    init(_ text: String, _ scale: Int, _ value: Int64) {
      self.text = text
      self.scale = scale
      self.value = .success(value)
    }
    init(_ text: String, _ scale: Int, fails error: ValueError) {
      self.text = text
      self.scale = scale
      value = .failure(error)
    }
  }

  /// What `read` makes of `text` as the value of a field, the same for one that is all of the message,
  /// ends it, or stands within it.
  static func read<Value: Equatable>(
    _ text: String, _ read: (Field, RawSpan) throws(ValueError) -> Value
  ) -> Result<Value, ValueError> {
    let alone = self.read(text, before: "", behind: "", read)
    for (before, behind) in [("38=\u{1}44=", ""), ("44=", String(repeating: "7", count: 32))] {
      #expect(self.read(text, before: before, behind: behind, read) == alone)
    }
    return alone
  }

  private static func read<Value>(
    _ text: String, before: String, behind: String,
    _ read: (Field, RawSpan) throws(ValueError) -> Value
  ) -> Result<Value, ValueError> {
    let bytes = Array((before + text + behind).utf8)
    let field = Field(
      tag: .price, offset: UInt32(before.utf8.count), length: UInt32(text.utf8.count))
    do throws(ValueError) {
      return .success(try read(field, bytes.raw))
    } catch {
      return .failure(error)
    }
  }

  static let decimalRows: [Row] = [
    Row("0", 4, 0), Row("-0", 4, 0), Row("1", 4, 10_000), Row("1.", 4, 10_000),
    Row(".1", 4, 1_000), Row("-.1", 4, -1_000), Row("68520.5", 4, 685_205_000),
    Row("00068520.50000000000000000000000", 4, 685_205_000), Row("-10.25", 2, -1_025),
    Row("0.0001", 4, 1), Row("0.00010", 4, 1), Row("0.00001", 4, fails: .excessPrecision),
    Row("0.00011", 4, fails: .excessPrecision), Row("1.0", 0, 1),
    Row("1.5", 0, fails: .excessPrecision),
    Row("922337203685477.5806", 4, Int64.max - 1), Row("922337203685477.5807", 4, Int64.max),
    Row("922337203685477.5808", 4, fails: .overflow),
    Row("-922337203685477.5807", 4, Int64.min + 1),
    Row("-922337203685477.5808", 4, Int64.min), Row("-922337203685477.5809", 4, fails: .overflow),
    Row("922337203685477", 4, 9_223_372_036_854_770_000),
    Row("922337203685478", 4, fails: .overflow),
    Row("9.223372036854775807", 18, Int64.max), Row("9.223372036854775808", 18, fails: .overflow),
    Row("10", 18, fails: .overflow), Row("9", 18, 9_000_000_000_000_000_000),
    Row("18446744073709551615", 0, fails: .overflow),
    Row("18446744073709551616", 0, fails: .overflow),
    Row("99999999999999999999999999999999", 2, fails: .overflow),
    Row("", 4, fails: .malformed), Row("-", 4, fails: .malformed), Row(".", 4, fails: .malformed),
    Row("-.", 4, fails: .malformed), Row("+1", 4, fails: .malformed),
    Row("1-", 4, fails: .malformed),
    Row("--1", 4, fails: .malformed), Row("1.2.3", 4, fails: .malformed),
    Row("1e2", 4, fails: .malformed),
    Row("1,5", 4, fails: .malformed), Row(" 1", 4, fails: .malformed),
    Row("1 ", 4, fails: .malformed),
    Row("0x1", 4, fails: .malformed), Row("１", 4, fails: .malformed),
    Row("99999999999999999999x", 4, fails: .malformed), Row("0.00001x", 4, fails: .malformed),
  ]

  @Test("decimals are exact or refused", arguments: decimalRows)
  func decimal(_ row: Row) {
    let found = Self.read(row.text) { field, message throws(ValueError) in
      try FieldValue.decimal(field, in: message, scale: row.scale)
    }
    #expect(found == row.value)
  }

  static let intRows: [Row] = [
    Row("0", 0, 0), Row("-0", 0, 0), Row("007", 0, 7), Row("-007", 0, -7),
    Row("9223372036854775806", 0, Int64.max - 1), Row("9223372036854775807", 0, Int64.max),
    Row("9223372036854775808", 0, fails: .overflow), Row("-9223372036854775807", 0, Int64.min + 1),
    Row("-9223372036854775808", 0, Int64.min), Row("-9223372036854775809", 0, fails: .overflow),
    Row("000000000000000000000000000001", 0, 1), Row("1.0", 0, fails: .malformed),
    Row("1.", 0, fails: .malformed),
    Row("", 0, fails: .malformed), Row("-", 0, fails: .malformed), Row("+1", 0, fails: .malformed),
    Row("1a", 0, fails: .malformed),
  ]

  @Test("whole numbers", arguments: intRows)
  func int(_ row: Row) {
    let found = Self.read(row.text) { field, message throws(ValueError) in
      try FieldValue.int(field, in: message)
    }
    #expect(found == row.value)
  }

  @Test("whole numbers without a sign")
  func uint() {
    let rows: [(String, Result<UInt64, ValueError>)] = [
      ("0", .success(0)), ("0042", .success(42)),
      ("18446744073709551614", .success(.max - 1)), ("18446744073709551615", .success(.max)),
      ("18446744073709551616", .failure(.overflow)), ("28446744073709551615", .failure(.overflow)),
      ("184467440737095516150", .failure(.overflow)), ("-1", .failure(.malformed)),
      ("-0", .failure(.malformed)), ("", .failure(.malformed)), ("1.", .failure(.malformed)),
      ("99999999999999999999x", .failure(.malformed)),
    ]
    for (text, value) in rows {
      let found = Self.read(text) { field, message throws(ValueError) in
        try FieldValue.uint(field, in: message)
      }
      #expect(found == value, "\(text)")
    }
  }

  @Test("every number that the encoder writes is read again", arguments: 0...8)
  func roundTrip(_ scale: Int) {
    var generator = SeededGenerator(state: 0x9e37_79b9 + UInt64(scale))
    for _ in 0..<500 {
      let value = Int64.random(in: .min ... .max, using: &generator)
      let shifted = value >> Int64.random(in: 0..<63, using: &generator)
      let text = MessageEncoderTests.field { $0.decimal(.price, shifted, scale: scale) }
      let digits = String(text.dropFirst(3).dropLast())
      let found = Self.read(digits) { field, message throws(ValueError) in
        try FieldValue.decimal(field, in: message, scale: scale)
      }
      #expect(found == .success(shifted))
    }
  }

  @Test("Y, N, and one byte")
  func booleanAndChar() {
    let boolean: (Field, RawSpan) throws(ValueError) -> Bool = {
      field, message throws(ValueError) in
      try FieldValue.boolean(field, in: message)
    }
    #expect(Self.read("Y", boolean) == .success(true))
    #expect(Self.read("N", boolean) == .success(false))
    for text in ["", "y", "n", "YY", "1", " Y"] {
      #expect(Self.read(text, boolean) == .failure(.malformed))
    }
    let char: (Field, RawSpan) throws(ValueError) -> UInt8 = { field, message throws(ValueError) in
      try FieldValue.char(field, in: message)
    }
    #expect(Self.read("1", char) == .success(0x31))
    #expect(Self.read("", char) == .failure(.malformed))
    #expect(Self.read("12", char) == .failure(.malformed))
  }

  @Test("texts up to their capacity, of printable ASCII")
  func texts() {
    let text16: (Field, RawSpan) throws(ValueError) -> Text16 = {
      field, message throws(ValueError) in
      try FieldValue.text16(field, in: message)
    }
    let text32: (Field, RawSpan) throws(ValueError) -> Text32 = {
      field, message throws(ValueError) in
      try FieldValue.text32(field, in: message)
    }
    for count in [1, 15, 16, 17, 31, 32, 33] {
      let text = String(repeating: "x", count: count)
      let short = Self.read(text, text16).map(\.description)
      let long = Self.read(text, text32).map(\.description)
      #expect(short == (count <= 16 ? .success(text) : .failure(.overflow)))
      #expect(long == (count <= 32 ? .success(text) : .failure(.overflow)))
    }
    #expect(Self.read("", text16) == .failure(.malformed))
    #expect(Self.read("é", text16) == .failure(.malformed))
    #expect(Self.read("\u{7f}", text32) == .failure(.malformed))
  }

  @Test("errors have the reason that a Reject(3) states")
  func reasons() {
    #expect(ValueError.malformed.reason == .incorrectDataFormat)
    #expect(ValueError.overflow.reason == .valueIncorrect)
    #expect(ValueError.excessPrecision.reason == .valueIncorrect)
  }

  @Test("decimals of 1 to 12 characters, the point at each place, before and behind the sign")
  func lengths() {
    let digits = Array("123456789012")
    var wrong: [String] = []
    for length in 1...12 {
      let whole = String(digits[..<length])
      for place in 0...length {
        let places = length - place
        let text = whole.prefix(place) + "." + whole.suffix(places)
        let number = Int64(whole) ?? 0
        for scale in [places, places + 1] {
          let expected = scale == places ? number : number * 10
          for (sign, value) in [("", expected), ("-", -expected)] {
            let found = Self.read(sign + text) { field, message throws(ValueError) in
              try FieldValue.decimal(field, in: message, scale: scale)
            }
            if found != .success(value) { wrong.append(sign + text) }
          }
        }
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test("a byte that is no digit at each place of a number of up to 12")
  func strangers() {
    var wrong: [String] = []
    for length in 1...12 {
      for place in 0..<length {
        for stranger in ["/", ":", " ", "\u{0}", "\u{1}", "a"] {
          let digits = String(repeating: "7", count: length)
          let text = digits.prefix(place) + stranger + digits.suffix(length - place - 1)
          let uint = Self.read(String(text)) { field, message throws(ValueError) in
            try FieldValue.uint(field, in: message)
          }
          let decimal = Self.read(String(text)) { field, message throws(ValueError) in
            try FieldValue.decimal(field, in: message, scale: 4)
          }
          if uint != .failure(.malformed) || decimal != .failure(.malformed) {
            wrong.append(String(text))
          }
        }
      }
    }
    #expect(wrong.isEmpty)
  }
}
