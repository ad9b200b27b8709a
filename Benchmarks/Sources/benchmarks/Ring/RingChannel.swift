import CLinux
import Glibc
import Rings

/// What a thread does when it has nothing to do.
enum Waiting: String, CaseIterable, Sendable {
  /// Looks again and again.
  case spin
  /// Lets others run between looks.
  case yield
  /// Looks for some 20 us, then sleeps in a read of an eventfd until it is signalled.
  case park

  /// Looks before a parking thread sleeps.
  static var looksBeforeSleep: Int { 400 }
}

/// An eventfd: `ring()` lets the one who waits, or who waits next, go on.
final class Bell: Sendable {
  private let descriptor = eventfd(0, 0)

  init() { precondition(descriptor >= 0, "an eventfd can be opened") }

  deinit { close(descriptor) }

  func ring() { _ = eventfd_write(descriptor, 1) }

  func wait() {
    var count: eventfd_t = 0
    _ = unsafe eventfd_read(descriptor, &count)
  }
}

/// The two ends of a ring, its sleep flag and bell.
struct RingSender: ~Copyable, Sender {
  var producer: RingProducer
  let waiting: Waiting
  let flag: SleepFlag
  let bell: Bell

  mutating func send(_ record: RawSpan) -> Int {
    var waits = 0
    while !producer.write(record) {
      flush()
      waits += 1
      switch waiting {
      case .spin: clinux_pause()
      case .yield, .park: sched_yield()
      }
    }
    return waits
  }

  mutating func flush() {
    guard producer.publish(), waiting == .park else { return }
    if flag.needsWake() { bell.ring() }
  }
}

struct RingReceiver: ~Copyable, Receiver {
  var consumer: RingConsumer
  let waiting: Waiting
  let flag: SleepFlag
  let bell: Bell

  mutating func receive(_ body: (RawSpan) -> Void) {
    while let record = consumer.next() { body(record) }
    if consumer.release() { return }
    switch waiting {
    case .spin: clinux_pause()
    case .yield: sched_yield()
    case .park: park()
    }
  }

  private mutating func park() {
    for _ in 0..<Waiting.looksBeforeSleep {
      guard consumer.isEmpty else { return }
      clinux_pause()
    }
    flag.prepareToSleep()
    if consumer.isEmpty { bell.wait() }
    flag.awake()
  }
}
