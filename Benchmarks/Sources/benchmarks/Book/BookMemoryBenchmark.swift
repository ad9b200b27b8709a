import Foundation
import Market
import Matching

extension Benchmark {
  /// The memory of books whose orders stand as far apart as they can.
  static var bookMemory: Benchmark {
    Benchmark(
      name: "book-memory",
      about: "10,000,000 orders, 10,000 books, bands of 100,000 ticks (--quick: a tenth)",
      quick: { try BookMemoryBenchmark(orders: 1_000_000, books: 1_000).measure() },
      measure: { try BookMemoryBenchmark(orders: 10_000_000, books: 10_000).measure() })
  }
}

/// Fills books with orders of which as good as each has a page of levels for itself: 500 on each
/// side of a book, 100 ticks apart, with a place within its page drawn for each.
struct BookMemoryBenchmark {
  /// Ticks from one end of a band to the other.
  static var band: Int { 100_000 }

  let orders: Int
  let books: Int

  func measure() throws -> Report {
    Progress.say("making \(books) books for \(orders) orders")
    let before = try Self.residentBytes()
    let limits = BookLimits(orders: orders, levelPages: orders, books: books)
    var venue = OrderBooks(limits: limits)
    for _ in 0..<books {
      guard venue.addBook() != nil else { preconditionFailure("a book per instrument") }
    }
    let touched = try Self.residentBytes()
    try fill(&venue)
    let filled = try Self.residentBytes()
    guard filled <= touched + (1 << 20) else {
      throw Benchmark.VoidRun(
        reason: "filling took \(filled - touched) bytes more than at the start")
    }
    guard venue.orderCount == orders, venue.byteCount == limits.byteCount else {
      throw Benchmark.VoidRun(reason: "\(venue.orderCount) orders in \(venue.byteCount) bytes")
    }
    return report(limits, resident: filled - before)
  }

  /// Puts all orders into the books, and takes the half of them out and in again.
  private func fill(_ venue: inout OrderBooks) throws {
    let perSide = orders / books / 2
    let distance = Self.band / 2 / perSide
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    for turn in 0..<perSide {
      if turn % 50 == 0 { Progress.say("\(turn * books * 2) orders of \(orders) rest") }
      for book in 0..<books {
        for side in [Side.buy, .sell] {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          let away = Int32(turn * distance + Int(state >> 33) % 16)
          let tick = side == .buy ? Int32(Self.band / 2) - away : Int32(Self.band / 2) + 16 + away
          let order = IncomingOrder(
            book: BookIndex(rawValue: UInt32(book)), side: side, limitTick: tick, lots: 1, owner: 1)
          let resting = RestingOrder(incoming: order, lots: 1, tag: UInt32(turn))
          guard let slot = venue.rest(resting) else {
            throw Benchmark.VoidRun(reason: "no room at order \(venue.orderCount)")
          }
          guard turn % 2 == 1 else { continue }
          venue.cancel(slot)
          guard venue.rest(resting) != nil else {
            throw Benchmark.VoidRun(reason: "no room for an order that was there")
          }
        }
      }
    }
  }

  private func report(_ limits: BookLimits, resident: Int) -> Report {
    func bytes(_ name: String, _ change: (inout BookLimits) -> Void) -> Report.Figure {
      var more = limits
      change(&more)
      return Report.Figure(
        name, unit: "B", samples: [Double(more.byteCount - limits.byteCount)])
    }
    let gibibyte = Double(1 << 30)
    return Report(
      "book-memory",
      workload: "\(orders) resting orders in \(books) books, one per page of 16 ticks, in bands of "
        + "\(Self.band) ticks; half of them cancelled and entered again",
      figures: [
        bytes("per order") { $0.orders += 1 },
        bytes("per page of 16 levels") { $0.levelPages += 1 },
        bytes("per directory node") { $0.directoryNodes += 1 },
        bytes("per empty book") {
          $0.books += 1
          $0.directoryNodes += 2
        },
        Report.Figure(
          "allocated by the books", unit: "GiB", samples: [Double(limits.byteCount) / gibibyte]),
        Report.Figure(
          "resident, all orders", unit: "GiB", samples: [Double(resident) / gibibyte]),
      ],
      ratios: [
        Report.Ratio(
          name: "book-memory/resident-vs-4-GiB", value: Double(resident) / (4 * gibibyte))
      ])
  }

  /// Bytes that the process has in memory.
  private static func residentBytes() throws -> Int {
    let words = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      .split(separator: " ")
    guard words.count > 1, let pages = Int(words[1]) else {
      throw Benchmark.VoidRun(reason: "/proc/self/statm says nothing of the memory")
    }
    return pages * 4_096
  }
}
