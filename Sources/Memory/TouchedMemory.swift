private import CMemory

/// Memory that is there from the start, aligned for its size.
///
/// The caller initialises all of it, so that no page fault is left for later. A block of 2 MiB and
/// more starts on a large page and asks for large pages, so that a lookup misses the TLB less often.
enum TouchedMemory {
  static var pageBytes: Int { 4_096 }
  static var largePageBytes: Int { 2 << 20 }

  /// The largest boundary that a block of this size fills: large page, page or two cache lines.
  static func alignment(byteCount: Int) -> Int {
    if byteCount >= largePageBytes { return largePageBytes }
    return byteCount >= pageBytes ? pageBytes : 128
  }

  /// A block of at least `byteCount` bytes, uninitialised; freed with `deallocate()`.
  static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    let block = UnsafeMutableRawPointer.allocate(
      byteCount: byteCount, alignment: alignment(byteCount: byteCount))
    if byteCount >= largePageBytes { unsafe cmemory_prefer_large_pages(block, byteCount) }
    return unsafe block
  }
}
