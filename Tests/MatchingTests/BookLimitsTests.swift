import Matching
import Testing

/// What the limits cost, and which are refused.
@Suite struct BookLimitsTests {
  @Test("10,000 books, 10 million orders on 1.2 million pages fit 4 GiB")
  func largeVenue() {
    let limits = BookLimits(orders: 10_000_000, levelPages: 1_200_000, books: 10_000)
    #expect(limits.byteCount < 4 << 30)
    #expect(limits.byteCount == 320_000_000 + 1_252_800_000 + 139_362_144 + 640_000)
  }

  @Test("memory follows orders and pages, not the books' bands")
  func bookIsCheap() {
    let few = BookLimits(orders: 1_000, levelPages: 100, books: 10, directoryNodes: 50)
    var many = few
    many.books = 1_010
    #expect(many.byteCount - few.byteCount == 1_000 * 64)
  }

  @Test("limits that do not fit the records stop the process")
  func outOfRange() async {
    await #expect(processExitsWith: .failure) {
      _ = OrderBooks(limits: BookLimits(orders: 0x100_0000, levelPages: 1, books: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = OrderBooks(limits: BookLimits(orders: 1, levelPages: 0, books: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = OrderBooks(limits: BookLimits(orders: 1, levelPages: 1, books: 1, ordersLookedAt: 0))
    }
  }
}
