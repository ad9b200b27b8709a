import Synchronization

/// A number that one thread writes and others read, alone on its cache lines.
final class Mark: Sendable {
  private let value: Atomic<UInt64>
  private let padding = InlineArray<15, UInt64>(repeating: 0)

  init(_ initial: UInt64) { value = Atomic(initial) }

  /// What was written before the `store` of this number is visible after.
  func load() -> UInt64 { value.load(ordering: .acquiring) }

  func store(_ number: UInt64) { value.store(number, ordering: .releasing) }

  /// In one order with all other ordered loads and stores of all marks.
  func loadOrdered() -> UInt64 { value.load(ordering: .sequentiallyConsistent) }

  func storeOrdered(_ number: UInt64) {
    value.store(number, ordering: .sequentiallyConsistent)
  }

  /// Puts `number` in the place of `expected`. False where something else stood there.
  func exchange(_ expected: UInt64, for number: UInt64) -> Bool {
    value.compareExchange(
      expected: expected, desired: number, ordering: .sequentiallyConsistent
    ).exchanged
  }
}
