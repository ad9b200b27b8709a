import Glibc
import Linux
import Market

/// The segment that a log goes on in, and what was found on the way to it.
struct OpenedSegment: ~Copyable {
  let file: File
  let offset: Int
  let segmentBytes: Int
  let recovery: CommandLogRecovery

  consuming func release() -> CInt { file.release() }
}

extension CommandLog {
  /// Opens the log of a venue, makes a new one where there is none, and cuts off a torn tail.
  ///
  /// Only the last two segments are read, and synced: everything before them was synced before the last was
  /// begun (see `SegmentExchange`), and replay verifies it. An existing log must end with a part of
  /// `coreVersion`, or of an older one with `upgrade`, which is behind its last command: then this version's part
  /// begins here, with a segment of its own. `newLogID`, drawn at random, names a log that is made.
  public static func open(
    in directory: borrowing StorageDirectory, coreVersion: UInt32, newLogID: UInt64,
    upgrade: LogUpgrade? = nil, options: CommandLogOptions = CommandLogOptions()
  ) throws(StorageError) -> CommandLog {
    let path = "\(directory.path)/commands"
    try storage { () throws(SystemError) in
      try removeFile(SegmentPreparation.path(in: path))
    }
    let files = try storage { () throws(SystemError) in try SegmentFile.list(.commands, in: path) }
    guard let first = files.first else {
      let identity = LogIdentity(logID: newLogID, coreVersion: coreVersion)
      let opened = try storage { () throws(SystemError) in
        try create(in: path, identity: identity, options: options)
      }
      return CommandLog(opened, directory: path, identity: identity, options: options)
    }
    guard first.first == 1 else {
      throw .foreign(
        file: first.path,
        reason:
          "begins with command \(first.first): an archive to read; a venue starts on a whole log")
    }
    let header = try readHeader(of: first)
    try check(files, logID: header.logID)
    let parts = try LogVersions(directory: directory.path).parts
    try check(parts, coreVersion, upgrade)
    let start = files[max(0, files.count - 2)]
    // A process that was killed has left it full and not synced, and what is read from here on is committed.
    try storage { () throws(SystemError) in try File.open(start.path, O_RDWR).syncData() }
    var identity = LogIdentity(logID: header.logID, coreVersion: coreVersion)
    identity.oldestVersion = parts[0].coreVersion
    let isUpgraded = parts[parts.count - 1].coreVersion != coreVersion
    let opened = try recover(
      directory.path, from: Sequence(rawValue: start.first),
      upgrade: isUpgraded ? upgrade.map { (goesOn: $0, from: parts[parts.count - 1]) } : nil,
      identity, options)
    return CommandLog(opened, directory: path, identity: identity, options: options)
  }

  /// A log's segment from command `first` on, whole and durable before it has its name.
  private static func create(
    in directory: String, first: UInt64 = 1, identity: LogIdentity, options: CommandLogOptions,
    recovery: CommandLogRecovery = CommandLogRecovery()
  ) throws(SystemError) -> OpenedSegment {
    var whole = options
    whole.sliceBytes = options.segmentBytes
    var preparation = SegmentPreparation(directory: directory, options: whole)
    guard let raw = try preparation.advance() else {
      preconditionFailure("one slice is the whole segment")
    }
    let segment = SegmentFile(.commands, first: first, in: directory)
    let file = File(descriptor: Descriptor(owning: raw), path: segment.path)
    let header = SegmentHeader(
      .commands, identity, first: segment.first, segmentBytes: options.segmentBytes)
    try header.write(to: raw, path: segment.path)
    try file.syncData()
    try renameFile(SegmentPreparation.path(in: directory), to: segment.path)
    try syncDirectory(directory)
    return OpenedSegment(
      file: file, offset: SegmentHeader.byteCount, segmentBytes: options.segmentBytes,
      recovery: recovery)
  }

