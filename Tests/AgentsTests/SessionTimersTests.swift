import Market
import Testing

@testable import Agents

@Suite struct SessionTimersTests {
  private func at(_ nanoseconds: Int64) -> Instant { Instant(nanoseconds: nanoseconds) }

  @Test("the earliest first, of one instant the lowest number, and nobody before the time")
  func order() {
    var timers = SessionTimers(capacity: 4)
    timers.look(at: 3, by: at(20))
    timers.look(at: 1, by: at(10))
    timers.look(at: 0, by: at(20))
    let early = timers.takeDue(now: at(9))
    let due = [timers.takeDue(now: at(10)), timers.takeDue(now: at(10))]
    let later = [timers.takeDue(now: at(30)), timers.takeDue(now: at(30))]
    let last = timers.takeDue(now: .distantFuture)
    #expect(early == nil)
    #expect(due == [1, nil])
    #expect(later == [0, 3])
    #expect(last == nil)
  }

  @Test("a time is brought forward and never put off; who asks for none has none")
  func earlier() {
    var timers = SessionTimers(capacity: 2)
    timers.look(at: 0, by: .distantFuture)
    let none = timers.first
    timers.look(at: 1, by: at(20))
    timers.look(at: 1, by: at(30))
    timers.look(at: 1, by: .distantFuture)
    let kept = timers.first
    timers.look(at: 1, by: at(5))
    let forward = timers.first
    #expect([none, kept, forward] == [nil, at(20), at(5)])
  }

  @Test("100,000 random steps are those of a list that is searched", arguments: [1, 2, 7, 100])
  func random(capacity: UInt32) {
    var timers = SessionTimers(capacity: Int(capacity))
    var model: [UInt32: Int64] = [:]
    var state: UInt64 = 5
    var now: Int64 = 0
    for _ in 0..<100_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let session = UInt32(truncatingIfNeeded: state >> 40) % capacity
      if state >> 62 < 2 {
        let time = now + Int64(state >> 33 & 0xff)
        timers.look(at: session, by: at(time))
        model[session] = min(model[session] ?? .max, time)
      } else {
        now += Int64(state >> 33 & 0x0f)
        let due = model.filter { $0.value <= now }
          .min { ($0.value, $0.key) < ($1.value, $1.key) }?.key
        if let due { model[due] = nil }
        let taken = timers.takeDue(now: at(now))
        if taken != due { Issue.record("\(String(describing: taken)) is not the first") }
      }
      if timers.first?.nanoseconds != model.values.min() {
        Issue.record("the earliest time differs")
        return
      }
    }
    #expect(now > 0)
  }
}
