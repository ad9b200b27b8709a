import Memory

/// A record that tells its number, at its start and its end, and when it was sent.
/// ```
///  0        8        16                        byteCount - 8
///  | number | sent   | …                       | ~number |
/// ```
struct Stamped: ~Copyable {
  private var buffer: ByteBuffer
  private let byteCount: Int

  init(byteCount: Int) {
    precondition(byteCount >= 24, "number, time and number again")
    buffer = ByteBuffer(capacity: byteCount)
    buffer.didWrite(byteCount)
    self.byteCount = byteCount
  }

  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { buffer.readable }
  }

  mutating func stamp(_ number: UInt64, sent: UInt64) {
    buffer.write(byteCount: byteCount, number, sent)
  }
}

extension ByteBuffer {
  fileprivate mutating func write(byteCount: Int, _ number: UInt64, _ sent: UInt64) {
    removeAll()
    unsafe withUnsafeWritable { bytes in
      unsafe bytes.storeBytes(of: number, toByteOffset: 0, as: UInt64.self)
      unsafe bytes.storeBytes(of: sent, toByteOffset: 8, as: UInt64.self)
      unsafe bytes.storeBytes(of: ~number, toByteOffset: byteCount - 8, as: UInt64.self)
    }
    didWrite(byteCount)
  }
}

/// Checks that records come once, in order and whole.
struct StampCheck {
  private(set) var received: UInt64 = 0
  private(set) var wrong = 0

  /// When the record was sent, in nanoseconds.
  mutating func receive(_ record: RawSpan) -> UInt64 {
    let last = record.byteCount - 8
    let number = unsafe record.unsafeLoad(as: UInt64.self)
    let atEnd = unsafe record.unsafeLoadUnaligned(fromByteOffset: last, as: UInt64.self)
    if number != received || atEnd != ~number { wrong += 1 }
    received += 1
    return unsafe record.unsafeLoad(fromByteOffset: 8, as: UInt64.self)
  }

  /// Throws if a record was lost, doubled, moved or torn.
  func verify(sent: Int, _ what: String) throws {
    guard wrong == 0, received == UInt64(sent) else {
      throw Benchmark.VoidRun(
        reason: "\(what): sent \(sent), received \(received), \(wrong) of them wrong")
    }
  }
}
