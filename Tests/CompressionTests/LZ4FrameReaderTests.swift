import Compression
import Memory
import Testing

/// What a client does with bytes that may be a frame, the end of one, or none.
@Suite struct LZ4FrameReaderTests {
  private let message: [UInt8] = Array("8=FIX.4.4|9=5|35=0|10=161|".utf8)

  private func frame(ended: Bool = true) -> [UInt8] {
    var writer = LZ4FrameWriter()
    var buffer = ByteBuffer(capacity: 4 * LZ4FrameWriter.roomBytes)
    for _ in 0..<100 { writer.append(RawSpan(_elements: message.span), to: &buffer) }
    if ended { writer.end(in: &buffer) }
    return buffer.bytes
  }

  @Test("bytes one by one say the same as all at once, and a cut frame says its beginning")
  func cut() {
    let whole = frame()
    let stream = FrameStream()
    for byte in whole { #expect(stream.read([byte])) }
    #expect(stream.isOver)
    #expect(stream.bytes.count == 100 * message.count)
    let text = stream.bytes
    for cut in stride(from: 1, to: whole.count, by: 7) {
      let stream = FrameStream()
      #expect(stream.read(Array(whole.prefix(cut))))
      #expect(!stream.isOver)
      #expect(stream.bytes == Array(text.prefix(stream.bytes.count)))
    }
  }

  @Test("what does not fit stays, and is read when there is room")
  func room() {
    var reader = LZ4FrameReader()
    var source = ByteBuffer(holding: frame())
    var target = ByteBuffer(capacity: 100)
    var bytes: [UInt8] = []
    var outcome = LZ4FrameReader.Outcome.moved
    while outcome == .moved {
      outcome = reader.read(from: &source, into: &target)
      #expect(target.count <= 100)
      bytes += target.bytes
      target.removeAll()
    }
    #expect(outcome == .ended)
    #expect(bytes.count == 100 * message.count)
  }

  @Test("behind the end mark nothing is read: it belongs to somebody else")
  func rest() {
    var reader = LZ4FrameReader()
    var source = ByteBuffer(holding: frame() + message)
    var target = ByteBuffer(capacity: 10_000)
    let outcome = reader.read(from: &source, into: &target)
    #expect(outcome == .ended)
    #expect(source.bytes == message)
  }

  @Test("no frame, or a damaged header: nothing can be read")
  func damaged() {
    let plain = FrameStream()
    #expect(!plain.read(message))
    var bytes = frame()
    bytes[5] ^= 0x10
    let changed = FrameStream()
    #expect(!changed.read(bytes))
    #expect(changed.bytes.isEmpty)
  }
}
