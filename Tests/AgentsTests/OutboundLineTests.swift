import Compression
import Glibc
import Linux
import Memory
import Testing
import Transport

@testable import Agents

/// What goes over a line, by a pair of sockets whose other end the test reads.
@Suite struct OutboundLineTests {
  /// A line's end; the descriptor of the other one stands in `other`.
  private func line(to other: inout CInt) -> Connection {
    var ends: [CInt] = [-1, -1]
    let made = unsafe socketpair(
      AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0, &ends)
    precondition(made == 0, "a pair of sockets can be made")
    other = ends[1]
    return Connection(owning: Descriptor(owning: ends[0]))
  }

  private func read(_ descriptor: CInt) -> [UInt8] {
    var all: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe recv(descriptor, &bytes, bytes.count, 0)
      if count <= 0 { return all }
      all += bytes[..<count]
    }
  }

  private func text(_ count: Int, _ number: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 31 &+ number) % 61 &+ 32) }
  }

  private func append(_ bytes: [UInt8], _ line: inout OutboundLine, _ pool: inout BufferPool)
    -> Bool
  {
    line.append(RawSpan(_elements: bytes.span), from: &pool)
  }

  /// What a frame says, and whether it has its end mark.
  private func decompressed(_ frame: [UInt8]) -> (bytes: [UInt8], outcome: LZ4FrameReader.Outcome) {
    var reader = LZ4FrameReader()
    var source = ByteBuffer(holding: frame)
    var target = ByteBuffer(capacity: 1 << 23)
    let outcome = reader.read(from: &source, into: &target)
    let bytes = (0..<target.count).map { place in
      unsafe target.readable.unsafeLoad(fromByteOffset: place, as: UInt8.self)
    }
    return (bytes, outcome)
  }

  private func pool() -> BufferPool {
    BufferPool(bufferBytes: GatewayLimits.outboundBytes, spare: 2)
  }

  @Test("messages before the frame go as they are, those behind it as a frame with an end mark")
  func beginning() {
    var other: CInt = -1
    let connection = line(to: &other)
    defer { close(other) }
    var pool = pool()
    var line = OutboundLine()
    let plain = text(100, 1)
    let packed = text(3_000, 2)
    var isTaken = append(plain, &line, &pool)
    line.beginFrame()
    isTaken = append(packed, &line, &pool) && isTaken
    line.endFrame()
    while !line.isEmpty { _ = line.send(over: connection, &pool) }
    let came = read(other)
    let frame = decompressed(Array(came.dropFirst(100)))
    #expect(isTaken)
    #expect(Array(came.prefix(100)) == plain)
    #expect(frame.outcome == .ended)
    #expect(frame.bytes == packed)
    #expect(pool.lentCount == 0)
  }

  @Test("a peer that reads slowly gets each byte once, and the end mark last")
  func slowReader() {
    var other: CInt = -1
    let connection = line(to: &other)
    defer { close(other) }
    var pool = pool()
    var line = OutboundLine()
    line.beginFrame()
    var came: [UInt8] = []
    var sent: [UInt8] = []
    var number = 0
    while sent.count < 3_000_000 {
      number += 1
      // Mostly such as compression makes nothing of, so that the socket is full sooner.
      let message = noise(5_000, number)
      while line.freeBytes < message.count {
        came += read(other)
        _ = line.send(over: connection, &pool)
      }
      let isTaken = append(message, &line, &pool)
      #expect(isTaken)
      sent += message
      _ = line.send(over: connection, &pool)
    }
    line.endFrame()
    let beforeEnd = line.isEmpty
    while !line.isEmpty {
      if line.send(over: connection, &pool) == .wouldBlock { came += read(other) }
    }
    came += read(other)
    let frame = decompressed(came)
    #expect(!beforeEnd)
    #expect(frame.outcome == .ended)
    #expect(frame.bytes == sent)
  }

  private func noise(_ count: Int, _ seed: Int) -> [UInt8] {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return UInt8(truncatingIfNeeded: state >> 24)
    }
  }

  @Test(
    "a second frame is none; where there is none, its end is nothing; a new connection begins plain"
  )
  func states() {
    var other: CInt = -1
    let connection = line(to: &other)
    defer { close(other) }
    var pool = pool()
    var line = OutboundLine()
    line.endFrame()
    let owesNothing = line.isEmpty
    line.beginFrame()
    var isTaken = append(text(10, 1), &line, &pool)
    line.beginFrame()
    isTaken = append(text(10, 2), &line, &pool) && isTaken
    _ = line.send(over: connection, &pool)
    let frame = decompressed(read(other))
    line.removeAll(to: &pool)
    let wasFramed = line.isFramed
    isTaken = append(text(10, 3), &line, &pool) && isTaken
    _ = line.send(over: connection, &pool)
    #expect(isTaken && owesNothing)
    #expect(frame.bytes == text(10, 1) + text(10, 2))
    #expect(!wasFramed)
    #expect(read(other) == text(10, 3))
  }
}
