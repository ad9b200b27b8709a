import FIX44
import FIXWire
import Market
import Testing

@Suite struct StoredMessageTests {
  static let stored = message(
    "35=8|49=CANGDAN|56=FIRM|34=7|52=20260302-01:00:00.123|37=1|58=52=x|10=1|")

  static func resend(_ stored: [UInt8], capacity: Int = 1_024) -> String? {
    var encoder = MessageEncoder(capacity: capacity)
    let time = instant(7_200_500_000_000)
    let isSent = StoredMessage.resend(
      stored.raw, sendingTime: time, precision: .milliseconds, into: &encoder)
    return isSent ? text(encoder.message) : nil
  }

  @Test("the stored bytes again with 43=Y, 122 = the stored 52, a new 52, and 9 and 10 to match")
  func resend() {
    let expected = message(
      "35=8|49=CANGDAN|56=FIRM|34=7|43=Y|52=20260302-02:00:00.500|122=20260302-01:00:00.123|"
        + "37=1|58=52=x|10=1|")
    #expect(Self.resend(Self.stored) == text(expected.raw))
  }

  @Test("what has been resent is resent again with its first OrigSendingTime(122)")
  func resendAgain() {
    let once = message(
      "35=8|49=CANGDAN|56=FIRM|34=7|43=Y|97=Y|52=20260302-01:00:00.123|122=20260302-00:00:00|37=1|")
    let expected = message(
      "35=8|49=CANGDAN|56=FIRM|34=7|97=Y|122=20260302-00:00:00|43=Y|52=20260302-02:00:00.500|37=1|")
    #expect(Self.resend(once) == text(expected.raw))
  }

  @Test("what the encoder wrote can be resent, data fields and all")
  func encoded() {
    var encoder = MessageEncoder(capacity: 512)
    var header = MessageEncoderTests.header
    header.precision = .nanoseconds
    header.onBehalfOfCompID = MessageEncoderTests.compID("X")
    encoder.begin(header)
    let data = wire("a|52=1|b")
    encoder.field(.rawDataLength, UInt64(data.count))
    encoder.field(.rawData, data.raw)
    encoder.finish()
    let first = text(encoder.message)
    let stored = wire(first)
    let again = Self.resend(stored)
    #expect(again?.contains("|95=8|96=a|52=1|b|10=") == true)
    #expect(again?.contains("|122=20260302-09:30:00.123456789|") == true)
    let bytes = wire(again ?? "")
    #expect(
      Framing.next(in: bytes.raw, maxMessageSize: 512) == .complete(byteCount: bytes.count))
  }

  @Test(
    "what is not one whole message with a SendingTime(52) is not resent",
    arguments: [
      [], wire("8=FIX.4.4|"), Array(stored.dropLast()), stored + stored,
      message("35=8|49=CANGDAN|"), message("35=8|58=x|52=20260302-01:00:00|"),
      message("35=8|52=20260302-01:00:00", beginString: "FIX.4.2"),
      message("35=8|52=\(String(repeating: "1", count: 33))|"),
    ])
  func refused(_ bytes: [UInt8]) {
    #expect(Self.resend(bytes) == nil)
  }

  @Test("what does not fit is not resent")
  func tooLarge() {
    let large = message("35=8|52=20260302-01:00:00|58=\(String(repeating: "x", count: 300))|")
    #expect(Self.resend(large, capacity: 400) == nil)
    #expect(Self.resend(large, capacity: 600) != nil)
  }
}
