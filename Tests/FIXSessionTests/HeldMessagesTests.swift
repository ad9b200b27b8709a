import FIXSession
import Market
import Testing

@Suite struct HeldMessagesTests {
  static func append(_ number: UInt64, bytes: Int = 100, to held: inout HeldMessages) -> Bool {
    let message = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: bytes)
    return held.append(RawSpan(_elements: message.span), seq(number), received: at(Double(number)))
  }

  static func limits(_ messages: Int, _ bytes: Int) -> HeldMessages.Limits {
    var limits = HeldMessages.Limits()
    limits.messages = messages
    limits.bytes = bytes
    return limits
  }

  @Test("messages come out in order, with their bytes and time, when they are expected")
  func order() {
    var held = HeldMessages()
    for number in 5...7 as ClosedRange<UInt64> { #expect(Self.append(number, to: &held)) }
    let early = held.isDue(for: active(next: 4))
    #expect(!early)
    for number in 5...7 as ClosedRange<UInt64> {
      let isDue = held.isDue(for: active(next: number))
      let first = held.front.byteCount == 100 ? Span<UInt8>(_bytes: held.front)[99] : 0
      let received = held.frontReceived
      held.removeFirst()
      #expect(isDue)
      #expect(first == UInt8(number))
      #expect(received == at(Double(number)))
    }
    let isEmpty = held.isEmpty
    #expect(isEmpty)
  }

  @Test("what lies below the number expected is thrown away")
  func stale() {
    var held = HeldMessages()
    for number in 5...7 as ClosedRange<UInt64> { _ = Self.append(number, to: &held) }
    let isDue = held.isDue(for: active(next: 7))
    let count = held.count
    #expect(isDue)
    #expect(count == 1)
  }

  @Test("a hole among those held ends the release")
  func hole() {
    var held = HeldMessages()
    _ = Self.append(5, to: &held)
    _ = Self.append(9, to: &held)
    let isDue = held.isDue(for: active(next: 6))
    let count = held.count
    #expect(!isDue)
    #expect(count == 1)
  }

  @Test("a number no higher than the last is refused")
  func rising() {
    var held = HeldMessages()
    let results = [5, 5, 4, 6].map { Self.append($0, to: &held) }
    #expect(results == [true, false, false, true])
  }

  @Test("1,000 messages are held, not one more")
  func countLimit() {
    var held = HeldMessages()
    let results = (1...1_001).map { Self.append($0, bytes: 1, to: &held) }
    #expect(results.filter { $0 }.count == 1_000)
    #expect(results.last == false)
    held.removeFirst()
    let again = Self.append(1_001, bytes: 1, to: &held)
    #expect(again)
  }

  @Test("bytes are held up to the limit, not one more", arguments: [0, 1])
  func byteLimit(_ extra: Int) {
    var held = HeldMessages(limits: Self.limits(10, 256))
    let first = Self.append(1, bytes: 156, to: &held)
    let second = Self.append(2, bytes: 100 + extra, to: &held)
    #expect(first)
    #expect(second == (extra == 0))
  }

  @Test("room that was given back is used again, however often")
  func reuse() {
    var held = HeldMessages(limits: Self.limits(3, 300))
    var results: [Bool] = []
    for number in 1...50 as ClosedRange<UInt64> {
      results.append(Self.append(number, to: &held))
      if number >= 3 { held.removeFirst() }
    }
    #expect(results.allSatisfy { $0 })
    held.removeAll()
    let isEmpty = held.isEmpty
    #expect(isEmpty)
  }

  @Test("nothing is released to a session that does not process messages")
  func notLoggedOn() {
    var held = HeldMessages()
    _ = Self.append(2, to: &held)
    let isDue = held.isDue(for: acceptor().after(logon(1)))
    #expect(!isDue)
  }
}
