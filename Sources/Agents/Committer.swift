public import Linux
import Market
public import Storage

/// The committer: makes commands durable, wakes those who wait for them, writes events to their files
/// and prepares the files to come of both logs and of both session stores.
///
/// Where there is no room for a log's next segment, no new work is taken (`Intake`) until there is.
/// Files to come are made while the venue is quiet. Under load, when gateway and engine want the same
/// processor, only what is needed soon is made. Owner: the committer's thread.
public struct Committer: ~Copyable {
  /// What the committer says of itself.
  public struct Counters: Sendable {
    public var commits: UInt64 = 0
    public var eventBytesWritten: UInt64 = 0
  }

  private let role: CommitRole
  private var files: EventFileWriter
  private var preparer: SegmentPreparer
  private var sessionFiles: SessionFilePreparer
  private var publisherFiles: SessionFilePreparer
  private let readers: [Parking]
  /// Where the log is sent to a follower, if it is.
  private let line: Parking?
  private var notices: NoticeWriter
  private let figures: CounterBlock
  private let intake: Intake
  private var isLogFullTold = false
  private var isStoreFullTold = false
  private var isQuiet = true
  public private(set) var counters = Counters()

  public init(
    role: CommitRole, files: consuming EventFileWriter, preparer: consuming SegmentPreparer,
    sessionFiles: consuming SessionFilePreparer, publisherFiles: consuming SessionFilePreparer,
    readers: [Parking], line: Parking? = nil, notices: consuming NoticeWriter,
    counters: CounterFile, intake: Intake
  ) {
    figures = counters[CounterLayout.committer]
    self.role = role
    self.intake = intake
    self.files = files
    self.preparer = preparer
    self.sessionFiles = sessionFiles
    self.publisherFiles = publisherFiles
    self.readers = readers
    self.line = line
    self.notices = notices
  }

  /// Whether somebody waits for a commit.
  public var isUrgent: Bool { role.canCommit }

  /// One round: commit first, for others wait for that. Returns the amount of work. An error is final.
  public mutating func doWork() throws(SystemError) -> Int {
    var work = 0
    if role.canCommit || preparer.awaitsCommit {
      // What is written goes on its way while it is synced here, and what is synced behind that.
      line?.signal()
      try role.commit()
      counters.commits += 1
      for reader in readers { reader.signalCommit() }
      line?.signal()
      work += 1
    }
    let before = counters.eventBytesWritten
    if try writeEvents() { work += 1 }
    if counters.eventBytesWritten - before > Self.quietBytes { isQuiet = false }
    try preparer.syncRetired()
    let prepared = try prepare()
    return work + prepared
  }

  /// The thread has slept as long as it may, and nobody has woken it: the venue is quiet until more than
  /// a few events come between two rounds.
  public mutating func hasSlept() { isQuiet = role.unwrittenEventBytes <= Self.quietBytes }

  /// One slice of each kind of file to come; zeros of events, which only save time, when there is no
  /// other. Returns the amount of work.
  private mutating func prepare() throws(SystemError) -> Int {
    let isHurried = !isQuiet || role.isBehind
    var work = Self.work(of: preparer.prepareNextIfNeeded(isHurried: isHurried))
    work += Self.work(of: try sessionFiles.advance(isHurried: isHurried))
    work += Self.work(of: try publisherFiles.advance(isHurried: isHurried))
    if work == 0 { work += Self.work(of: files.prepareNextIfNeeded(isHurried: isHurried)) }
    let logError = preparer.lastPreparationError ?? files.lastPreparationError
    intake.isOpen = logError == nil
    figures.set(.intakeClosed, intake.isOpen ? 0 : 1)
    isLogFullTold = tell(.logFull, logError, isTold: isLogFullTold)
    isStoreFullTold = tell(
      .storeFull, sessionFiles.lastPreparationError ?? publisherFiles.lastPreparationError,
      isTold: isStoreFullTold)
    return work
  }

  private static func work(of step: PreparationStep) -> Int {
    switch step {
    case .idle, .failed: 0
    case .advanced, .ready: 1
    }
  }

  /// Writes a piece of the committed events, unless a commit is more urgent; whether there is more.
  private mutating func writeEvents() throws(SystemError) -> Bool {
    if role.canCommit && files.bytesBehind < Self.urgentEventBytes { return false }
    let written = try files.writeBehind(limit: Self.pieceBytes)
    counters.eventBytesWritten += UInt64(written)
    figures.set(.eventBytesWritten, counters.eventBytesWritten)
    return written == Self.pieceBytes
  }

  /// The most bytes of events between two rounds of a quiet venue.
  private static var quietBytes: UInt64 { 64 << 10 }
  /// Bytes of events written at once.
  private static var pieceBytes: Int { 1 << 20 }
  /// From here on events are written even though commits wait.
  private static var urgentEventBytes: UInt64 { 8 << 20 }

  /// Writes and syncs everything: the last act.
  public mutating func finish() throws(SystemError) {
    try role.finish()
    try files.finish()
  }

  /// Tells once why something can't be prepared, as long as it can't.
  private mutating func tell(
    _ kind: Notice.Kind, _ error: SystemError?, isTold: Bool
  ) -> Bool {
    guard let error else { return false }
    if !isTold {
      var notice = Notice(kind)
      notice.detail = UInt32(error.code)
      notices.write(notice)
    }
    return true
  }
}
