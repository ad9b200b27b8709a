import Rings

extension CountedLoop {
  /// One record of 128 bytes, written and read on one thread, published and released by the 32.
  static var ring: CountedLoop {
    CountedLoop(name: "ring", about: "a record of 128 bytes through a ring, batches of 32") {
      count in
      try RingLoop.run(count)
    }
  }
}

enum RingLoop {
  static var recordBytes: Int { 128 }
  static var batch: Int { 32 }

  static func run(_ count: Int) throws {
    let ring = Ring.make(capacityBytes: 65_536)
    var producer = ring.producer
    var consumer = ring.consumer
    let record = [UInt8](repeating: 0x5a, count: recordBytes)
    var given = 0
    var written = 0
    while written < count {
      let end = min(count, written + batch)
      while written < end, unsafe producer.write(record.span.bytes) { written += 1 }
      producer.publish()
      while let record = consumer.next() { given += record.byteCount }
      consumer.release()
    }
    guard given == count * recordBytes else { throw Benchmark.VoidRun(reason: "bytes were lost") }
  }
}
