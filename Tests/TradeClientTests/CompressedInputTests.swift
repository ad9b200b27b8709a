import Compression
import Memory
import Testing
import TradeClient

/// What a venue sends that was asked for compression, wherever it is cut.
@Suite struct CompressedInputTests {
  static let logon = ClientSessionTests.wire("A", 1, "98=0|108=30|7811=1|")
  static let report = ClientSessionTests.wire("8", 2, "11=A1|")

  static func frame(_ text: [UInt8]) -> [UInt8] {
    var writer = LZ4FrameWriter()
    var buffer = ByteBuffer(capacity: 2 * LZ4FrameWriter.roomBytes)
    writer.append(RawSpan(_elements: text.span), to: &buffer)
    writer.end(in: &buffer)
    return bytes(buffer.readable)
  }

  static func bytes(_ span: RawSpan) -> [UInt8] {
    let bytes = Span<UInt8>(_bytes: span)
    return bytes.indices.map { bytes[$0] }
  }

  /// What comes of bytes that are read in two pieces.
  static func read(_ wire: [UInt8], cut: Int) -> (said: [UInt8], isWhole: Bool, isDamaged: Bool) {
    var input = CompressedInput()
    var target = ByteBuffer(capacity: 1 << 12)
    for piece in [wire[..<cut], wire[cut...]] {
      let isTaken = input.wire.append(RawSpan(_elements: Array(piece).span))
      precondition(isTaken, "a test is short")
      while input.next(into: &target) {}
    }
    return (bytes(target.readable), input.isWhole, input.isDamaged)
  }

  @Test("the Logon(A) as it is, then the frame; whole where its end mark has come")
  func granted() {
    let wire = Self.logon + Self.frame(Self.report)
    for cut in 0...wire.count {
      let read = Self.read(wire, cut: cut)
      #expect(read.said == Self.logon + Self.report)
      #expect(read.isWhole && !read.isDamaged)
    }
    #expect(!Self.read(Array(wire.dropLast()), cut: 0).isWhole)
  }

  @Test("without the grant all is as it is")
  func plain() {
    let wire = ClientSessionTests.wire("A", 1, "98=0|108=30|") + Self.report
    let read = Self.read(wire, cut: 10)
    #expect(read.said == wire)
    #expect(read.isWhole)
  }

  @Test("what is no frame is damaged, and nothing of it is moved on")
  func damaged() {
    let read = Self.read(Self.logon + Self.report, cut: 0)
    #expect(read.said == Self.logon)
    #expect(read.isDamaged && !read.isWhole)
  }

  @Test("what came over the line and what it said are counted")
  func figures() {
    var input = CompressedInput()
    var target = ByteBuffer(capacity: 1 << 12)
    let wire = Self.logon + Self.frame(Self.report)
    let isTaken = input.wire.append(RawSpan(_elements: wire.span))
    #expect(isTaken)
    while input.next(into: &target) {}
    let figures = input.figures
    #expect(figures.wireBytes == UInt64(wire.count))
    #expect(figures.saidBytes == UInt64(Self.logon.count + Self.report.count))
    var total = CompressionFigures()
    #expect(total.text == "0 bytes of FIX, 0 on the wire")
    total.wireBytes = 100
    total.saidBytes = 523
    #expect(total.text == "523 bytes of FIX, 100 on the wire, 5.2 : 1")
  }
}
