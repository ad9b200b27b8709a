import Glibc

/// Bytes that few are to see: never changed, and overwritten when their last owner lets go of them.
///
/// *Safety:* `start` points to `byteCount` bytes, and one at least, allocated and written in `init`, wiped and
/// freed in `deinit`. Sendable because nobody writes to them between the two.
@safe
public final class Secret: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer
  public let byteCount: Int

  /// A copy of `bytes`.
  public init(_ bytes: RawSpan) {
    byteCount = bytes.byteCount
    unsafe start = .allocate(byteCount: max(1, bytes.byteCount), alignment: 16)
    unsafe bytes.withUnsafeBytes { source in
      guard let first = source.baseAddress else { return }
      unsafe start.copyMemory(from: first, byteCount: source.count)
    }
  }

  deinit {
    unsafe explicit_bzero(start, byteCount)
    unsafe start.deallocate()
  }

  /// Has `body` look at the bytes.
  public func withBytes<Result: ~Copyable>(_ body: (RawSpan) -> Result) -> Result {
    unsafe body(RawSpan(_unsafeStart: UnsafeRawPointer(start), byteCount: byteCount))
  }

  /// Whether both have the same bytes; in a time that depends on their number alone.
  public func isSame(as other: Secret) -> Bool {
    guard byteCount == other.byteCount else { return false }
    var difference: UInt8 = 0
    for place in 0..<byteCount {
      let mine = unsafe start.load(fromByteOffset: place, as: UInt8.self)
      difference |= unsafe mine ^ other.start.load(fromByteOffset: place, as: UInt8.self)
    }
    return difference == 0
  }
}
