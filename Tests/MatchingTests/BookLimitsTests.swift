import Market
import Matching
import Memory
import Testing

/// What the limits cost, and which are refused.
@Suite struct BookLimitsTests {
  @Test("10,000 books, 10 million orders, each on a page of its own, fit 4 GiB with their index")
  func largeVenue() {
    let limits = BookLimits(orders: 10_000_000, levelPages: 10_000_000, books: 10_000)
    #expect(limits.byteCount + HashIndex.byteCount(capacity: 10_000_000) < 4 << 30)
    #expect(limits.byteCount == 320_000_000 + 2_720_000_000 + 552_081_876 + 640_000)
  }

  @Test(
    "what the limits say is what the books allocate",
    arguments: [
      BookLimits(orders: 1, levelPages: 1, books: 1),
      BookLimits(orders: 100, levelPages: 7, books: 3),
      BookLimits(orders: 1_000, levelPages: 500, books: 20, directoryNodes: 33),
    ])
  func formula(_ limits: BookLimits) {
    let books = OrderBooks(limits: limits)
    let allocated = books.byteCount
    #expect(allocated == limits.byteCount)
  }

  /// 20 orders 1,000 ticks apart, or beside each other: within 20 pages there is room for both.
  @Test(
    "a wide band costs as much as a narrow one: a page for each order at most",
    arguments: [1, 1_000])
  func bandIsFree(apart: Int32) {
    var single = SingleBook(BookLimits(orders: 20, levelPages: 20, books: 1, directoryNodes: 60))
    var rested = 0
    for step in 0..<Int32(20) where single.rest(.buy, 1, step * apart) != nil { rested += 1 }
    #expect(rested == 20)
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
