import FIX44
import Memory
import Tap
import Testing
import TradeClient

/// Files of LZ4 frames, captured streams, plain messages, and what is none of these.
@Suite struct RecordedStreamTests {
  static let logon = TapMessages.wire("35=A|34=1|98=0|108=30|7811=1|")
  static let one = TapMessages.wire("35=8|34=2|11=A1|")
  static let two = TapMessages.wire("35=8|34=3|11=A2|")

  /// What a file of these bytes says: numbers of messages, `skipped N`, and at its end what is wrong.
  static func read(_ bytes: [UInt8], pieces: Int = 1 << 15) -> [String] {
    var stream = RecordedStream(isFramed: RecordedStream.kind(of: bytes) == .frames)
    var said: [String] = []
    var rest = bytes[...]
    while true {
      switch stream.next() {
      case .message(let message): said.append(message[.msgSeqNum] ?? "?")
      case .skipped(let count): said.append("skipped \(count)")
      case .needsMore:
        guard !rest.isEmpty else { return said + [stream.problem].compactMap { $0 } }
        let count = min(pieces, rest.count, stream.wire.freeBytes)
        let isTaken = stream.wire.append(RawSpan(_elements: Array(rest.prefix(count)).span))
        precondition(isTaken, "there was room")
        rest = rest.dropFirst(count)
      }
    }
  }

  @Test("frames one behind the other, whatever the pieces in which they are read")
  func frames() {
    let bytes = RelayTests.frame([Self.one]) + RelayTests.frame([Self.two])
    for pieces in [1, 7, 1 << 15] { #expect(Self.read(bytes, pieces: pieces) == ["2", "3"]) }
  }

  @Test("a captured stream: the Logon(A) as it is, then its frame; and one without compression")
  func captured() {
    #expect(Self.read(Self.logon + RelayTests.frame([Self.one, Self.two])) == ["1", "2", "3"])
    let plain = TapMessages.wire("35=A|34=1|98=0|108=30|")
    #expect(Self.read(plain + Self.one + Self.two) == ["1", "2", "3"])
    #expect(Self.read(Self.one + Self.two) == ["2", "3"])
    #expect(Self.read([]) == [])
  }

  @Test("cut off at any place: what was whole is read, and the end is told unless it is one")
  func cut() {
    let first = RelayTests.frame([Self.one])
    let bytes = first + RelayTests.frame([Self.two])
    for cut in 0...bytes.count {
      let said = Self.read(Array(bytes[..<cut]))
      let numbers = said.filter { $0 == "2" || $0 == "3" }
      #expect(numbers == Array(["2", "3"].prefix(numbers.count)))
      let isWhole = cut == 0 || cut == first.count || cut == bytes.count
      #expect(said.count == numbers.count + (isWhole ? 0 : 1), "cut at \(cut): \(said)")
    }
    let plain = Self.one + Self.two
    #expect(
      Self.read(Array(plain.dropLast())) == ["2", "ends within a message, behind 1 messages"])
    #expect(
      Self.read(Array(bytes.dropLast()))
        == ["2", "3", "ends within an LZ4 frame, behind 2 messages"])
  }

  @Test("a damaged frame ends it; bytes that are no message are passed over")
  func damaged() {
    var bytes = RelayTests.frame([Self.one]) + RelayTests.frame([Self.two])
    bytes[RelayTests.frame([Self.one]).count + 1] ^= 0xff
    #expect(
      Self.read(bytes) == ["2", "is no LZ4 frame, or a damaged one, behind 1 messages"])
    var wrong = Self.one
    wrong[wrong.count - 2] ^= 1
    #expect(Self.read(Self.two + wrong + Self.two) == ["3", "skipped \(wrong.count)", "3"])
  }

  @Test("the first bytes say what it is")
  func kind() {
    #expect(RecordedStream.kind(of: RelayTests.frame([Self.one])) == .frames)
    #expect(RecordedStream.kind(of: Self.one) == .messages)
    for text in ["PK\u{3}\u{4}abcd", "8=FI", "hello"] {
      #expect(RecordedStream.kind(of: Array(text.utf8)) == .neither)
    }
  }
}
