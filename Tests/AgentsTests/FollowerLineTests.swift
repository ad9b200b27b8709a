import Linux
import Market
import Memory
import Storage
import Testing
import Transport

@testable import Agents

/// A follower's end of the line: what has come so far. Who says what is in LogSenderTests.
@Suite struct FollowerLineTests {
  @Test("a part of a message is no silence")
  func pieces() throws {
    let listener = try Listener(SocketAddress(ipv4: 0x7f00_0001, port: 0))
    let venue = try Connection(to: listener.address)
    guard case .connection(let connection, _) = try listener.accept() else {
      Issue.record("the venue is connected")
      return
    }
    var line = try FollowerLine(on: connection)
    var whole = ByteBuffer(capacity: LogMessage.byteCount)
    let fits = LogMessage(.alive).append(to: &whole)
    #expect(fits)
    let bytes = (0..<LogMessage.byteCount).map { Span<UInt8>(_bytes: whole.readable)[$0] }
    var first = ByteBuffer(holding: Array(bytes[..<40]))
    var rest = ByteBuffer(holding: Array(bytes[40...]))
    #expect(venue.send(from: &first) != .ended)
    #expect(try line.next(milliseconds: 10_000) == nil)
    var heard = [line.hasHeard]
    #expect(try line.next(milliseconds: 0) == nil)
    heard.append(line.hasHeard)
    #expect(venue.send(from: &rest) != .ended)
    #expect(try line.next(milliseconds: 10_000)?.kind == .alive)
    heard.append(line.hasHeard)
    #expect(heard == [true, false, true])
  }
}
