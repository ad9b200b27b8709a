import Rings
import Testing

@Suite struct RingProducerTests {
  @Test(
    "a full ring refuses, a released byte too few refuses, enough are taken",
    arguments: RingTests.places)
  func fullRing(place: Int) {
    var ring = RingTests.ring(at: place)
    for _ in 0..<8 { _ = Records.write([], to: &ring.producer) }
    ring.producer.publish()
    let full = ring.producer.freeBytes
    let refused = Records.write([], to: &ring.producer)
    _ = Records.read(from: &ring.consumer)
    let given = Records.write([], to: &ring.producer)
    ring.consumer.release()
    let released = Records.write([], to: &ring.producer)
    #expect(full == 0)
    #expect([refused, given, released] == [false, false, true])
  }

  @Test("the reserve stays free to the byte", arguments: RingTests.places, [0, 8, 16, 24])
  func reserve(place: Int, length: Int) {
    for reserve in 0..<64 {
      var ring = RingTests.ring(at: place)
      let before = ring.producer.freeBytes
      let fits = Records.write(
        Records.make(length: length, salt: 3), to: &ring.producer, keepingFree: reserve)
      let after = ring.producer.freeBytes
      let taken = RingTests.taken(length, at: place)
      #expect(before == 64)
      #expect(fits == (64 - taken >= reserve), "place \(place), reserve \(reserve)")
      #expect(after == (fits ? 64 - taken : 64))
    }
  }

  @Test("what was kept free is there for a record without reserve")
  func reserveIsUsable() {
    var ring = Ring.make(capacityBytes: 64)
    var accepted = 0
    while Records.write([1], to: &ring.producer, keepingFree: 16) { accepted += 1 }
    let last = Records.write([2], to: &ring.producer)
    let tooMany = Records.write([2], to: &ring.producer)
    #expect(accepted == 3)
    #expect(last)
    #expect(!tooMany)
  }

  @Test("nothing is seen before publish, and all of a batch after it")
  func publishesBatches() {
    var ring = Ring.make(capacityBytes: 128)
    _ = Records.write([1], to: &ring.producer)
    _ = Records.write([2, 3], to: &ring.producer)
    let before = Records.readAll(from: &ring.consumer)
    let published = ring.producer.publish()
    let again = ring.producer.publish()
    let after = Records.readAll(from: &ring.consumer)
    #expect(before == [])
    #expect([published, again] == [true, false])
    #expect(after == [[1], [2, 3]])
  }
}
