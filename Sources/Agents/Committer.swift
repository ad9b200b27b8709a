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
    let written = try files.writeBehind()
    counters.eventBytesWritten += UInt64(written)
    if written > 0 { work += 1 }
    files.prepareNextIfNeeded()
    switch preparer.prepareNextIfNeeded() {
    case .idle: break
    case .advanced, .ready: work += 1
    case .failed(let error): tellFull(error)
    }
    if let error = files.lastPreparationError { tellFull(error) }
    if files.lastPreparationError == nil && work > 0 { isFullTold = false }
    return work
  }

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
