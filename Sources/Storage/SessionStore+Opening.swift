import Glibc
public import Linux
public import Market

extension SessionStore {
  /// Opens the store for these sessions, each with its newest epoch, as far as its messages are whole.
  ///
  /// An entry that was being written when the process ended is cut off: it had not been sent. Files of
  /// another log, and those of epochs behind `latest`, which the log does not know, are put aside: they
  /// keep their names, with `.aside` behind them. Where the machine was started since and the venue had not ended
  /// in order, all messages of the epoch are looked at, and what is behind the first hole is cut off.
  public static func open(
    in directory: borrowing StorageDirectory, of commands: borrowing CommandLog,
    sessions: [SessionID], latest: (SessionID) -> Epoch? = { _ in nil },
    options: SessionStoreOptions = SessionStoreOptions()
  ) throws(StorageError) -> SessionStore {
    let path = "\(directory.path)/sessions"
    let closing = try storage { () throws(SystemError) in
      for name in try namesInDirectory(path) where name.hasPrefix(options.part.preparedPrefix) {
        try removeFile("\(path)/\(name)")
      }
      return try SessionClosing(
        SessionStorePart.allCases.map { "\(path)/\($0.closingName)" }, logID: commands.logID)
    }
    var store = SessionStore(
      directory: path, identity: commands.identity, closing: closing,
      mayHaveHoles: directory.hasMachineRestarted, options: options)
    try store.recover(sessions, latest: latest)
    return store
  }

  /// Finds what was sent to these sessions, as `open` does: for who knows only later which they are.
  public mutating func recover(
    _ sessions: [SessionID], latest: (SessionID) -> Epoch?
  ) throws(StorageError) {
    let (mayHaveHoles, closing) = (mayHaveHoles, closing)
    for session in sessions {
      try unsafe channel(session).pointee.recover(
        in: directory, logID: logID, latest: latest(session)
      ) { mayHaveHoles && closing.nextOutbound(of: session, $0) == nil }
    }
  }
}

extension SessionStore {
  /// Makes the folders that the sessions' files will be in, so that none has to be made when a session says
  /// its first word: the more there are, the longer that takes.
  public mutating func makeFolders(of sessions: [SessionID]) throws(SystemError) {
    for session in sessions {
      try unsafe channel(session).pointee.makeFolder(in: directory)
    }
  }
}

/// The end of a venue in order, and the start behind it.
extension SessionStore {
  /// The number that the session's next message would have had when the last venue ended; nil where that
  /// did not end in order, or in another epoch.
  public func nextOutboundAtClosing(of session: SessionID, _ epoch: Epoch) -> MsgSeqNum? {
    closing.nextOutbound(of: session, epoch)
  }

  /// Brings what was stored to the disk and puts down where the sessions' numbers stand; the last thing
  /// that is done with the store.
  public mutating func end(with numbers: [SessionNumber]) throws(StorageError) {
    let path = directory
    let logID = logID
    let name = options.part.closingName
    try storage { () throws(SystemError) in
      try syncFileSystem(path)
      try SessionClosing.write(numbers, logID: logID, to: "\(path)/\(name)")
      try syncDirectory(path)
    }
  }

  /// What an earlier end has put down holds no longer: messages will be stored.
  public mutating func begin() throws(StorageError) {
    let path = directory
    let name = options.part.closingName
    try storage { () throws(SystemError) in
      guard unsafe access("\(path)/\(name)", F_OK) == 0 else { return }
      try removeFile("\(path)/\(name)")
      try syncDirectory(path)
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
  /// Finds the newest epoch and the end of its messages; holes where the epoch may have some.
  mutating func recover(
    in directory: String, logID: UInt64, latest: Epoch?, mayHaveHoles: (Epoch) -> Bool
  ) throws(StorageError) {
    let folder = Self.folder(of: session, in: directory)
    guard unsafe access(folder, F_OK) == 0 else { return }
    var files = try storage { () throws(SystemError) in try SessionFile.list(folder) }
    while let epoch = files.last?.epoch {
      var segments: [Segment] = []
      for file in files where file.epoch == epoch {
        let isOurs = try storage { () throws(SystemError) in try belongs(file, to: logID) }
        guard isOurs, file.epoch <= latest ?? epoch else {
          try putAside(file)
          continue
        }
        segments.append(Segment(first: file.first, path: file.path))
      }
      if !segments.isEmpty {
        if mayHaveHoles(epoch) {
          segments = try storage {
            () throws(SystemError) in try cutBehindHole(epoch, segments)
          }
        }
        return try recover(epoch, segments)
      }
      files.removeAll { $0.epoch == epoch }
    }
  }

  /// Whether its header, if it has one, names this log; and whether it has its full length.
  private mutating func belongs(_ file: SessionFile, to logID: UInt64) throws(SystemError) -> Bool {
    let opened = try File.open(file.path, O_RDONLY)
    guard let header = try SegmentHeader.read(.sessions, from: opened) else { return true }
    if header.logID != logID { return false }
    if try opened.byteCount() < Int(header.segmentBytes) { isShortened = true }
    return true
  }

  private mutating func putAside(_ file: SessionFile) throws(StorageError) {
    try storage { () throws(SystemError) in
      try renameFile(file.path, to: file.path + ".aside")
    }
    filesAside += 1
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
        found.isTorn = isTorn || isShortened || hasHole
        recover(epoch, segments: segments, found)
        return
      }
      try storage { () throws(SystemError) in try removeFile(segment.path) }
      segments.removeLast()
    }
    recover(
      epoch, segments: [],
      RecoveredSegment(damaged: damaged, isTorn: isTorn || isShortened || hasHole))
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
