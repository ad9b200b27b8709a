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
