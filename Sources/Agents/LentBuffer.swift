import Memory

/// Bytes on their way to or from a socket, in a buffer that is lent by a pool while there are any.
struct LentBuffer: ~Copyable {
  private var buffer: ByteBuffer?
  /// The number of bytes it can hold.
  let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  /// Bytes that wait.
  var count: Int {
    switch buffer {
    case .some(let buffer): buffer.count
    case .none: 0
    }
  }

  var isEmpty: Bool { count == 0 }

  /// Bytes that fit.
  var freeBytes: Int { capacity - count }

  /// The buffer with its bytes, lent if need be; `put` has to follow.
  mutating func take(from pool: inout BufferPool) -> ByteBuffer { buffer.take() ?? pool.take() }

  /// Keeps the buffer where it has bytes; else it goes back.
  mutating func put(_ taken: consuming ByteBuffer, to pool: inout BufferPool) {
    if taken.isEmpty { pool.give(taken) } else { buffer = consume taken }
  }

  /// Appends all of `bytes`; false, and nothing appended, where they do not fit.
  mutating func append(_ bytes: RawSpan, from pool: inout BufferPool) -> Bool {
    var taken = take(from: &pool)
    let fits = taken.append(bytes)
    put(taken, to: &pool)
    return fits
  }

  /// Forgets all bytes, for good.
  mutating func removeAll(to pool: inout BufferPool) {
    guard var taken = buffer.take() else { return }
    taken.removeAll()
    taken.wipeUnused()
    pool.give(taken)
  }
}
