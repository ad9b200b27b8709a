import Market
import Matching
import Storage

/// Who is told what the books do.
protocol BookListener: ~Copyable {
  /// Whether it hears anything, known to the compiler.
  static var listens: Bool { get }
  init(instruments: Int)
  /// Of what it has written.
  var digest: EventDigest { get }
  /// The next command begins.
  mutating func begin()
  /// A book shows something else of an order.
  mutating func changed(_ order: ToldOrder, _ change: BookChange, _ action: MDUpdateAction)
  /// The order `id`, which came to the book, has traded with a resting one.
  mutating func traded(_ id: UInt32, with fill: Fill, _ incoming: BookCommand)
  /// All events of the command are written.
  mutating func end()
  /// No more commands come.
  mutating func finish()
}

/// What an event says of an order.
struct ToldOrder: BitwiseCopyable {
  var instrument: UInt16
  var id: UInt32
  var side: Side
  var tick: Int32
}

/// Hears nothing.
struct NoListener: BookListener {
  static var listens: Bool { false }
  init(instruments: Int) {}
  var digest: EventDigest { EventDigest() }
  func begin() {}
  func changed(_ order: ToldOrder, _ change: BookChange, _ action: MDUpdateAction) {}
  func traded(_ id: UInt32, with fill: Fill, _ incoming: BookCommand) {}
  func end() {}
  func finish() {}
}
