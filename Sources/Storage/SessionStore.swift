import Glibc
public import Linux
public import Market

/// Which of the two stores of a venue: each belongs to one thread, with its own sessions, and both are in one
/// directory, so a session that belongs to the other one after a start is found by that.
public enum SessionStorePart: CaseIterable, Sendable {
  case gateway
  case publisher

  /// What the names of its files to come begin with.
  var preparedPrefix: String { self == .gateway ? "prepared-" : "publisher-prepared-" }
  /// Where it puts down how its sessions stood at the end.
  var closingName: String { self == .gateway ? "closed" : "publisher-closed" }
}

/// Whose a session store is, and its sizes.
public struct SessionStoreOptions: Sendable {
  public var part: SessionStorePart
  /// Sessions are numbered below this.
  public var capacity: Int
  /// The length of an epoch's first file, bytes; each further file is four times as long as the one
  /// before.
  public var firstSegmentBytes: Int
  /// The length of the longest files.
  public var largestSegmentBytes: Int
  /// First files kept ready for sessions that begin to send.
  public var spareFirstFiles: Int
  /// Files kept ready of each other length.
  public var spareFiles: Int

  public init(
    part: SessionStorePart = .gateway, capacity: Int = 16_384, firstSegmentBytes: Int = 64 << 10,
    largestSegmentBytes: Int = 16 << 20, spareFirstFiles: Int = 16, spareFiles: Int = 2
  ) {
    precondition(capacity > 0, "there are sessions")
    precondition(firstSegmentBytes % 4_096 == 0, "files are whole pages")
    precondition(firstSegmentBytes >= 32 << 10, "a file holds its header and any message")
    precondition(largestSegmentBytes >= firstSegmentBytes, "files grow")
    precondition(largestSegmentBytes <= Int(UInt32.max), "an offset has 32 bits")
    self.part = part
    self.capacity = capacity
    self.firstSegmentBytes = firstSegmentBytes
    self.largestSegmentBytes = largestSegmentBytes
    self.spareFirstFiles = spareFirstFiles
    self.spareFiles = spareFiles
  }

  /// The lengths of files, shortest first.
  var fileLengths: [Int] {
    var lengths = [firstSegmentBytes]
    while let last = lengths.last, last < largestSegmentBytes {
      lengths.append(min(last * 4, largestSegmentBytes))
    }
    return lengths
  }
}

/// The messages that were sent, by session and MsgSeqNum(34), for resends and for going on after a
/// restart with the right number.
///
/// A message is stored before it is sent, by plain stores into a mapped file: no system call, nothing
/// allocated, no page to wait for. The next file was made ahead by the `SessionFilePreparer`; without it,
/// or where it is late, the file is made here. What was stored survives the end of the process; what a loss of
/// power takes is covered by the record `NumbersReserved`. A damaged entry is passed over, so that a
/// gap fill stands for it, and counted.
///
/// Only the current epoch of a session can be read. Owned by one thread, and each session by one
/// store.
///
/// *Safety:* `channels` points to `capacity` initialized channels that this value owns; every session
/// is checked against `capacity`.
@safe
public struct SessionStore: ~Copyable, @unchecked Sendable {
  let options: SessionStoreOptions
  private var files: SessionFiles
  private let channels: UnsafeMutablePointer<SessionChannel>
  let closing: SessionClosing
  /// The machine was started since the store was last written to: any page of it may be lost.
  let mayHaveHoles: Bool

  init(
    directory: String, identity: LogIdentity, closing: SessionClosing, mayHaveHoles: Bool,
    options: SessionStoreOptions
  ) {
    self.options = options
    self.mayHaveHoles = mayHaveHoles
    self.closing = closing
    files = SessionFiles(directory: directory, identity: identity, options: options)
    unsafe channels = UnsafeMutablePointer<SessionChannel>.allocate(capacity: options.capacity)
    for place in 0..<options.capacity {
      let session = SessionID(rawValue: UInt32(place))
      unsafe (channels + place).initialize(to: SessionChannel(session))
    }
  }

  deinit {
    unsafe channels.deinitialize(count: options.capacity)
    unsafe channels.deallocate()
  }

  var directory: String { files.directory }
  var logID: UInt64 { files.identity.logID }

  /// What makes the files to come. There is one; it may be on another thread than the store.
  public func makePreparer() -> SessionFilePreparer {
    precondition(files.pool.takePreparer(), "a store has one preparer")
    return SessionFilePreparer(files.pool, directory: files.directory)
  }

  /// Files that were made while a message waited, since none was ready.
  public var filesMadeLate: UInt64 { files.madeHere }

  /// Why the last file that was needed could not be had: a full disk, above all. Nil once it could.
  public var lastRoomError: SystemError? { files.lastError }

  /// The session's numbering period; 0 before the first.
  public func epoch(of session: SessionID) -> Epoch { unsafe channel(session).pointee.epoch }

  /// The last message of the session's epoch; nil where there is none.
  public func last(of session: SessionID) -> StoredMessageHead? {
    unsafe channel(session).pointee.last
  }

