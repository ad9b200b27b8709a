import FIX44
import FIXWire
import Market
import Testing

@Suite struct TimestampReaderTests {
  /// What a reader that has read `before` makes of `text`, and what reads it without a memory.
  static func read(
    _ text: String, after before: String
  ) -> (Result<Instant, ValueError>, Result<Instant, ValueError>) {
    let found = FieldValueTests.read(text) { field, message throws(ValueError) in
      let earlier = Array("60=\(before)".utf8)
      var reader = TimestampReader()
      let length = UInt32(before.utf8.count)
      let earlierField = Field(tag: .transactTime, offset: 3, length: length)
      do throws(ValueError) { _ = try reader.read(earlierField, in: earlier.raw) } catch {
        #expect(error != .excessPrecision)
      }
      return try reader.read(field, in: message)
    }
    let expected = FieldValueTests.read(text) { field, message throws(ValueError) in
      try FieldValue.utcTimestamp(field, in: message)
    }
    return (found, expected)
  }

  static let texts = [
    "20260302-01:30:00", "20260302-01:30:00.1", "20260302-01:30:00.123", "20260302-01:30:01.123",
    "20260302-01:30:00.12345678", "20260302-01:30:00.123456789", "20260302-01:30:00.123456789012",
    "20260302-01:29:60.5", "20260303-01:30:00.123", "20270302-01:30:00.123",
    "20260302-01:30:00.", "20260302-01:30:00.12x", "20260302-01:30:00,123", "20260302:01:30:00.123",
    "20260302-01:30:0", "20260302", "", "19691231-23:59:59.5", "22620101-00:00:00",
    "20260230-01:30:00.123",
  ]

  @Test("after any other, a timestamp reads as it reads alone", arguments: texts)
  func sameAsAlone(_ text: String) {
    for before in Self.texts {
      let (found, expected) = Self.read(text, after: before)
      #expect(found == expected, "\(text) after \(before)")
    }
  }

  @Test("the first timestamp of all is read")
  func first() {
    let (found, _) = Self.read("19700101-00:00:00.25", after: "")
    #expect(found == .success(Instant(nanoseconds: 250_000_000)))
  }
}
