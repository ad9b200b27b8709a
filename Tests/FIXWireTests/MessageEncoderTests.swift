import FIX44
import FIXWire
import Market
import Testing

@Suite struct MessageEncoderTests {
  static func compID(_ text: String) -> CompID { CompID(Text16(text) ?? Text16()) }

  static var header: OutboundHeader {
    OutboundHeader(
      .executionReport, from: compID("CANGDAN"), to: compID("FIRM"),
      msgSeqNum: MsgSeqNum(rawValue: 215), sendingTime: instant(34_200_123_456_789))
  }

  /// What stands between BodyLength(9) and CheckSum(10).
  static func body(_ encoder: borrowing MessageEncoder) -> String {
    let all = text(encoder.message)
    let behindHead = all.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
    return String(behindHead[2].dropLast(7))
  }

  /// The one field that `write` adds to a message.
  static func field(_ write: (inout MessageEncoder) -> Void) -> String {
    var encoder = MessageEncoder(capacity: 1_024)
    encoder.begin(header)
    encoder.finish()
    let bare = body(encoder)
    encoder.begin(header)
    write(&encoder)
    encoder.finish()
    return String(body(encoder).dropFirst(bare.count))
  }

  @Test("a message is whole: Framing and FieldIndex read what was written")
  func roundTrip() {
    var encoder = MessageEncoder(capacity: 1_024)
    var index = FieldIndex()
    for length in 0..<400 {
      encoder.begin(Self.header)
      let note = [UInt8](repeating: 0x41 + UInt8(length % 26), count: length)
      encoder.field(.text, note.raw)
      let count = encoder.finish()
      let frame = Framing.next(in: encoder.message, maxMessageSize: 1_024)
      #expect(frame == .complete(byteCount: count))
      let error = index.parse(encoder.message)
      #expect(error == nil)
      let last = index[index.count - 2]
      #expect(last.tag == .text && Int(last.length) == length)
    }
  }

  @Test("the header stands in the order 35, 49, 56, 34, 52")
  func plainHeader() {
    var encoder = MessageEncoder(capacity: 256)
    encoder.begin(Self.header)
    let count = encoder.finish()
    let expected = message("35=8|49=CANGDAN|56=FIRM|34=215|52=20260302-09:30:00.123|")
    #expect(text(encoder.message) == text(expected.raw))
    #expect(count == expected.count)
  }

