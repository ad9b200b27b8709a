import Glibc
public import Linux
public import Market

extension SessionStore {
  /// Opens the store for these sessions, each with its newest epoch, as far as its messages are whole.
  ///
  /// An entry that was being written when the process ended is cut off: it had not been sent.
  public static func open(
    in directory: borrowing StorageDirectory, of commands: borrowing CommandLog,
    sessions: [SessionID], options: SessionStoreOptions = SessionStoreOptions()
  ) throws(StorageError) -> SessionStore {
    let store = SessionStore(
      directory: "\(directory.path)/sessions", identity: commands.identity, options: options)
    let path = store.directory
    try storage { () throws(SystemError) in
      for name in try namesInDirectory(path) where name.hasPrefix(SessionFileQueue.prefix) {
        try removeFile("\(path)/\(name)")
      }
    }
    for session in sessions {
      try unsafe store.channel(session).pointee.recover(
        in: store.directory, logID: commands.logID)
    }
    return store
  }

  /// Removes the files of all epochs of a session but the current one.
  public mutating func removeEarlierEpochs(of session: SessionID) throws(SystemError) {
    let folder = SessionChannel.folder(of: session, in: directory)
    guard unsafe access(folder, F_OK) == 0 else { return }
    for file in try SessionFile.list(folder) where file.epoch < epoch(of: session) {
      try removeFile(file.path)
    }
  }
}

/// A file of a session, by its name.
struct SessionFile {
  let epoch: Epoch
  let first: UInt64
  let path: String

  /// The files in a session's directory in their order.
  static func list(_ folder: String) throws(SystemError) -> [SessionFile] {
    var files: [SessionFile] = []
    for name in try namesInDirectory(folder) where name.hasSuffix(".out") {
      let parts = name.dropLast(4).split(separator: "-")
      guard parts.count == 2, let epoch = UInt32(parts[0]), let first = UInt64(parts[1]) else {
        continue
      }
      files.append(
        SessionFile(epoch: Epoch(rawValue: epoch), first: first, path: "\(folder)/\(name)"))
    }
    return files
  }
}

/// What recovery has found in the last file of an epoch.
struct RecoveredSegment {
  var last: StoredMessageHead?
  var end = SessionSegment.entriesOffset
  var entryCount = 0
  var damaged = 0
  /// Whether bytes were cut off.
  var isTorn = false
}

extension SessionChannel {
  /// Finds the newest epoch and the end of its messages.
  mutating func recover(in directory: String, logID: UInt64) throws(StorageError) {
    let folder = Self.folder(of: session, in: directory)
    guard unsafe access(folder, F_OK) == 0 else { return }
    let files = try storage { () throws(SystemError) in try SessionFile.list(folder) }
    guard let epoch = files.last?.epoch else { return }
    var segments: [Segment] = []
    for file in files where file.epoch == epoch {
      let header = try storage { () throws(SystemError) in
        try SegmentHeader.read(.sessions, from: File.open(file.path, O_RDONLY))
      }
      if let header, header.logID != logID {
        throw .foreign(file: file.path, reason: "belongs to another log")
      }
      segments.append(Segment(first: file.first, path: file.path))
    }
    try recover(epoch, segments)
  }

  /// Reads back from the last file to one that has an entry; files behind it are removed.
  private mutating func recover(
    _ epoch: Epoch, _ all: [Segment]
  ) throws(StorageError) {
    var segments = all
    var damaged = 0
    var isTorn = false
    while let segment = segments.last {
      var found = try storage { () throws(SystemError) in
        try RecoveredSegment(segment, session: session, epoch: epoch)
      }
      damaged += found.damaged
      isTorn = isTorn || found.isTorn
      if found.last != nil {
        found.damaged = damaged
        found.isTorn = isTorn
        recover(epoch, segments: segments, found)
        return
      }
      try storage { () throws(SystemError) in try removeFile(segment.path) }
      segments.removeLast()
    }
    recover(epoch, segments: [], RecoveredSegment(damaged: damaged, isTorn: isTorn))
  }
}

extension RecoveredSegment {
  /// Finds the last entry, from the last one that the index names on, and cuts off what follows it.
  init(
    _ file: SessionChannel.Segment, session: SessionID, epoch: Epoch
  ) throws(SystemError) {
    let opened = try File.open(file.path, O_RDWR)
    let size = try opened.byteCount()
    // A process that ends between making a file and giving it its size leaves it without entries.
    if size <= SessionSegment.entriesOffset { return }
    let map = try MappedFile(opened, writable: true)
    var segment = SessionSegment(map, session: session, epoch: epoch)
    let start = segment.indexed(atMost: .max, end: size)
    end = start.offset
    entryCount = start.ordinal
    var least: UInt64 = 1
    while let found = segment.entryBehind(end, least: least, end: size) {
      damaged += found.offset > end ? 1 : 0
      last = found.head
      least = found.head.msgSeqNum.rawValue + 1
      end = found.offset + Int(found.head.length)
      entryCount += 1
    }
    isTorn = !segment.isZero(from: end, to: size)
    if isTorn { segment.cut(at: end, entryCount: entryCount) }
  }
}
