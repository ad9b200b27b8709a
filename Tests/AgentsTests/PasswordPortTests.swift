import Market
import Rings
import Secrets
import Testing

@testable import Agents

/// The gateway's way to the doorkeeper.
@Suite struct PasswordPortTests {
  private static func ask(
    _ port: inout PasswordPort, _ session: UInt32, _ shown: String = "present-pass",
    _ next: String = "following-pass"
  ) -> Bool {
    let (shown, next) = (Array(shown.utf8), Array(next.utf8))
    return unsafe port.ask(
      SessionID(rawValue: session), isRepeated: session == 2, shown: shown.span.bytes,
      next: next.span.bytes)
  }

  private static func take(_ ring: inout RingConsumer) -> ReceivedDemand? {
    defer { ring.wipeAndRelease() }
    guard let record = ring.next() else { return nil }
    return ReceivedDemand(record)
  }

  @Test("what is asked arrives, whole up to the longest password")
  func arrives() throws {
    var ends = Ring.make(capacityBytes: PasswordPort.ringBytes)
    var port = PasswordPort(ends.producer, desk: try PasswordDesk(keeping: { _, _, _ in nil }))
    let texts =
      ["", "following-pass"] + [128, 129, 4_000].map { String(repeating: "x", count: $0) }
    for (number, text) in texts.enumerated() {
      let isAsked = Self.ask(&port, UInt32(number + 1), text, text)
      #expect(isAsked)
      let taken = Self.take(&ends.consumer)
      let demand = try #require(taken)
      #expect(demand.session == SessionID(rawValue: UInt32(number + 1)))
      #expect(demand.isRepeated == (number == 1))
      let whole = secret(String(text.prefix(129)))
      #expect(demand.shown.isSame(as: whole) && demand.next.isSame(as: whole))
    }
  }

  @Test("sixteen wait, the seventeenth is refused, and taken when one was answered")
  func room() throws {
    var ends = Ring.make(capacityBytes: PasswordPort.ringBytes)
    var port = PasswordPort(ends.producer, desk: try PasswordDesk(keeping: { _, _, _ in nil }))
    let longest = String(repeating: "x", count: 129)
    var asked = (1...17).map { Self.ask(&port, $0, longest, longest) }
    #expect(asked == Array(repeating: true, count: 16) + [false])
    // Also where none of them was read yet.
    port.didAnswer()
    while Self.take(&ends.consumer) != nil {}
    asked = (17...18).map { Self.ask(&port, $0, longest, longest) }
    #expect(asked == [true, false])
  }
}
