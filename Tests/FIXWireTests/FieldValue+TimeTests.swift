import FIX44
import FIXWire
import Market
import Testing

@Suite struct FieldValueTimeTests {
  static func timestamp(_ text: String) -> Result<Int64, ValueError> {
    FieldValueTests.read(text) { field, message throws(ValueError) in
      try FieldValue.utcTimestamp(field, in: message).nanoseconds
    }
  }

  static let midnight: Int64 = 20_514 * 86_400_000_000_000

  static let good: [(String, Int64)] = [
    ("19700101-00:00:00", 0),
    ("20260302-00:00:00", midnight),
    ("20260302-00:00:00.0", midnight),
    ("20260302-00:00:00.1", midnight + 100_000_000),
    ("20260302-00:00:00.123", midnight + 123_000_000),
    ("20260302-00:00:00.123456", midnight + 123_456_000),
    ("20260302-00:00:00.12345678", midnight + 123_456_780),
    ("20260302-00:00:00.123456789", midnight + 123_456_789),
    ("20260302-00:00:00.1234567891", midnight + 123_456_789),
    ("20260302-00:00:00.123456789999", midnight + 123_456_789),
    ("20260301-23:59:59.999999999", midnight - 1),
    ("20260301-23:59:60", midnight),
    ("20260301-23:59:60.5", midnight + 500_000_000),
    ("20240229-00:00:00", 1_709_164_800_000_000_000),
    ("22611231-23:59:59.999999999", 9_214_646_399_999_999_999),
  ]

  @Test("timestamps from seconds to picoseconds, cut to nanoseconds", arguments: good)
  func goodTimestamps(_ row: (String, Int64)) {
    #expect(Self.timestamp(row.0) == .success(row.1))
  }

  @Test(
    "what is no timestamp",
    arguments: [
      "", "20260302", "20260302-", "20260302-00:00", "20260302-00:00:0", "20260302-00:00:00.",
      "20260302-00:00:00.1234567890123", "20260302-00:00:00.12a", "20260302-00:00:00.12345678a",
      "20260302-00:00:00.123456789a", "20260302-00:00:00,123",
      "20260302-00:00:00Z", "20260302T00:00:00", "2026030a-00:00:00", "20260302-0a:00:00",
      "20260302-24:00:00", "20260302-00:60:00", "20260302-00:00:61", "20260302-00-00:00",
      "20260302-00:00-00", "20260229-00:00:00", "20261301-00:00:00", "20260001-00:00:00",
      "20260100-00:00:00", "20260132-00:00:00", "-0260302-00:00:00", "20260302-00:00:00 ",
    ])
  func badTimestamps(_ text: String) {
    #expect(Self.timestamp(text) == .failure(.malformed))
  }

  @Test("years that an instant does not hold")
  func years() {
    #expect(Self.timestamp("19691231-23:59:59") == .failure(.overflow))
    #expect(Self.timestamp("22620101-00:00:00") == .failure(.overflow))
    #expect(Self.timestamp("99991231-23:59:59") == .failure(.overflow))
  }

  @Test("what the encoder writes is read again")
  func roundTrip() {
    var generator = SeededGenerator(state: 77)
    for _ in 0..<500 {
      let time = Int64.random(in: 0..<9_214_646_400_000_000_000, using: &generator)
      let text = MessageEncoderTests.field {
        $0.field(.transactTime, Instant(nanoseconds: time), .nanoseconds)
      }
      #expect(Self.timestamp(String(text.dropFirst(3).dropLast())) == .success(time))
    }
  }

  @Test("times of day and dates")
  func timesAndDates() {
    let time: (Field, RawSpan) throws(ValueError) -> Int64 = { field, message throws(ValueError) in
      try FieldValue.utcTimeOnly(field, in: message)
    }
    #expect(FieldValueTests.read("00:00:01.5", time) == .success(1_500_000_000))
    #expect(FieldValueTests.read("00:00", time) == .failure(.malformed))
    let date: (Field, RawSpan) throws(ValueError) -> Int = { field, message throws(ValueError) in
      try FieldValue.localMktDate(field, in: message).daysSince1970
    }
    #expect(FieldValueTests.read("20260302", date) == .success(20_514))
    #expect(FieldValueTests.read("00000101", date) == .success(-719_528))
    for text in ["", "2026030", "202603022", "20260229", "2026-302"] {
      #expect(FieldValueTests.read(text, date) == .failure(.malformed))
    }
  }
}
