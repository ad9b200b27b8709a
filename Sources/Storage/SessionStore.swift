public import Linux
public import Market

/// Sizes of a session store.
public struct SessionStoreOptions: Sendable {
  /// Sessions are numbered below this.
  public var capacity: Int
  /// The length of an epoch's first file, bytes; each further file is twice as long as the one before.
  public var firstSegmentBytes: Int
  /// The length of the longest files.
  public var largestSegmentBytes: Int

  public init(
    capacity: Int = 16_384, firstSegmentBytes: Int = 64 << 10,
    largestSegmentBytes: Int = 16 << 20
  ) {
    precondition(capacity > 0, "there are sessions")
    precondition(firstSegmentBytes % 4_096 == 0, "files are whole pages")
    precondition(firstSegmentBytes >= 32 << 10, "a file holds its header and any message")
    precondition(largestSegmentBytes >= firstSegmentBytes, "files grow")
    precondition(largestSegmentBytes <= Int(UInt32.max), "an offset has 32 bits")
    self.capacity = capacity
    self.firstSegmentBytes = firstSegmentBytes
    self.largestSegmentBytes = largestSegmentBytes
  }
}

/// The messages that were sent, by session and MsgSeqNum(34), for resends and for going on after a
/// restart with the right number.
///
/// A message is stored before it is sent, by plain stores into a mapped file: no system call, nothing
/// allocated, until a file is full. What was stored survives the end of the process; what a loss of
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
  let directory: String
  private let identity: LogIdentity
  private let options: SessionStoreOptions
  private let channels: UnsafeMutablePointer<SessionChannel>

  init(directory: String, identity: LogIdentity, options: SessionStoreOptions) {
    self.directory = directory
    self.identity = identity
    self.options = options
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

  /// The session's numbering period; 0 before the first.
  public func epoch(of session: SessionID) -> Epoch { unsafe channel(session).pointee.epoch }

  /// The last message of the session's epoch; nil where there is none.
  public func last(of session: SessionID) -> StoredMessageHead? {
    unsafe channel(session).pointee.last
  }

  /// The number that the session's next message takes.
  public func nextOutbound(of session: SessionID) -> MsgSeqNum {
    MsgSeqNum(rawValue: (last(of: session)?.msgSeqNum.rawValue ?? 0) + 1)
  }

  /// Entries of the session that were found damaged, each time they were met: an alarm.
  public func damagedEntries(of session: SessionID) -> Int {
    unsafe channel(session).pointee.damaged
  }

  /// Whether opening has cut off bytes behind the session's last whole message: then, and where
  /// `StorageDirectory.hasMachineRestarted`, later messages may have been sent, and the session goes on
  /// above its last `NumbersReserved`.
  public func isTorn(_ session: SessionID) -> Bool { unsafe channel(session).pointee.isTorn }

  /// Begins an epoch: the next message may have any number from 1. Makes no file.
  public mutating func begin(_ epoch: Epoch, of session: SessionID) {
    unsafe channel(session).pointee.begin(epoch)
  }

  /// Stores a message of the session and epoch in its head, with a number above the last one's.
  ///
  /// A thrown error means that the message is not stored and must not be sent; a full disk, for one.
  public mutating func append(
    _ head: StoredMessageHead, _ bytes: RawSpan
  ) throws(SystemError) {
    try unsafe channel(head.session).pointee.append(
      head, bytes, in: directory, options, identity)
  }

  /// A cursor before the first message from number `first` on, to read through number `last`.
  public mutating func cursor(
    of session: SessionID, from first: MsgSeqNum, through last: MsgSeqNum
  ) throws(SystemError) -> StoredMessageCursor {
    try unsafe channel(session).pointee.cursor(from: first, through: last)
  }

  /// The next message; nil after the last. Numbers that are passed over have no good entry.
  public mutating func next(
    _ cursor: inout StoredMessageCursor
  ) throws(SystemError) -> StoredMessageHead? {
    try unsafe channel(cursor.session).pointee.next(&cursor)
  }

  /// The bytes of the message that `next` has gone to; until the next call for the same session.
  @_lifetime(borrow self)
  public func bytes(of cursor: StoredMessageCursor) -> RawSpan {
    let bytes = unsafe channel(cursor.session).pointee.bytes(of: cursor)
    return unsafe _overrideLifetime(bytes, borrowing: self)
  }

  /// Lets go of the session's mappings while it is idle; nothing is lost.
  public mutating func close(_ session: SessionID) { unsafe channel(session).pointee.close() }

  func channel(_ session: SessionID) -> UnsafeMutablePointer<SessionChannel> {
    precondition(Int(session.rawValue) < options.capacity, "a session below the capacity")
    return unsafe channels + Int(session.rawValue)
  }
}
