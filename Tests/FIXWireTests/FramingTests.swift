import FIXWire
import Testing

@Suite struct FramingTests {
  static let logon = "35=A|49=FIRM|56=CANGDAN|34=1|52=20260302-01:00:00|98=0|108=30|"

  static func frame(_ bytes: [UInt8], maxMessageSize: Int = 4_096) -> Frame {
    Framing.next(in: bytes.raw, maxMessageSize: maxMessageSize)
  }

  @Test("a whole message is complete, whatever follows")
  func complete() {
    let one = message(Self.logon)
    #expect(Self.frame(one) == .complete(byteCount: one.count))
    #expect(Self.frame(one + one) == .complete(byteCount: one.count))
    #expect(Self.frame(one + wire("garbage")) == .complete(byteCount: one.count))
  }

  @Test("every beginning of a message is partial")
  func partial() {
    let one = message(Self.logon)
    for count in 0..<one.count { #expect(Self.frame(Array(one[..<count])) == .partial) }
  }

  @Test("a message of another version is a frame of its own kind, and partial before its end")
  func otherVersions() {
    for version in ["FIX.4.2", "FIX.4.3", "FIXT.1.1", "FIX.4.40", "FIX.4", "FIX"] {
      let one = message(Self.logon, beginString: version)
      #expect(Self.frame(one) == .wrongBeginString(byteCount: one.count))
      for count in 0..<one.count { #expect(Self.frame(Array(one[..<count])) == .partial) }
    }
  }

  struct Garbled: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let skip: Int
    init(_ description: String, _ text: String, skip: Int) {
      self.init(description, wire(text), skip: skip)
    }
    init(_ description: String, _ bytes: [UInt8], skip: Int) {
      testDescription = description
      self.bytes = bytes
      self.skip = skip
    }
  }

  static let garbled = [
    Garbled("one wrong byte", "x", skip: 1),
    Garbled("a delimiter alone", "|", skip: 1),
    Garbled("not FIX", "GET / HTTP", skip: 10),
    Garbled("BeginString(8) is not FIX", "8=FIZ.4.4|9=5|", skip: 14),
    Garbled("BeginString(8) without end", "8=FIX.4.4.4.4.4.4.4", skip: 19),
    Garbled("BodyLength(9) is not second", "8=FIX.4.4|35=A|", skip: 15),
    Garbled("BodyLength(9) with a sign", "8=FIX.4.4|9=+12|", skip: 16),
    Garbled("BodyLength(9) negative", "8=FIX.4.4|9=-12|", skip: 16),
    Garbled("BodyLength(9) with a letter", "8=FIX.4.4|9=1a|", skip: 15),
    Garbled("BodyLength(9) empty", "8=FIX.4.4|9=|35", skip: 15),
    Garbled("BodyLength(9) of eight digits", "8=FIX.4.4|9=00000012|", skip: 21),
    Garbled("BodyLength(9) below a MsgType(35)", "8=FIX.4.4|9=4|", skip: 14),
    Garbled("MsgType(35) is not third", "8=FIX.4.4|9=20|34=1|35=0|", skip: 25),
    Garbled("the next message, behind a delimiter", "xx|8=FIX.4.4|", skip: 3),
    Garbled("the beginning of the next message", "xx|8=F", skip: 3),
    Garbled("what could begin but has no delimiter before", "xx8=FIX.4.4", skip: 11),
    Garbled("a message begins within a message", "8=FIX.4.4|9=1|8=FIX.4.4|9=", skip: 14),
  ]

  @Test("what can't be a message is skipped up to where one may begin", arguments: garbled)
  func skips(_ row: Garbled) {
    #expect(Self.frame(row.bytes) == .garbled(skip: row.skip))
  }

  @Test("BodyLength(9) off by one either way is garbled, the message after it is found")
  func bodyLengthOffByOne() {
    let good = message(Self.logon)
    for length in [Self.logon.utf8.count - 1, Self.logon.utf8.count + 1] {
      let bad = trailed(wire("8=FIX.4.4|9=\(length)|\(Self.logon)"))
      #expect(Self.frame(bad + good) == .garbled(skip: bad.count))
    }
  }

  @Test("a wrong CheckSum(10) in its place skips the message as a whole")
  func wrongCheckSum() {
    var bad = message("35=B|49=FIRM|58=x|8=FIX.4.4|9=5|35=0|10=000|")
    let digit = bad.count - 2
    bad[digit] = bad[digit] == 0x39 ? 0x30 : bad[digit] + 1
    #expect(Self.frame(bad) == .garbled(skip: bad.count))
    #expect(Self.frame(bad + message(Self.logon)) == .garbled(skip: bad.count))
  }

  @Test("CheckSum(10) has exactly three digits")
  func checkSumForm() {
    let body = wire("8=FIX.4.4|9=\(Self.logon.utf8.count)|\(Self.logon)")
    for trailer in ["10=1 2|", "10=-12|", "10=1234|", "10=12|", "11=123|", "10=12a|"] {
      guard case .garbled = Self.frame(body + wire(trailer) + [0, 0]) else {
        Issue.record("\(trailer) passed")
        continue
      }
    }
  }

  @Test("a message of the greatest size is complete, one byte more is oversized")
  func sizeLimit() {
    let one = message(Self.logon)
    #expect(Self.frame(one, maxMessageSize: one.count) == .complete(byteCount: one.count))
    #expect(
      Self.frame(one, maxMessageSize: one.count - 1) == .oversized(byteCount: one.count))
  }

