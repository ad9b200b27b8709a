import Market
import Matching
import Testing

/// The buffer holds the fills of the last match and nothing else.
@Suite struct FillTests {
  @Test("fills in time order, with what each resting order has left")
  func fills() {
    var single = SingleBook()
    _ = single.rest(.sell, 2, 100)
    _ = single.rest(.sell, 5, 101)
    _ = single.match(.buy, 4, 101)
    let fills = [single.fills[0], single.fills[1]]
    #expect(single.fills.count == 2)
    #expect(fills.map(\.tick) == [100, 101])
    #expect(fills.map(\.lots) == [2, 2])
    #expect(fills.map(\.makerLeaves) == [0, 3])
  }

  @Test("the next match starts an empty buffer")
  func cleared() {
    var single = SingleBook()
    _ = single.rest(.sell, 1, 100)
    _ = single.match(.buy, 1, 100)
    let first = single.fills.count
    _ = single.match(.buy, 1, 100)
    #expect(first == 1 && single.fills.count == 0)
  }

  @Test("a fill that is not there, or a buffer too small, stops the process")
  func callersErrors() async {
    await #expect(processExitsWith: .failure) {
      let buffer = FillBuffer(capacity: 4)
      _ = buffer[0]
    }
    await #expect(processExitsWith: .failure) {
      var single = SingleBook(BookLimits(orders: 8, levelPages: 4, books: 1, ordersLookedAt: 5))
      _ = single.rest(.sell, 1, 100)
      var small = FillBuffer(capacity: 4)
      _ = single.books.match(single.incoming(.buy, 1, 100, owner: 2), into: &small)
    }
  }
}
