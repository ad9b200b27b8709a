import Memory
import Testing

@Suite struct TouchedMemoryTests {
  /// The largest of the boundaries that the first byte lies on.
  static func boundary(byteCount: Int) -> Int {
    let slab = Slab<UInt8>(capacity: byteCount, repeating: 0)
    let address = unsafe slab.span.withUnsafeBufferPointer {
      Int(bitPattern: $0.baseAddress)
    }
    return [2 << 20, 4_096, 128].first { address % $0 == 0 } ?? 0
  }

  @Test(
    "blocks lie on the boundary of their size",
    arguments: zip([1, 4_095, 4_096, (2 << 20) - 1, 2 << 20], [128, 128, 4_096, 4_096, 2 << 20]))
  func alignment(byteCount: Int, expected: Int) {
    #expect(Self.boundary(byteCount: byteCount) >= expected)
  }
}
