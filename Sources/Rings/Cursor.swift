public import Synchronization

/// A position that one thread moves forward and any thread reads, alone in its cache lines.
///
/// What the writer did before `store(_:)` is seen by a reader that `load()`s the value stored.
public final class Cursor: Sendable {
  @usableFromInline let before = Padding(repeating: 0)
  @usableFromInline let position: Atomic<UInt64>
  @usableFromInline let behind = Padding(repeating: 0)

  public init(_ position: UInt64) { self.position = Atomic(position) }

  /// Moves the cursor; only the one writer does.
  @inlinable
  public func store(_ newPosition: UInt64) {
    position.store(newPosition, ordering: .releasing)
  }

  /// Where the writer is, or was a moment ago.
  @inlinable
  public func load() -> UInt64 { position.load(ordering: .acquiring) }
}
