import Market
import Testing

@testable import Agents

/// What is synced and waits for the follower.
@Suite struct AwaitedAcknowledgmentsTests {
  @Test("what is acknowledged is taken as far as it goes, once")
  func taken() {
    var awaited = AwaitedAcknowledgments()
    awaited.add(Sequence(rawValue: 10), 640)
    awaited.add(Sequence(rawValue: 20), 1_280)
    awaited.add(Sequence(rawValue: 30), 1_920)
    #expect(awaited.next?.rawValue == 10)
    #expect(awaited.take(upTo: Sequence(rawValue: 9)) == nil)
    #expect(awaited.take(upTo: Sequence(rawValue: 29)) == 1_280)
    #expect(awaited.next?.rawValue == 30)
    #expect(awaited.take(upTo: Sequence(rawValue: 29)) == nil)
    #expect(awaited.take(upTo: Sequence(rawValue: 30)) == 1_920)
    #expect(awaited.next == nil)
  }

  @Test("behind the last place that is told apart all counts as one", arguments: [63, 64, 65, 200])
  func bounded(_ count: Int) {
    var awaited = AwaitedAcknowledgments()
    for number in 1...UInt64(count) { awaited.add(Sequence(rawValue: number), number * 64) }
    let told = UInt64(min(count, AwaitedAcknowledgments.most))
    #expect(awaited.take(upTo: Sequence(rawValue: told - 1)) == (told - 1) * 64)
    #expect(awaited.next?.rawValue == UInt64(count))
    #expect(awaited.take(upTo: Sequence(rawValue: UInt64(count))) == UInt64(count) * 64)
  }

  @Test("commands without events are no place of their own")
  func silent() {
    var awaited = AwaitedAcknowledgments()
    awaited.add(Sequence(rawValue: 1), 64)
    awaited.add(Sequence(rawValue: 2), 64)
    #expect(awaited.take(upTo: Sequence(rawValue: 1)) == 64)
    #expect(awaited.next == nil)
  }
}
