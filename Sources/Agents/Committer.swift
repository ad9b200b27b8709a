public import Linux
public import Storage

/// The committer: makes commands durable, wakes those who wait for them, writes events to their files
/// and prepares the log's next segment. Owner: the committer's thread.
public struct Committer: ~Copyable {
  /// What the committer says of itself.
  public struct Counters: Sendable {
    public var commits: UInt64 = 0
    public var eventBytesWritten: UInt64 = 0
    /// The longest commit, nanoseconds.
    public var commitNanosMax: Int64 = 0
  }

  private let role: CommitRole
  private var files: EventFileWriter
  private var preparer: SegmentPreparer
  private let readers: [Parking]
  private var notices: NoticeWriter
  private var isFullTold = false
  public private(set) var counters = Counters()

  public init(
    role: CommitRole, files: consuming EventFileWriter, preparer: consuming SegmentPreparer,
    readers: [Parking], notices: consuming NoticeWriter
  ) {
    self.role = role
    self.files = files
    self.preparer = preparer
    self.readers = readers
    self.notices = notices
  }

  /// Whether somebody waits for a commit.
  public var isUrgent: Bool { role.isBehind }

  /// One round: commit first, for others wait for that. Returns the amount of work. An error is final.
  public mutating func doWork() throws(SystemError) -> Int {
    var work = 0
    if role.isBehind {
      try role.commit()
      counters.commits += 1
      for reader in readers { reader.signal() }
      work += 1
    }
    if try writeEvents() { work += 1 }
    try preparer.syncRetired()
    work += note(preparer.prepareNextIfNeeded())
    work += note(files.prepareNextIfNeeded())
    if preparer.lastPreparationError == nil && files.lastPreparationError == nil {
      isFullTold = false
    }
    return work
  }

  /// The work that a step was; what failed is told.
  private mutating func note(_ step: PreparationStep) -> Int {
    switch step {
    case .idle: return 0
    case .advanced, .ready: return 1
    case .failed(let error):
      tellFull(error)
      return 0
    }
  }

  /// Writes a piece of the committed events, unless a commit is more urgent; whether there is more.
  private mutating func writeEvents() throws(SystemError) -> Bool {
    if role.isBehind && files.bytesBehind < Self.urgentEventBytes { return false }
    let written = try files.writeBehind(limit: Self.pieceBytes)
    counters.eventBytesWritten += UInt64(written)
    return written == Self.pieceBytes
  }

  /// Bytes of events written at once.
  private static var pieceBytes: Int { 1 << 20 }
  /// From here on events are written even though commits wait.
  private static var urgentEventBytes: UInt64 { 8 << 20 }

  /// Writes and syncs everything: the last act.
  public mutating func finish() throws(SystemError) {
    try role.finish()
    try files.finish()
  }

  private mutating func tellFull(_ error: SystemError) {
    if isFullTold { return }
    isFullTold = true
    var notice = Notice(.logFull)
    notice.detail = UInt32(error.code)
    notices.write(notice)
  }
}
