import Compression
import Memory
import Tap
import Testing
import TradeClient

/// A stock engine on one side, a venue that compresses on the other.
@Suite struct RelayTests {
  static let logon = "35=A|49=SUP001|56=CANGDAN|34=1|52=20261118-11:06:40|98=0|108=30|"
  static let answer = "35=A|49=CANGDAN|56=SUP001|34=1|52=20261118-11:06:40|98=0|108=30|"
  static let report = "35=8|49=CANGDAN|56=SUP001|34=2|52=20261118-11:06:41|11=A1|"

  /// One LZ4 frame of these pieces.
  static func frame(_ pieces: [[UInt8]], ended: Bool = true) -> [UInt8] {
    var writer = LZ4FrameWriter()
    var buffer = ByteBuffer(capacity: (pieces.count + 2) * LZ4FrameWriter.roomBytes)
    for piece in pieces { writer.append(RawSpan(_elements: piece.span), to: &buffer) }
    if ended { writer.end(in: &buffer) }
    return take(&buffer)
  }

  static func take(_ buffer: inout ByteBuffer) -> [UInt8] {
    let bytes = array(buffer.readable)
    buffer.removeAll()
    return bytes
  }

  private static func array(_ bytes: RawSpan) -> [UInt8] {
    let span = Span<UInt8>(_bytes: bytes)
    return span.indices.map { span[$0] }
  }

  /// Gives the venue's bytes to the relay; what the engine gets, with `|` for the delimiter.
  static func hear(_ relay: inout Relay, _ bytes: [UInt8]) -> String {
    let isTaken = relay.fromVenue.wire.append(RawSpan(_elements: bytes.span))
    precondition(isTaken, "a test is short")
    relay.advance()
    return TapMessages.text(take(&relay.toEngine))
  }

  /// Gives the engine's bytes to the relay; what the venue gets.
  static func say(_ relay: inout Relay, _ bytes: [UInt8]) -> String {
    let isTaken = relay.fromEngine.append(RawSpan(_elements: bytes.span))
    precondition(isTaken, "a test is short")
    relay.advance()
    return TapMessages.text(take(&relay.toVenue))
  }

  static func text(_ body: String) -> String { TapMessages.text(TapMessages.wire(body)) }

  @Test("the engine's Logon(A) asks for compression, whatever it said itself")
  func asks() {
    let asked = Self.text(Self.logon + "7811=1|")
    for own in ["", "7811=0|", "7811=1|"] {
      var relay = Relay()
      let bytes = TapMessages.wire(Self.logon + own)
      for byte in bytes.dropLast() { #expect(Self.say(&relay, [byte]) == "") }
      #expect(Self.say(&relay, [bytes[bytes.count - 1]]) == asked)
      let order = TapMessages.wire("35=D|34=2|11=A1|")
      #expect(Self.say(&relay, order) == TapMessages.text(order))
    }
  }

  @Test("what is no Logon(A) goes to the venue as it is, to be judged there")
  func otherFirst() {
    var relay = Relay()
    let order = TapMessages.wire("35=D|34=1|11=A1|")
    #expect(Self.say(&relay, order + order) == TapMessages.text(order + order))
    var other = Relay()
    #expect(Self.say(&other, Array("GET / HTTP/1.1\r\n".utf8)) == "GET / HTTP/1.1\r\n")
  }

  @Test("the answer comes without 7811, and what follows decompressed, wherever the stream is cut")
  func granted() {
    let bytes =
      TapMessages.wire(Self.answer + "7811=1|") + Self.frame([TapMessages.wire(Self.report)])
    let whole = Self.text(Self.answer) + Self.text(Self.report)
    for cut in 0...bytes.count {
      var relay = Relay()
      let first = Self.hear(&relay, Array(bytes[..<cut]))
      let second = Self.hear(&relay, Array(bytes[cut...]))
      #expect(first + second == whole)
      let (isFramed, isDamaged) = (relay.isFramed, relay.isDamaged)
      #expect(isFramed && !isDamaged)
    }
  }

  @Test("a venue that does not compress is handed on as it is")
  func plain() {
    for own in ["", "7811=0|"] {
      var relay = Relay()
      let bytes = TapMessages.wire(Self.answer + own) + TapMessages.wire(Self.report)
      #expect(Self.hear(&relay, bytes) == Self.text(Self.answer) + Self.text(Self.report))
      let isFramed = relay.isFramed
      #expect(!isFramed)
    }
  }

  @Test("a refusal comes as it is: Logout(5) before any Logon(A)")
  func refused() {
    var relay = Relay()
    let logout = "35=5|49=CANGDAN|56=SUP001|34=1|52=20261118-11:06:40|58=no|"
    #expect(Self.hear(&relay, TapMessages.wire(logout)) == Self.text(logout))
  }

  @Test("a stream that is no frame ends the relay, and what came before is handed on")
  func damaged() {
    var relay = Relay()
    let bytes = TapMessages.wire(Self.answer + "7811=1|") + TapMessages.wire(Self.report)
    #expect(Self.hear(&relay, bytes) == Self.text(Self.answer))
    let isDamaged = relay.isDamaged
    #expect(isDamaged)
  }

  @Test(
    "an engine that takes nothing stops the relay at its buffer; all follows when it takes again")
  func bounded() {
    let report = TapMessages.wire(Self.report)
    let piece = Array(repeatElement(report, count: 300).joined())
    let frame = Self.frame(Array(repeating: piece, count: 40), ended: false)
    var relay = Relay()
    let bytes = TapMessages.wire(Self.answer + "7811=1|") + frame
    var rest = bytes[...]
    var said = 0
    while !rest.isEmpty {
      let count = Self.offer(&relay, Array(rest.prefix(1 << 15)))
      rest = rest.dropFirst(count)
      relay.advance()
      if count == 0 { said += Self.take(&relay.toEngine).count }
    }
    while true {
      let taken = Self.take(&relay.toEngine).count
      if taken == 0 { break }
      said += taken
      relay.advance()
    }
    #expect(said == Self.text(Self.answer).utf8.count + 40 * piece.count)
  }

  /// Gives the relay as many of the venue's bytes as it has room for; how many.
  private static func offer(_ relay: inout Relay, _ bytes: [UInt8]) -> Int {
    let taken = Array(bytes.prefix(relay.fromVenue.wire.freeBytes))
    let isTaken = relay.fromVenue.wire.append(RawSpan(_elements: taken.span))
    return isTaken ? taken.count : 0
  }
}