  private static func readHeader(of file: SegmentFile) throws(StorageError) -> SegmentHeader {
    let header = try storage { () throws(SystemError) in
      try SegmentHeader.read(.commands, of: file)
    }
    guard let header, header.first == file.first else {
      throw .foreign(file: file.path, reason: "has no header of a command log")
    }
    return header
  }

  /// All files are of one log. The last may have lost its header with the power: reading decides about it.
  private static func check(_ files: [SegmentFile], logID: UInt64) throws(StorageError) {
    for file in files.dropLast(files.count > 1 ? 1 : 0) {
      if try readHeader(of: file).logID != logID {
        throw .foreign(file: file.path, reason: "belongs to another log")
      }
    }
  }

  /// Versions only grow, and the last one is this one, or the one that is upgraded from.
  private static func check(
    _ parts: [LogVersions.Part], _ coreVersion: UInt32, _ upgrade: LogUpgrade?
  ) throws(StorageError) {
    guard let last = parts.last else { return }
    for (part, following) in zip(parts, parts.dropFirst())
    where part.coreVersion > following.coreVersion {
      throw .coreVersion(
        file: following.file, found: following.coreVersion, expected: part.coreVersion)
    }
    if last.coreVersion == coreVersion { return }
    guard last.coreVersion < coreVersion, upgrade?.from == last.coreVersion else {
      throw .coreVersion(file: last.file, found: last.coreVersion, expected: coreVersion)
    }
  }

  /// Reads to the end, cuts off what is behind it, and opens the segment it is in; or, behind an upgrade, begins one.
  private static func recover(
    _ directory: String, from first: Sequence,
    upgrade: (goesOn: LogUpgrade, from: LogVersions.Part)?, _ identity: LogIdentity,
    _ options: CommandLogOptions
  ) throws(StorageError) -> OpenedSegment {
    var reader = try CommandLogReader(directory: directory, from: first)
    while try reader.next() {}
    guard let segment = reader.segment, let header = reader.header else {
      preconditionFailure("a log that has files has a segment to read")
    }
    let tail = try CommandTail.examine(
      behind: reader.offset, in: segment, directory: reader.directory)
    var recovery = CommandLogRecovery()
    recovery.lastSequence = Sequence(rawValue: reader.nextSequence.rawValue - 1)
    if tail.byteCount > 0 {
      recovery.bytesCut = tail.byteCount
      recovery.cutFile = segment.path
      recovery.cutOffset = reader.offset
      recovery.cutReason = reader.end.reason
    }
    if let upgrade, upgrade.goesOn.behind != recovery.lastSequence {
      throw .coreVersion(
        file: upgrade.from.file, found: upgrade.from.coreVersion, expected: identity.coreVersion)
    }
    let offset = reader.offset
    let segmentBytes = Int(header.segmentBytes)
    let path = reader.directory
    let isUpgraded = upgrade != nil
    return try storage { () throws(SystemError) in
      let file = try cut(tail, segment, at: offset, segmentBytes: segmentBytes, in: path)
      if isUpgraded {
        return try create(
          in: path, first: recovery.lastSequence.next.rawValue, identity: identity,
          options: options, recovery: recovery)
      }
      return OpenedSegment(
        file: file, offset: offset, segmentBytes: segmentBytes, recovery: recovery)
    }
  }

  /// Removes the segments behind the end, newest first, then zeroes the rest of the one it is in: a
  /// loss of power in between leaves a tail that is cut at the same place.
  static func cut(
    _ tail: CommandTail, _ segment: SegmentFile, at offset: Int, segmentBytes: Int,
    in directory: String
  ) throws(SystemError) -> File {
    for file in tail.laterFiles.reversed() { try removeFile(file.path) }
    try syncDirectory(directory)
    let file = try File.open(segment.path, O_RDWR)
    let end = max(tail.writtenEnd, try file.byteCount() < segmentBytes ? segmentBytes : 0)
    try file.zero(from: offset, to: end)
    try file.syncData()
    return file
  }
}
