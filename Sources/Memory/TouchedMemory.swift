internal import Glibc

/// Memory that is there from the start: aligned for its size, asked for in large pages.
///
/// The caller initialises all of it, so that no page fault is left for later.
enum TouchedMemory {
  static var pageBytes: Int { 4_096 }
  static var largePageBytes: Int { 2 << 20 }

  /// The largest boundary that a block of this size fills: large page, page or two cache lines.
  static func alignment(byteCount: Int) -> Int {
    if byteCount >= largePageBytes { return largePageBytes }
    return byteCount >= pageBytes ? pageBytes : 128
  }

  /// A block of at least `byteCount` bytes, uninitialised; freed with `deallocate()`.
  ///
  /// Large pages are a wish: with fewer TLB misses a large book is a tenth faster, without them
  /// (`madvise(2)` refused) everything works the same.
  static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    let alignment = alignment(byteCount: byteCount)
    let base = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: alignment)
    if alignment == largePageBytes {
      let adviseLargePages: CInt = 14
      _ = unsafe madvise(base, byteCount, adviseLargePages)
    }
    return unsafe base
  }
}
