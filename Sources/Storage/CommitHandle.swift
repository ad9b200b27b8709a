import Glibc
public import Linux
public import Market

/// The committer's end of the command log: makes durable what was appended, and prepares the next
/// segment.
///
/// Used by one thread at a time, whichever holds the committer's role; safe against `append` by the
/// order that `SegmentExchange` states. An error of `commit()` is final: see `CommandLog`.
public struct CommitHandle: ~Copyable, Sendable {
  private let exchange: SegmentExchange
  private let directory: String
  private let durability: Durability
  private var preparation: SegmentPreparation
  /// Why the last attempt to prepare a segment failed: a full disk, above all. Nil once one is ready.
  public private(set) var lastPreparationError: SystemError?

  init(_ exchange: SegmentExchange, directory: String, options: CommandLogOptions) {
    self.exchange = exchange
    self.directory = directory
    durability = options.durability
    preparation = SegmentPreparation(
      directory: directory, segmentBytes: options.segmentBytes, sliceBytes: options.sliceBytes)
  }

  /// The last command that was appended.
  public var appendedSequence: Sequence { Sequence(rawValue: exchange.appendedSequence) }

  /// The last command that was committed.
  public var committedSequence: Sequence { Sequence(rawValue: exchange.committedSequence) }

  /// Makes everything appended before the call as durable as configured; says up to where.
  ///
  /// Calls `fdatasync(2)` for each segment written since the last call, the directory's fsync(2) where
  /// a segment was begun.
  public mutating func commit() throws(SystemError) -> Sequence {
    let appended = exchange.appendedSequence
    let current = exchange.currentSegment
    let retired = exchange.retiredSegment
    if durability == .disk && appended == exchange.committedSequence && retired == nil {
      return Sequence(rawValue: appended)
    }
    if durability == .memory { exchange.didCommit(through: appended) }
    if let retired {
      try syncFileData(retired, path: directory)
      try syncFileData(current, path: directory)
      try syncDirectory(directory)
      exchange.closeRetired()
    } else if durability == .disk {
      try syncFileData(current, path: directory)
    }
    if durability == .disk { exchange.didCommit(through: appended) }
    return Sequence(rawValue: appended)
  }

  /// Takes the preparation of the next segment one slice further; to be called when idle, and after
  /// `commit()`. Never holds up a commit for longer than one slice.
  public mutating func prepareNextIfNeeded() -> PreparationStep {
    guard exchange.needsPrepared, exchange.retiredSegment == nil else { return .idle }
    do throws(SystemError) {
      guard let descriptor = try preparation.advance() else { return .advanced }
      exchange.offer(prepared: descriptor)
      lastPreparationError = nil
      return .ready
    } catch {
      lastPreparationError = error
      return .failed(error)
    }
  }

  /// Syncs what was appended whatever the durability: the last act before the process ends.
  public mutating func finish() throws(SystemError) {
    _ = try commit()
    try syncFileData(exchange.currentSegment, path: directory)
  }
}
