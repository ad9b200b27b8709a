import Glibc
public import Linux
public import Market

/// The committer's end of the command log: makes durable what was appended.
///
/// Used by one thread at a time, whichever holds the committer's role; safe against `append` by the
/// order that `SegmentExchange` states. An error of `commit()` is final: see `CommandLog`.
public struct CommitHandle: ~Copyable, Sendable {
  private let exchange: SegmentExchange
  private let directory: String
  private let durability: Durability

  init(_ exchange: SegmentExchange, directory: String, options: CommandLogOptions) {
    self.exchange = exchange
    self.directory = directory
    durability = options.durability
  }

  /// The last command that was appended.
  public var appendedSequence: Sequence { Sequence(rawValue: exchange.appendedSequence) }

  /// The last command that was committed.
  public var committedSequence: Sequence { Sequence(rawValue: exchange.committedSequence) }

  /// Makes everything appended before the call as durable as configured; says up to where.
  ///
  /// With `disk` calls `fdatasync(2)` for each segment written since the last call, the directory's
  /// fsync(2) where a segment was begun. With `memory` it calls nothing: a full segment is synced by
  /// the `SegmentPreparer`, for nobody waits for that.
  public mutating func commit() throws(SystemError) -> Sequence {
    let appended = exchange.appendedSequence
    let current = exchange.currentSegment
    let retired = exchange.retiredSegment
    switch durability {
    case .memory: break
    case .disk:
      if appended == exchange.committedSequence && retired == nil { break }
      // The current one, as it was then, may be the retired one now: it is closed last.
      try syncFileData(current, path: directory)
      if retired != nil { try exchange.syncRetired(in: directory) }
    }
    exchange.didCommit(through: appended)
    return Sequence(rawValue: appended)
  }

  /// Syncs what was appended whatever the durability: the last act before the process ends.
  public mutating func finish() throws(SystemError) {
    _ = try commit()
    try exchange.syncRetired(in: directory)
    try syncFileData(exchange.currentSegment, path: directory)
  }
}
