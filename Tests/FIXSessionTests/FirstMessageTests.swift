import FIX44
import FIXSession
import FIXWire
import Market
import Memory
import Testing

/// What stands first on a connection.
@Suite struct FirstMessageTests {
  private static func framed(_ body: String) -> [UInt8] {
    let body = body.utf8.map { $0 == 0x7c ? 1 : $0 }
    var bytes = Array("8=FIX.4.4\u{1}9=\(body.count)\u{1}".utf8) + body
    let sum = String(1_000 + Int(bytes.reduce(UInt8(0), &+))).dropFirst()
    bytes += Array("10=\(sum)\u{1}".utf8)
    return bytes
  }

  private func read(_ bytes: [UInt8], bytesMax: Int = 4_096) -> FirstMessage {
    var index = FieldIndex()
    return FirstMessage.read(RawSpan(_elements: bytes.span), &index, bytesMax: bytesMax)
  }

  private func name(_ text: String) -> CompID { CompID(Text16(text) ?? Text16()) }

  @Test("a Logon(A) names who it is from, also where a name is too long to be known")
  func logon() {
    let rows = [
      ("49=DLR001|50=DESK|56=CANGDAN|", "DLR001", "DESK", "CANGDAN"),
      ("49=DLR001DLR001DLR001|56=CANGDAN|", "", "", "CANGDAN"), ("49=DLR001|", "DLR001", "", ""),
    ]
    for (fields, sender, sub, target) in rows {
      guard case .logon(let names) = read(Self.framed("35=A|\(fields)98=0|")) else {
        Issue.record("\(fields) is a Logon(A)")
        continue
      }
      #expect(names.sender == name(sender) && names.senderSub == name(sub))
      #expect(names.target == name(target))
    }
  }

  @Test("anything else is told apart")
  func others() {
    #expect(read([]) == .partial)
    #expect(read(Array("8=FIX.4.4\u{1}9=10\u{1}35".utf8)) == .partial)
    #expect(read(Array("8=FIX.4.4\u{1}9=999999999\u{1}35=A\u{1}".utf8)) == .oversized)
    #expect(read(Array("GET / HTTP/1.1\r\n\r\n".utf8)) == .garbled)
    #expect(read([0x16, 0x03, 0x01, 0x02, 0x00, 0x01] + [UInt8](repeating: 0, count: 64)) == .tls)
    #expect(read(Self.framed("35=0|49=DLR001|")) == .notLogon)
    #expect(read(Self.framed("35=A|49=DLR001|x=1|")) == .garbled)
    // RawData(96) of ten bytes takes in all of the trailer but its last delimiter.
    #expect(read(Self.framed("35=A|49=DLR001|95=10|96=abc|")) == .garbled)
  }

  @Test("a part of it is waited for, wherever it is cut; a byte above the limit is too many")
  func cuts() {
    let bytes = Self.framed("35=A|49=DLR001|56=CANGDAN|")
    for count in 0..<bytes.count { #expect(read(Array(bytes.prefix(count))) == .partial) }
    if case .logon = read(bytes, bytesMax: bytes.count) {} else { Issue.record("it fits") }
    #expect(read(bytes, bytesMax: bytes.count - 1) == .oversized)
  }

  @Test("secrets are covered, with a CheckSum(10) that fits, and all else stays")
  func covered() {
    let bytes = Self.framed("35=A|49=DLR001|554=one|925=two-and-two|58=one|554=three|")
    var buffer = ByteBuffer(capacity: bytes.count)
    var index = FieldIndex()
    let fits = buffer.append(RawSpan(_elements: bytes.span))
    #expect(fits)
    _ = FirstMessage.read(buffer.readable, &index, bytesMax: 4_096)
    let secrets = (0..<index.count).map { index[$0] }.filter {
      $0.tag == .password || $0.tag == .newPassword
    }
    FirstMessage.cover(secrets, in: &buffer)
    let expected = Self.framed("35=A|49=DLR001|554=***|925=***********|58=one|554=*****|")
    let after = Span<UInt8>(_bytes: buffer.readable)
    #expect(after.indices.map { after[$0] } == expected)
  }
}