  @Test("a huge BodyLength(9) is oversized before its digits end")
  func hugeBodyLength() {
    #expect(Self.frame(wire("8=FIX.4.4|9=999999999")) == .oversized(byteCount: 10_023))
    #expect(Self.frame(wire("8=FIX.4.4|9=4096|")) == .oversized(byteCount: 4_120))
    #expect(
      Self.frame(wire("8=FIX.4.4|9=9999999|"), maxMessageSize: 10_000_026) == .partial)
    #expect(
      Self.frame(wire("8=FIX.4.4|9=9999999|"), maxMessageSize: 10_000_025)
        == .oversized(byteCount: 10_000_026))
    #expect(
      Self.frame(wire("8=FIX.4.4|9=99999999"), maxMessageSize: .max) == .garbled(skip: 20))
  }

  @Test("every change of one byte gives a message, no message, or one that waits for more")
  func everySingleByteCorruption() {
    let one = message(Self.logon)
    let lengthField = 12..<15
    for place in one.indices {
      for value in UInt8.min...UInt8.max where value != one[place] {
        var bytes = one
        bytes[place] = value
        switch Self.frame(bytes) {
        case .garbled(let skip): #expect(skip >= 1 && skip <= bytes.count)
        case .partial, .oversized: #expect(lengthField.contains(place))
        case .complete, .wrongBeginString: Issue.record("\(place) \(value): CheckSum(10) was right")
        }
      }
    }
  }

  @Test("garbage between messages loses none of them, however the bytes arrive")
  func resynchronises() {
    let good = message(Self.logon)
    let stream = good + wire("8=FIX.4.4|9=12|rubbish|8=FI|") + good + wire("|") + good
    for chunk in 1...stream.count {
      #expect(Self.messages(stream, chunk: chunk, expecting: good) == 3)
    }
  }

  /// Feeds `chunk` bytes at a time and counts the messages, all of which are `expected`.
  static func messages(_ stream: [UInt8], chunk: Int, expecting expected: [UInt8]) -> Int {
    var found = 0
    var unread: [UInt8] = []
    for start in stride(from: 0, to: stream.count, by: chunk) {
      unread += stream[start..<min(start + chunk, stream.count)]
      reading: while true {
        switch frame(unread) {
        case .partial: break reading
        case .complete(let byteCount):
          #expect(Array(unread[..<byteCount]) == expected)
          found += 1
          unread.removeFirst(byteCount)
        case .garbled(let skip): unread.removeFirst(skip)
        case .oversized, .wrongBeginString:
          Issue.record("neither stands in the stream")
          break reading
        }
      }
    }
    return found
  }
}
