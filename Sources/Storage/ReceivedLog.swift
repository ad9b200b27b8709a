public import Linux
public import Market
import Records

/// A command log that is kept after another machine's: the same bytes, in segments of its own.
///
/// A batch is written only when what its header calls committed is synced here, so that a loss of power leaves a torn
/// tail and never what looks like damage. Owner: the thread that receives.
public struct ReceivedLog: ~Copyable {
  private var log: CommandLog
  private var committer: CommitHandle
  private var preparer: SegmentPreparer
  /// The CRC of the last record; 0 in an empty log.
  public private(set) var lastCRC: UInt32
  /// The last term that was opened.
  public private(set) var term: UInt64

  /// Goes on with a log that was opened, whose last record has that CRC, and which is in `term`.
  public init(_ log: consuming CommandLog, lastCRC: UInt32, term: UInt64) {
    committer = log.makeCommitHandle()
    preparer = log.makePreparer()
    self.log = log
    self.lastCRC = lastCRC
    self.term = term
  }

  /// The last command that is in the files.
  public var last: Sequence { Sequence(rawValue: log.nextSequence.rawValue - 1) }
  /// The last command that is on the disk.
  public var synced: Sequence { committer.committedSequence }
  public var logID: UInt64 { log.logID }
  public var progress: LogProgress { log.progress }

  /// Writes the next batch; false, and nothing is written, where the bytes are none. An error is final.
  public mutating func take(_ bytes: RawSpan) throws(SystemError) -> Bool {
    guard let batch = ReceivedBatch(bytes, behind: last) else { return false }
    if batch.committedThrough > synced.rawValue { try sync() }
    while try log.append(batch, bytes) == .noRoom {
      try sync()
      while try prepare() {}
    }
    lastCRC = batch.lastCRC ?? lastCRC
    term = max(term, batch.term)
    return true
  }

  /// Brings everything to the disk. An error is final.
  public mutating func sync() throws(SystemError) { _ = try committer.commit() }

  /// One slice of the next segment; whether there may be more. To be called while nothing comes. An error is final:
  /// without a next segment nothing more can be taken.
  public mutating func prepare() throws(SystemError) -> Bool {
    switch preparer.prepareNextIfNeeded() {
    case .idle, .ready: return false
    case .advanced: return true
    case .failed(let error): throw error
    }
  }
}
