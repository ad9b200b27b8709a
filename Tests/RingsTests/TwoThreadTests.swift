import Glibc
import Rings
import Testing

@Suite(.serialized) struct TwoThreadTests {
  /// The length of record `number`: all from 0 to `longest`, in no simple order.
  static func length(_ number: Int, longest: Int) -> Int { number &* 7_919 % (longest + 1) }

  static func produce(_ count: Int, into producer: inout RingProducer, wake: () -> Void) {
    let longest = Ring.recordBytesMax(capacityBytes: producer.capacityBytes)
    for number in 0..<count {
      let record = Records.make(length: length(number, longest: longest), salt: number)
      while !Records.write(record, to: &producer) {
        if producer.publish() { wake() }
        sched_yield()
      }
      if number % 3 == 0, producer.publish() { wake() }
    }
    if producer.publish() { wake() }
  }

  /// Reads `count` records; the number of those that are not the ones expected.
  static func consume(_ count: Int, from consumer: inout RingConsumer, idle: () -> Void) -> Int {
    var wrong = 0
    var number = 0
    let longest = Ring.recordBytesMax(capacityBytes: consumer.capacityBytes)
    while number < count {
      guard let record = Records.read(from: &consumer) else {
        consumer.release()
        idle()
        continue
      }
      let expected = Records.make(length: length(number, longest: longest), salt: number)
      if record != expected { wrong += 1 }
      number += 1
      if number % 5 == 0 { consumer.release() }
    }
    consumer.release()
    return wrong
  }

  @Test(
    "all records arrive once, in order and whole",
    arguments: zip([64, 128, 1_024, 65_536], [3_000, 3_000, 1_000, 40]))
  func recordsArrive(capacity: Int, count: Int) {
    let ring = Ring.make(capacityBytes: capacity)
    let parcel = Parcel(ring.producer)
    let thread = TestThread {
      guard var producer = parcel.open() else { return }
      Self.produce(count, into: &producer) {}
    }
    var consumer = ring.consumer
    let wrong = Self.consume(count, from: &consumer) { sched_yield() }
    thread.join()
    let isEmpty = consumer.isEmpty
    #expect(wrong == 0)
    #expect(isEmpty)
  }

  @Test("no wake-up is lost while the consumer sleeps", arguments: [64, 1_024])
  func consumerIsWoken(capacity: Int) {
    let count = 1_000
    let flag = SleepFlag()
    let bell = Bell()
    let ring = Ring.make(capacityBytes: capacity)
    let parcel = Parcel(ring.producer)
    let thread = TestThread {
      guard var producer = parcel.open() else { return }
      Self.produce(count, into: &producer) { if flag.needsWake() { bell.ring() } }
    }
    var consumer = ring.consumer
    let wrong = Self.sleepingConsume(count, from: &consumer, flag, bell)
    thread.join()
    #expect(wrong == 0)
  }

  /// Sleeps each time the ring is empty; a lost wake-up would be an endless sleep.
  static func sleepingConsume(
    _ count: Int, from consumer: inout RingConsumer, _ flag: SleepFlag, _ bell: Bell
  ) -> Int {
    var wrong = 0
    var number = 0
    let longest = Ring.recordBytesMax(capacityBytes: consumer.capacityBytes)
    while number < count {
      if let record = Records.read(from: &consumer) {
        let expected = Records.make(length: length(number, longest: longest), salt: number)
        if record != expected { wrong += 1 }
        number += 1
        continue
      }
      consumer.release()
      flag.prepareToSleep()
      if consumer.isEmpty { bell.wait() }
      flag.awake()
    }
    return wrong
  }

  @Test("what was done before a cursor is stored is seen by who loads it")
  func cursorPublishes() {
    let cursor = Cursor(0)
    let cells = Cells(count: 1_000)
    let thread = TestThread {
      for index in 0..<1_000 {
        cells[index] = index &* 3
        cursor.store(UInt64(index + 1))
      }
    }
    var wrong = 0
    var read = 0
    while read < 1_000 {
      let end = Int(cursor.load())
      if end == read { sched_yield() }
      while read < end {
        if cells[read] != read &* 3 { wrong += 1 }
        read += 1
      }
    }
    thread.join()
    #expect(wrong == 0)
  }
}