  /// The last message of the session's epoch with at most this number; nil where there is none, or where its file
  /// can't be read.
  public func last(of session: SessionID, upTo number: UInt64) -> StoredMessageHead? {
    unsafe channel(session).pointee.last(upTo: number)
  }

  /// The number that the session's next message takes.
  public func nextOutbound(of session: SessionID) -> MsgSeqNum {
    MsgSeqNum(rawValue: (last(of: session)?.msgSeqNum.rawValue ?? 0) + 1)
  }

  /// Entries of the session that were found damaged, each time they were met: an alarm.
  public func damagedEntries(of session: SessionID) -> Int {
    unsafe channel(session).pointee.damaged
  }

  /// Whether opening has cut off bytes behind the session's last whole message or a hole, or has found a file
  /// shorter than it was made: then, and where
  /// `StorageDirectory.hasMachineRestarted`, later messages may have been sent, and the session goes on
  /// above its last `NumbersReserved`.
  public func isTorn(_ session: SessionID) -> Bool { unsafe channel(session).pointee.isTorn }

  /// Files of the session that opening has put aside.
  public func filesAside(of session: SessionID) -> Int {
    unsafe channel(session).pointee.filesAside
  }

  /// Begins an epoch: the next message may have any number from 1. Makes no file.
  public mutating func begin(_ epoch: Epoch, of session: SessionID) {
    unsafe channel(session).pointee.begin(epoch, files)
  }

  /// Makes sure of room for the session's next message, of `byteCount` bytes, and `further` bytes of
  /// entries behind it. False, with the reason in `lastRoomError`, where there is none.
  public mutating func makeRoom(for byteCount: Int, further: Int = 0, of session: SessionID) -> Bool
  {
    let length = StoredMessageHead.entryLength(byteCount) + further
    let first = nextOutbound(of: session).rawValue
    return unsafe channel(session).pointee.makeRoom(for: length, first: first, &files)
  }

  /// Stores a message of the session and epoch in its head, with a number above the last one's.
  ///
  /// A thrown error means that the message is not stored and must not be sent; a full disk, for one.
  public mutating func append(
    _ head: StoredMessageHead, _ bytes: RawSpan
  ) throws(SystemError) {
    let channel = unsafe channel(head.session)
    let length = StoredMessageHead.entryLength(bytes.byteCount)
    let first = head.msgSeqNum.rawValue
    if unsafe !channel.pointee.makeRoom(for: length, first: first, &files) {
      throw files.lastError ?? SystemError("posix_fallocate", code: ENOSPC, subject: directory)
    }
    unsafe channel.pointee.append(head, bytes, &files)
  }

  /// A cursor before the first message from number `first` on, to read through number `last`.
  public func cursor(
    of session: SessionID, from first: MsgSeqNum, through last: MsgSeqNum
  ) -> StoredMessageCursor {
    unsafe channel(session).pointee.cursor(from: first, through: last)
  }

  /// The next message; nil after the last, where the cursor is at its end. Numbers that are passed over
  /// have no good entry.
  public mutating func next(_ cursor: inout StoredMessageCursor) -> StoredMessageHead? {
    var looks = Int.max
    return next(&cursor, looks: &looks)
  }

  /// The next message, if it is found by looking at no more than `looks` entries, which falls by their
  /// number, and if the loader has read so far; otherwise nil, and the cursor is not at its end.
  public mutating func next(
    _ cursor: inout StoredMessageCursor, looks: inout Int
  ) -> StoredMessageHead? {
    unsafe channel(cursor.session).pointee.next(&cursor, looks: &looks, files)
  }

  /// What reads from the disk for cursors. There is one; it may be on another thread than the store.
  public func makeHistoryLoader() -> SessionHistoryLoader {
    precondition(files.history.takeLoader(), "a store has one loader")
    return SessionHistoryLoader(files.history, directory: files.directory)
  }

  /// Whether the loader has something to do.
  public var awaitsHistory: Bool { files.history.hasLoader && files.history.isBehind }

  /// Lets go of what cursors of the session have read; they may go on all the same.
  public mutating func endReading(_ session: SessionID) {
    unsafe channel(session).pointee.endReading(files)
  }

  /// The bytes of the message that `next` has gone to; until the next call for the same session.
  @_lifetime(borrow self)
  public func bytes(of cursor: StoredMessageCursor) -> RawSpan {
    let bytes = unsafe channel(cursor.session).pointee.bytes(of: cursor)
    return unsafe _overrideLifetime(bytes, borrowing: self)
  }

  /// Lets go of the session's mappings while it is idle; nothing is lost.
  public mutating func close(_ session: SessionID) { unsafe channel(session).pointee.close(files) }

  func channel(_ session: SessionID) -> UnsafeMutablePointer<SessionChannel> {
    precondition(Int(session.rawValue) < options.capacity, "a session below the capacity")
    return unsafe channels + Int(session.rawValue)
  }
}
