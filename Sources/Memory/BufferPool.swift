/// Buffers of one size, lent to whoever has bytes, and given back empty: the last one given is lent first,
/// while it is still in the cache.
///
/// `spare` of them are there from the start, touched. Where none is spare, one more is made, and one that
/// comes back beyond `spare` is let go: so memory follows what is lent, and nobody is refused.
///
/// *Safety:* the first `spareCount` of the `spare` places that `places` points to are initialised; this
/// value owns them and frees them in `deinit`.
@safe
public struct BufferPool: ~Copyable {
  private let places: UnsafeMutablePointer<ByteBuffer>
  /// Bytes that each buffer holds.
  public let bufferBytes: Int
  /// Buffers that are kept.
  public let spare: Int
  /// Buffers that are there and not lent.
  public private(set) var spareCount: Int
  /// Buffers that are lent.
  public private(set) var lentCount = 0

  public init(bufferBytes: Int, spare: Int) {
    precondition(spare > 0, "a pool keeps a buffer")
    unsafe places = .allocate(capacity: spare)
    for place in 0..<spare {
      unsafe (places + place).initialize(to: ByteBuffer(capacity: bufferBytes))
    }
    self.bufferBytes = bufferBytes
    self.spare = spare
    spareCount = spare
  }

  deinit {
    unsafe places.deinitialize(count: spareCount)
    unsafe places.deallocate()
  }

  /// An empty buffer.
  public mutating func take() -> ByteBuffer {
    lentCount += 1
    guard spareCount > 0 else { return ByteBuffer(capacity: bufferBytes) }
    spareCount -= 1
    return unsafe (places + spareCount).move()
  }

  /// Takes a buffer back; what is in it is forgotten.
  public mutating func give(_ buffer: consuming ByteBuffer) {
    precondition(buffer.capacity == bufferBytes, "a buffer comes back to its own pool")
    precondition(lentCount > 0, "a buffer that was lent comes back")
    lentCount -= 1
    guard spareCount < spare else { return }
    buffer.removeAll()
    unsafe (places + spareCount).initialize(to: buffer)
    spareCount += 1
  }
}
