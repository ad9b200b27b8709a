import Memory
import Storage
import Testing

/// The messages between a venue's log and a follower, byte by byte.
@Suite struct LogMessageTests {
  @Test("a message comes whole or not at all, and its payload with it")
  func arrives() {
    var message = LogMessage(.batch)
    message.logID = 7
    message.sequence = 12
    message.payloadBytes = 128
    var sent = ByteBuffer(capacity: 1_024)
    let fits = message.append(to: &sent)
    #expect(fits && sent.count == LogMessage.byteCount)
    var came = ByteBuffer(capacity: 1_024)
    _ = came.append(sent.readable.extracting(0..<63))
    #expect(LogMessage.front(of: came, payloadMost: 128) == .incomplete)
    _ = came.append(sent.readable.extracting(63..<64))
    #expect(LogMessage.front(of: came, payloadMost: 128) == .incomplete)
    #expect(LogMessage.front(of: came, payloadMost: 127) == .none)
    _ = came.append(sent.readable)
    #expect(LogMessage.front(of: came, payloadMost: 128) == .incomplete)
    _ = came.append(sent.readable)
    guard case .message(let found) = LogMessage.front(of: came, payloadMost: 128) else {
      Issue.record("it is whole")
      return
    }
    #expect(found.kind == .batch && found.logID == 7 && found.sequence == 12)
  }

  @Test("every byte that is another one makes it none")
  func spoiled() {
    var sent = ByteBuffer(capacity: 1_024)
    _ = LogMessage(.hello).append(to: &sent)
    for offset in 0..<LogMessage.byteCount {
      var bytes = (0..<LogMessage.byteCount).map { sent.readable.byte(at: $0) }
      bytes[offset] ^= 0x10
      let came = ByteBuffer(holding: bytes)
      #expect(LogMessage.front(of: came, payloadMost: 0) == .none, "byte \(offset)")
    }
  }

  @Test("a payload is whole records: a multiple of 64", arguments: [0, 1, 63, 64, 65, 128])
  func payload(_ byteCount: UInt32) {
    var message = LogMessage(.batch)
    message.payloadBytes = byteCount
    var sent = ByteBuffer(capacity: 64)
    _ = message.append(to: &sent)
    let arrival = LogMessage.front(of: sent, payloadMost: 1_024)
    #expect((arrival == .none) == (byteCount % 64 != 0))
  }
}
