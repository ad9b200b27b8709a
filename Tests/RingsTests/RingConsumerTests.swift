import Testing

@testable import Rings

@Suite struct RingConsumerTests {
  @Test("nothing is free before release, and all that was given after it")
  func releasesBatches() {
    var ring = Ring.make(capacityBytes: 64)
    for _ in 0..<4 { _ = Records.write([7], to: &ring.producer) }
    ring.producer.publish()
    _ = Records.readAll(from: &ring.consumer)
    let before = ring.producer.freeBytes
    let released = ring.consumer.release()
    let again = ring.consumer.release()
    let after = ring.producer.freeBytes
    #expect(before == 0)
    #expect([released, again] == [true, false])
    #expect(after == 64)
  }

  @Test("nothing is left of records that are wiped, also around the end of the ring")
  func wipes() {
    var ring = Ring.make(capacityBytes: 64)
    for batch in [1, 2, 1] {
      for _ in 0..<batch { _ = Records.write([7, 7, 7, 7, 7, 7, 7, 7, 7], to: &ring.producer) }
      ring.producer.publish()
      for _ in 0..<batch { _ = Records.read(from: &ring.consumer) }
      let released = ring.consumer.wipeAndRelease()
      let memory = ring.consumer.memory
      let left = (0..<64).filter {
        unsafe memory.bytes.load(fromByteOffset: $0, as: UInt8.self) != 0
      }
      #expect(released)
      #expect(left == [])
      #expect(ring.producer.freeBytes == 64)
    }
    let again = ring.consumer.wipeAndRelease()
    #expect(!again)
  }

  @Test("given records take their room until release, in batches of any size", arguments: 1...8)
  func keepsRoomUntilRelease(batch: Int) {
    var ring = Ring.make(capacityBytes: 64)
    for _ in 0..<8 { _ = Records.write([], to: &ring.producer) }
    ring.producer.publish()
    var free: [Int] = []
    for _ in 0..<batch { _ = Records.read(from: &ring.consumer) }
    free.append(ring.producer.freeBytes)
    ring.consumer.release()
    free.append(ring.producer.freeBytes)
    #expect(free == [0, 8 * batch])
  }
}
