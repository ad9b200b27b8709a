import Rings
import Testing

@Suite struct RingTests {
  /// Every place a record can start at in a ring of 64 bytes.
  static let places = stride(from: 0, to: 64, by: 8).map { $0 }
  static let lengths = Array(0...Ring.recordBytesMax(capacityBytes: 64))

  /// A ring of 64 bytes whose next record starts at `place`.
  static func ring(at place: Int) -> Ring {
    var ring = Ring.make(capacityBytes: 64)
    for _ in 0..<place / 8 {
      let fits = Records.write([], to: &ring.producer)
      ring.producer.publish()
      let record = Records.read(from: &ring.consumer)
      ring.consumer.release()
      #expect(fits)
      #expect(record == [])
    }
    return ring
  }

  /// The bytes a record of `length` takes when it starts at `place`, with the unused end.
  static func taken(_ length: Int, at place: Int) -> Int {
    let footprint = 8 + (length + 7) / 8 * 8
    return footprint <= 64 - place ? footprint : 64 - place + footprint
  }

  @Test("a record comes out as it went in, from every place, of every length", arguments: places)
  func recordKeepsItsBytes(place: Int) {
    for length in Self.lengths {
      var ring = Self.ring(at: place)
      let record = Records.make(length: length, salt: place)
      let fits = Records.write(record, to: &ring.producer)
      let early = ring.consumer.isEmpty
      ring.producer.publish()
      let late = ring.consumer.isEmpty
      let read = Records.read(from: &ring.consumer)
      let end = ring.consumer.isEmpty
      #expect(fits)
      #expect(read == record, "place \(place), length \(length)")
      #expect([early, late, end] == [true, false, true])
    }
  }

  @Test(
    "two records of all lengths keep order and bytes; a second that does not fit is refused",
    arguments: places)
  func twoRecords(place: Int) {
    for first in Self.lengths {
      for second in Self.lengths {
        var ring = Self.ring(at: place)
        let records = [Records.make(length: first, salt: 1), Records.make(length: second, salt: 2)]
        let firstFits = Records.write(records[0], to: &ring.producer)
        let secondFits = Records.write(records[1], to: &ring.producer)
        ring.producer.publish()
        let read = Records.readAll(from: &ring.consumer)
        let used = Self.taken(first, at: place)
        let expected = used + Self.taken(second, at: (place + used) % 64) <= 64
        #expect(firstFits)
        #expect(secondFits == expected, "place \(place), lengths \(first), \(second)")
        #expect(read == (expected ? records : [records[0]]))
      }
    }
  }

  @Test("a full ring refuses, a released byte too few refuses, enough are taken", arguments: places)
  func fullRing(place: Int) {
    var ring = Self.ring(at: place)
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

  @Test("the reserve stays free to the byte", arguments: places, [0, 8, 16, 24])
  func reserve(place: Int, length: Int) {
    for reserve in 0..<64 {
      var ring = Self.ring(at: place)
      let before = ring.producer.freeBytes
      let fits = Records.write(
        Records.make(length: length, salt: 3), to: &ring.producer, keepingFree: reserve)
      let after = ring.producer.freeBytes
      let taken = Self.taken(length, at: place)
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

  @Test("the longest record is 16 KiB, or fits half of a small ring")
  func longestRecord() {
    #expect(Ring.recordBytesMax(capacityBytes: 64) == 24)
    #expect(Ring.recordBytesMax(capacityBytes: 32_768) == 16_376)
    #expect(Ring.recordBytesMax(capacityBytes: 65_536) == 16_384)
    #expect(Ring.recordBytesMax(capacityBytes: 1 << 24) == 16_384)
    var ring = Ring.make(capacityBytes: 65_536)
    var sizes: [Int] = []
    let longest = Records.make(length: 16_384, salt: 5)
    for _ in 0..<64 {
      while Records.write(longest, to: &ring.producer) {}
      ring.producer.publish()
      let read = Records.readAll(from: &ring.consumer)
      ring.consumer.release()
      sizes += read.map { $0 == longest ? $0.count : -1 }
    }
    #expect(sizes.count >= 128)
    #expect(sizes.allSatisfy { $0 == 16_384 })
  }

  @Test("misuse stops the process")
  func misuseIsChecked() async {
    await #expect(processExitsWith: .failure) { _ = Ring.make(capacityBytes: 32) }
    await #expect(processExitsWith: .failure) { _ = Ring.make(capacityBytes: 96) }
    await #expect(processExitsWith: .failure) {
      var ring = Ring.make(capacityBytes: 64)
      _ = Records.write(Records.make(length: 25, salt: 0), to: &ring.producer)
    }
    await #expect(processExitsWith: .failure) {
      var ring = Ring.make(capacityBytes: 64)
      _ = Records.write([], to: &ring.producer, keepingFree: 64)
    }
  }
}