  @Test("the header says all that it is asked to")
  func fullHeader() {
    var header = Self.header
    header.msgType = MsgType(0x41, 0x45)
    header.targetSubID = Self.compID("DESK")
    header.senderSubID = Self.compID("V")
    header.onBehalfOfCompID = Self.compID("ORIGIN")
    header.precision = .seconds
    header.possDup = OutboundHeader.PossDup(origSendingTime: instant(0))
    header.possResend = true
    header.lastMsgSeqNumProcessed = MsgSeqNum(rawValue: 9)
    var encoder = MessageEncoder(capacity: 512)
    encoder.begin(header)
    encoder.finish()
    #expect(
      Self.body(encoder) == """
        35=AE|49=CANGDAN|56=FIRM|115=ORIGIN|50=V|57=DESK|34=215|43=Y|97=Y|\
        52=20260302-09:30:00|122=20260302-00:00:00|369=9|
        """)
  }

  @Test(
    "whole numbers",
    arguments: [
      0, 1, 9, 10, 99, 100, 12_345_678, 99_999_999, 100_000_000, 100_000_001, 999_999_999_999_999,
      9_999_999_999_999_999, 10_000_000_000_000_000, Int64.max - 1, Int64.max, -1, -10, Int64.min,
      Int64.min + 1,
    ])
  func wholeNumbers(_ value: Int64) {
    #expect(Self.field { $0.field(.orderQty, value) } == "38=\(value)|")
    let unsigned = UInt64(bitPattern: value)
    #expect(Self.field { $0.field(.orderQty, unsigned) } == "38=\(unsigned)|")
  }

  struct Decimal: Sendable, CustomTestStringConvertible {
    let value: Int64
    let scale: Int
    let testDescription: String
    init(_ value: Int64, _ scale: Int, _ text: String) {
      self.value = value
      self.scale = scale
      testDescription = text
    }
  }

  static let decimals = [
    Decimal(0, 0, "0"), Decimal(0, 4, "0"), Decimal(1, 4, "0.0001"), Decimal(-1, 4, "-0.0001"),
    Decimal(10_000, 4, "1"), Decimal(10_001, 4, "1.0001"), Decimal(9_999, 4, "0.9999"),
    Decimal(685_200_000, 4, "68520"), Decimal(685_205_000, 4, "68520.5"),
    Decimal(-685_205_000, 4, "-68520.5"), Decimal(25_000, 3, "25"), Decimal(25_010, 3, "25.01"),
    Decimal(1_99, 2, "1.99"), Decimal(1_90, 2, "1.9"), Decimal(7, 1, "0.7"), Decimal(7, 0, "7"),
    Decimal(1, 8, "0.00000001"), Decimal(100_000_000, 8, "1"), Decimal(12_345_678, 7, "1.2345678"),
    Decimal(12_345_678, 6, "12.345678"), Decimal(12_345_678, 5, "123.45678"),
    Decimal(9_999_990, 3, "9999.99"), Decimal(10_000_001, 3, "10000.001"),
    Decimal(99_999_999, 4, "9999.9999"), Decimal(100_000_001, 4, "10000.0001"),
    Decimal(.max, 4, "922337203685477.5807"), Decimal(.min, 4, "-922337203685477.5808"),
    Decimal(.max, 8, "92233720368.54775807"), Decimal(.min, 0, "-9223372036854775808"),
  ]

  @Test("decimals are exact and have no zeroes at the end", arguments: decimals)
  func writesDecimals(_ row: Decimal) {
    let text = Self.field { $0.decimal(.price, row.value, scale: row.scale) }
    #expect(text == "44=\(row.testDescription)|")
    let read = FieldValueTests.read(row.testDescription) { field, message throws(ValueError) in
      try FieldValue.decimal(field, in: message, scale: row.scale)
    }
    #expect(read == .success(row.value))
  }

  @Test(
    "tags of one to five digits", arguments: [1, 9, 10, 99, 100, 999, 1_000, 9_999, 10_000, 99_999])
  func tags(_ tag: UInt32) {
    #expect(Self.field { $0.char(Tag(tag), 0x59) } == "\(tag)=Y|")
  }

  @Test("every tag")
  func everyTag() {
    var encoder = MessageEncoder(capacity: 1_024)
    for tag: UInt32 in 1...9_999 {
      encoder.begin(Self.header)
      encoder.char(Tag(tag), 0x59)
      encoder.finish()
      #expect(text(encoder.message).dropLast(7).hasSuffix("|\(tag)=Y|"))
    }
  }

  @Test("texts of every length, and none at all where empty")
  func texts() {
    for length in 0...32 {
      let text = String("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".prefix(length))
      let expected = length == 0 ? "" : "11=\(text)|"
      if let value = Text32(text) { #expect(Self.field { $0.field(.clOrdID, value) } == expected) }
      if let value = Text16(text) { #expect(Self.field { $0.field(.clOrdID, value) } == expected) }
    }
  }

  @Test("other values")
  func others() {
    #expect(Self.field { $0.field(.possResend, true) } == "97=Y|")
    #expect(Self.field { $0.field(.possResend, false) } == "97=N|")
    #expect(Self.field { $0.char(.side, 0x31) } == "54=1|")
    #expect(Self.field { $0.field(.text, "MsgSeqNum(34) too low") } == "58=MsgSeqNum(34) too low|")
    #expect(Self.field { $0.field(.refMsgType, MsgType.newOrderSingle) } == "372=D|")
    #expect(Self.field { $0.field(.refMsgType, MsgType(0x41, 0x45)) } == "372=AE|")
    #expect(Self.field { $0.field(.tradeDate, CivilDate(daysSince1970: 20_514)) } == "75=20260302|")
  }

  struct Timestamp: Sendable, CustomTestStringConvertible {
    let time: Instant
    let precision: TimestampPrecision
    let testDescription: String
    init(_ nanoseconds: Int64, _ precision: TimestampPrecision, _ text: String) {
      time = Instant(nanoseconds: nanoseconds)
      self.precision = precision
      testDescription = text
    }
  }

  static let timestamps = [
    Timestamp(0, .seconds, "19700101-00:00:00"),
    Timestamp(0, .nanoseconds, "19700101-00:00:00.000000000"),
    Timestamp(999_999_999, .milliseconds, "19700101-00:00:00.999"),
    Timestamp(999_999_999, .microseconds, "19700101-00:00:00.999999"),
    Timestamp(999_999_999, .nanoseconds, "19700101-00:00:00.999999999"),
    Timestamp(1_000_000_000, .milliseconds, "19700101-00:00:01.000"),
    Timestamp(1_234_567, .milliseconds, "19700101-00:00:00.001"),
    Timestamp(1_234_567, .microseconds, "19700101-00:00:00.001234"),
    Timestamp(1_234_567, .nanoseconds, "19700101-00:00:00.001234567"),
    Timestamp(1_709_164_799_000_000_000, .seconds, "20240228-23:59:59"),
    Timestamp(1_709_164_800_000_000_000, .seconds, "20240229-00:00:00"),
    Timestamp(1_709_251_200_000_000_000, .seconds, "20240301-00:00:00"),
    Timestamp(.max, .nanoseconds, "22620411-23:47:16.854775807"),
  ]

  @Test(
    "timestamps are cut to their precision, and cached digits never stay", arguments: timestamps)
  func writesTimestamps(_ row: Timestamp) {
    let written = Self.field { encoder in
      encoder.field(.transactTime, instant(86_399_000_000_000), .seconds)
      encoder.field(.transactTime, row.time, row.precision)
      encoder.field(.transactTime, row.time, row.precision)
    }
    let expected = "60=\(row.testDescription)|"
    #expect(written == "60=20260302-23:59:59|" + expected + expected)
  }

  @Test("a message that does not fit is our own error")
  func overflow() async {
    await #expect(processExitsWith: .failure) {
      var encoder = MessageEncoder(capacity: 256)
      encoder.begin(MessageEncoderTests.header)
      for _ in 0..<100 { encoder.field(.orderQty, Int64.max) }
    }
  }

  @Test("a message can't be read before it is finished")
  func order() async {
    await #expect(processExitsWith: .failure) {
      var encoder = MessageEncoder(capacity: 256)
      encoder.begin(MessageEncoderTests.header)
      _ = encoder.message.byteCount
    }
  }
}
