import Glibc
import Synchronization

/// What the engine and the committer share of the command log: four descriptors and two numbers.
///
/// ```
/// committer --prepared--> engine --retired--> committer --synced--> preparer
///                         engine --current, appended--> committer --committed--> engine
/// ```
/// The order that makes `CommitHandle.commit()` right:
/// - The engine stores `retired`, then `current`, then empties `prepared`, then writes into the new
///   segment, then stores `appended`, each releasing.
/// - The committer loads `appended`, then `current`, then `retired`, each acquiring. Every byte of a
///   sequence up to `appended` lies then in the file that `current` named, in the one that `retired`
///   names, or in one synced before. (Loaded the other way round, a roll between the loads would
///   hide the old segment.)
/// - `prepared` is filled only while `retired` and `synced` are empty and only the engine empties it,
///   by rolling; so a roll always finds `retired` empty, and never more than two segments wait for a
///   sync. It is emptied last, when the file has its name: the next file begins under the old one.
/// - Whoever syncs the retired segment moves it to `synced` before it empties `retired`. The preparer
///   takes it from there, where nobody waits, gives its memory back and closes it.
///
/// `deinit` closes the rest.
final class SegmentExchange: Sendable {
  private let prepared = Atomic<CInt>(-1)
  private let retired = Atomic<CInt>(-1)
  private let synced = Atomic<CInt>(-1)
  private let current: Atomic<CInt>
  private let appended: Atomic<UInt64>
  private let committed: Atomic<UInt64>
  private let nextNeededSoon = Atomic<Bool>(false)
  private let isCommitHandleTaken = Atomic<Bool>(false)
  private let isPreparerTaken = Atomic<Bool>(false)

  init(current: CInt, appended: UInt64) {
    self.current = Atomic(current)
    self.appended = Atomic(appended)
    committed = Atomic(appended)
  }

  deinit {
    closeSynced()
    for descriptor in [preparedSegment ?? -1, retiredSegment ?? -1, currentSegment]
    where descriptor >= 0 {
      _ = close(descriptor)
    }
  }

  func takePreparer() -> Bool {
    !isPreparerTaken.exchange(true, ordering: .acquiringAndReleasing)
  }

  func takeCommitHandle() -> Bool {
    !isCommitHandleTaken.exchange(true, ordering: .acquiringAndReleasing)
  }

  // The engine's side.

  /// The next segment, if it is ready; still the exchange's.
  var preparedSegment: CInt? {
    let descriptor = prepared.load(ordering: .acquiring)
    return descriptor < 0 ? nil : descriptor
  }

  /// Makes the prepared segment the current one.
  func roll() {
    let before = retired.exchange(current.load(ordering: .relaxed), ordering: .releasing)
    precondition(before < 0, "a segment is prepared only after the one before was synced")
    let descriptor = prepared.load(ordering: .acquiring)
    precondition(descriptor >= 0, "a segment was prepared")
    current.store(descriptor, ordering: .releasing)
    nextNeededSoon.store(false, ordering: .relaxed)
    prepared.store(-1, ordering: .releasing)
  }

  func didAppend(through sequence: UInt64) { appended.store(sequence, ordering: .releasing) }

  /// The present segment is used so far that the next one is to be made whatever else there is to do.
  func needsNextSoon() { nextNeededSoon.store(true, ordering: .relaxed) }

  var committedSequence: UInt64 { committed.load(ordering: .acquiring) }

  // The committer's side.

  var appendedSequence: UInt64 { appended.load(ordering: .acquiring) }

  var currentSegment: CInt { current.load(ordering: .acquiring) }

  /// The segment that was full, as long as it is not synced.
  var retiredSegment: CInt? {
    let descriptor = retired.load(ordering: .acquiring)
    return descriptor < 0 ? nil : descriptor
  }

  /// The retired segment is on the disk.
  func didSyncRetired() {
    let descriptor = retired.load(ordering: .acquiring)
    let before = synced.exchange(descriptor, ordering: .acquiringAndReleasing)
    precondition(before < 0, "a segment is prepared only after the one before was closed")
    retired.store(-1, ordering: .releasing)
  }

  /// Gives back the memory of the segment that was synced, if there is one, and closes it.
  func closeSynced() {
    let descriptor = synced.exchange(-1, ordering: .acquiringAndReleasing)
    if descriptor < 0 { return }
    dropPagesOfFile(descriptor)
    _ = close(descriptor)
  }

  var isNextNeededSoon: Bool { nextNeededSoon.load(ordering: .relaxed) }

  var needsPrepared: Bool { prepared.load(ordering: .acquiring) < 0 }

  func offer(prepared descriptor: CInt) {
    let before = prepared.exchange(descriptor, ordering: .acquiringAndReleasing)
    precondition(before < 0, "one segment is prepared at a time")
  }

  func didCommit(through sequence: UInt64) { committed.store(sequence, ordering: .releasing) }
}
