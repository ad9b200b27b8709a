import Synchronization

/// Who is where, alone on its cache lines: loads and stores of all marks have one order, so of two
/// threads that each write one mark and then read the other's, at least one sees the other.
final class Mark: Sendable {
  private let value: Atomic<UInt64>
  private let padding = InlineArray<15, UInt64>(repeating: 0)

  init(_ initial: UInt64) { value = Atomic(initial) }

  func load() -> UInt64 { value.load(ordering: .sequentiallyConsistent) }

  func store(_ number: UInt64) { value.store(number, ordering: .sequentiallyConsistent) }

  /// Puts `number` in the place of `expected`. False where something else stood there.
  func exchange(_ expected: UInt64, for number: UInt64) -> Bool {
    value.compareExchange(
      expected: expected, desired: number, ordering: .sequentiallyConsistent
    ).exchanged
  }
}
