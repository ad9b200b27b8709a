import Rings

/// Records as arrays, into and out of a ring.
enum Records {
  /// Bytes that tell length, salt and place.
  static func make(length: Int, salt: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: length &* 7 &+ salt &* 31 &+ $0 &+ 1) }
  }

  static func write(
    _ record: [UInt8], to producer: inout RingProducer, keepingFree reserve: Int = 0
  ) -> Bool {
    unsafe producer.write(record.span.bytes, keepingFree: reserve)
  }

  /// The next record; nil if there is none.
  static func read(from consumer: inout RingConsumer) -> [UInt8]? {
    guard let record = consumer.next() else { return nil }
    return record.byteOffsets.map { unsafe record.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
  }

  /// All records to be had.
  static func readAll(from consumer: inout RingConsumer) -> [[UInt8]] {
    var records: [[UInt8]] = []
    while let record = read(from: &consumer) { records.append(record) }
    return records
  }
}
