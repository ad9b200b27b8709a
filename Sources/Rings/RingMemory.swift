public import Synchronization

/// What the two ends of a ring share: the bytes and the two positions.
///
/// Positions count bytes from the start and never wrap; the place of a byte is its position modulo
/// the capacity. Bytes from `head` to `tail` are the consumer's, the others the producer's.
/// ```
///  record   | byteCount UInt32 | 0       UInt32 | bytes, zero to seven unused |   8-byte aligned
///  padding  | UInt32.max       | 0       UInt32 | unused up to the end of the ring
/// ```
///
/// *Safety:* `bytes` points to `capacity` bytes, allocated and touched in `init`, freed in `deinit`
/// when both ends are gone. Sendable: the producer writes bytes before it stores `tail`, releasing,
/// and the consumer reads them after it has loaded `tail`, acquiring; the consumer's last read comes
/// before it stores `head`, releasing, and the producer overwrites after it has loaded `head`,
/// acquiring. There is one of each end, not copyable.
@safe
@usableFromInline
final class RingMemory: @unchecked Sendable {
  @usableFromInline let bytes: UnsafeMutableRawPointer
  @usableFromInline let capacity: Int
  @usableFromInline let before = Padding(repeating: 0)
  /// Bytes the consumer has released.
  @usableFromInline let head = Atomic<Int>(0)
  @usableFromInline let between = Padding(repeating: 0)
  /// Bytes the producer has published.
  @usableFromInline let tail = Atomic<Int>(0)
  @usableFromInline let behind = Padding(repeating: 0)

  @inlinable static var headerBytes: Int { 8 }
  @inlinable static var paddingMark: UInt32 { .max }

  init(capacity: Int) {
    unsafe bytes = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4_096)
    unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
    self.capacity = capacity
  }

  deinit { unsafe bytes.deallocate() }

  /// The place of the byte at `position`.
  @inlinable
  func place(_ position: Int) -> Int { position & (capacity &- 1) }

  /// The bytes that a record takes in the ring.
  @inlinable
  static func footprint(_ byteCount: Int) -> Int { headerBytes &+ (byteCount &+ 7) & ~7 }
}
