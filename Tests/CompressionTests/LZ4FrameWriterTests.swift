import Memory
import Testing

@testable import Compression

/// A stream of frames as a client reads it: all that it has said so far.
final class FrameStream {
  private var reader = LZ4FrameReader()
  private(set) var bytes: [UInt8] = []
  private(set) var isOver = false

  /// Reads on; false where it is no frame, or bytes are left.
  func read(_ frame: [UInt8]) -> Bool {
    if frame.isEmpty { return true }
    var source = ByteBuffer(holding: frame)
    var target = ByteBuffer(capacity: 10_000)
    while true {
      let outcome = reader.read(from: &source, into: &target)
      bytes += target.bytes
      let isIdle = target.isEmpty
      target.removeAll()
      isOver = outcome == .ended
      if outcome == .damaged { return false }
      if isOver || isIdle { return source.isEmpty }
    }
  }
}

extension ByteBuffer {
  var bytes: [UInt8] {
    (0..<count).map { unsafe readable.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
  }
}

@Suite struct LZ4FrameWriterTests {
  /// What a writer appends for a piece.
  private func append(_ piece: [UInt8], _ writer: inout LZ4FrameWriter) -> [UInt8] {
    var buffer = ByteBuffer(capacity: LZ4FrameWriter.roomBytes)
    writer.append(RawSpan(_elements: piece.span), to: &buffer)
    return buffer.bytes
  }

  private func end(_ writer: inout LZ4FrameWriter) -> [UInt8] {
    var buffer = ByteBuffer(capacity: LZ4FrameWriter.roomBytes)
    writer.end(in: &buffer)
    return buffer.bytes
  }

  /// A message as a venue sends them: mostly the same words, numbers that differ.
  private func message(_ number: Int) -> [UInt8] {
    Array(
      "8=FIX.4.4|35=8|49=VENUE|56=DLR001|34=\(number)|55=CU-BW-A|11=\(number &* 7_919)|10=0|".utf8)
  }

  /// Bytes in which nothing repeats.
  private func noise(_ count: Int) -> [UInt8] {
    var state: UInt64 = 88_172_645_463_325_252
    return (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return UInt8(truncatingIfNeeded: state)
    }
  }

  @Test("whoever has read a piece has all that it was made of, and nothing waits for the next")
  func nothingWaits() {
    var writer = LZ4FrameWriter()
    let reader = FrameStream()
    var sent: [UInt8] = []
    for number in 1...5_000 {
      sent += message(number)
      let isRead = reader.read(append(message(number), &writer))
      guard isRead, reader.bytes.count == sent.count else {
        Issue.record("message \(number) waits")
        return
      }
    }
    #expect(reader.bytes == sent)
    #expect(!reader.isOver)
    let isEnd = reader.read(end(&writer))
    #expect(isEnd)
    #expect(reader.isOver)
  }

  @Test("a piece refers to those before it: after many a message costs half of a first one at most")
  func linked() {
    var writer = LZ4FrameWriter()
    let first = append(message(1), &writer).count
    var last = 0
    for number in 2...2_000 { last = append(message(number), &writer).count }
    #expect(last * 2 < first)
  }

  @Test(
    "as long as a piece may be, and bytes in which nothing repeats: they fit the room",
    arguments: [0, 1, LZ4FrameWriter.pieceBytes - 1, LZ4FrameWriter.pieceBytes])
  func longest(count: Int) {
    var writer = LZ4FrameWriter()
    let reader = FrameStream()
    let piece = noise(count)
    for _ in 0..<7 {
      let isRead = reader.read(append(piece, &writer))
      #expect(isRead)
    }
    #expect(reader.bytes.count == 7 * count)
    #expect(Array(reader.bytes.suffix(count)) == piece)
    let isEnd = reader.read(end(&writer))
    #expect(isEnd)
    #expect(reader.isOver)
  }

  @Test("a piece longer than that is our own error")
  func tooLong() async {
    await #expect(processExitsWith: .failure) {
      var writer = LZ4FrameWriter()
      var buffer = ByteBuffer(capacity: 4 * LZ4FrameWriter.roomBytes)
      let piece = [UInt8](repeating: 0, count: LZ4FrameWriter.pieceBytes + 1)
      writer.append(RawSpan(_elements: piece.span), to: &buffer)
    }
  }

  @Test("a frame in which nothing was said has a header and an end mark")
  func empty() {
    var writer = LZ4FrameWriter()
    let reader = FrameStream()
    let frame = end(&writer)
    #expect(Array(frame.prefix(4)) == [0x04, 0x22, 0x4d, 0x18])
    #expect(reader.read(frame))
    #expect(reader.isOver)
    #expect(reader.bytes.isEmpty)
  }

  @Test("what a buffer has before a piece stays before it, also where it is moved to the front")
  func behindOthers() {
    var writer = LZ4FrameWriter()
    var buffer = ByteBuffer(capacity: LZ4FrameWriter.roomBytes + 100)
    let before = [UInt8](repeating: 7, count: 100)
    let fits = buffer.append(RawSpan(_elements: before.span))
    #expect(fits)
    buffer.didRead(50)
    let piece = message(1)
    writer.append(RawSpan(_elements: piece.span), to: &buffer)
    let reader = FrameStream()
    let all = buffer.bytes
    #expect(Array(all.prefix(50)) == Array(before.prefix(50)))
    #expect(reader.read(Array(all.dropFirst(50))))
    #expect(reader.bytes == piece)
  }
}
