import Glibc
import Linux
public import Market
import Records

/// Mends a command log of which committed records can't be read any more: from a copy, or by giving up what is
/// behind them. Files that are replaced keep their names with `.aside` behind them.
public enum CommandLogRepair {
  /// What was done.
  public struct Outcome: Equatable, Sendable {
    /// Records that were taken from the copy.
    public var records = 0
    /// The files that were put aside, by their new names.
    public var aside: [String] = []
    public init() {}
  }

  /// Takes from `copy`, a directory with the same log, each record that can't be read in `directory`, and what the
  /// copy has behind its end.
  public static func mend(
    _ directory: borrowing StorageDirectory, from copy: String
  ) throws(StorageError) -> Outcome {
    let (own, other) = ("\(directory.path)/commands", "\(copy)/commands")
    let copies = try storage { () throws(SystemError) in
      try SegmentFile.list(.commands, in: other)
    }
    guard let first = copies.first?.first else {
      throw .foreign(file: other, reason: "has no segment of a command log")
    }
    var outcome = Outcome()
    var expected = first
    var logID: UInt64?
    while true {
      let target = SegmentFile.find(.commands, first: expected, in: own)
      let source = SegmentFile.find(.commands, first: expected, in: other)
      guard var merge = try SegmentMerge.make(target, source, logID: logID) else { break }
      logID = merge.header.logID
      let before = expected
      try storage { () throws(SystemError) in try merge.compare(from: &expected) }
      if !merge.isWhole {
        outcome.records += merge.pieces.count
        try storage { () throws(SystemError) in try merge.write(in: own) }
        if merge.hadFile { outcome.aside.append(target.asidePath) }
      }
      if expected == before { break }
    }
    return outcome
  }

  /// Gives up every command behind `last`, the last one in front of the damage, and the events of those: what the
  /// venue has told of them it will not know. Refused where the log is whole, or damaged elsewhere.
  public static func setAside(
    _ directory: borrowing StorageDirectory, behind last: Sequence
  ) throws(StorageError) -> Outcome {
    var reader = try CommandLogReader(directory: directory.path)
    var isDamaged = false
    do throws(StorageError) {
      while try reader.next() {}
    } catch {
      guard case .damaged = error else { throw error }
      isDamaged = true
    }
    guard isDamaged, let segment = reader.segment, let header = reader.header else {
      throw .foreign(file: reader.file, reason: "is not damaged: nothing is set aside")
    }
    guard reader.nextSequence == last.next else {
      throw .foreign(
        file: segment.path,
        reason:
          "is damaged behind command \(reader.nextSequence.rawValue - 1), not \(last.rawValue)")
    }
    var outcome = Outcome()
    let (commands, events) = ("\(directory.path)/commands", "\(directory.path)/events")
    outcome.aside = try giveUp(
      .commands, behind: reader.offset, of: segment, in: commands, Int(header.segmentBytes))
    outcome.aside += try giveUpEvents(behind: last, in: events)
    return outcome
  }

  private static func giveUpEvents(
    behind last: Sequence, in directory: String
  ) throws(StorageError) -> [String] {
    let files = try storage { () throws(SystemError) in
      try SegmentFile.list(.events, in: directory)
    }
    guard let first = files.first else { return [] }
    let header = try storage { () throws(SystemError) in
      try SegmentHeader.read(.events, of: first)
    }
    guard let header else {
      throw .foreign(file: first.path, reason: "has no header of an event log")
    }
    let segmentBytes = Int(header.segmentBytes) - SegmentHeader.byteCount
    var scan = EventScan(
      segmentBytes: segmentBytes, position: first.first, lastSequence: last.rawValue)
    for file in files { if try !scan.read(file) { break } }
    guard let ahead = scan.ahead, let segment = files.first(where: { $0.path == ahead.path }) else {
      return []
    }
    return try giveUp(
      .events, behind: ahead.offset, of: segment, in: directory, Int(header.segmentBytes))
  }

  /// Puts a segment aside with all behind it, and makes it anew with what stands in front of `offset`.
  private static func giveUp(
    _ kind: SegmentKind, behind offset: Int, of segment: SegmentFile, in directory: String,
    _ segmentBytes: Int
  ) throws(StorageError) -> [String] {
    try storage { () throws(SystemError) in
      var aside: [String] = []
      for file in try SegmentFile.list(kind, in: directory).reversed()
      where file.first > segment.first {
        try file.putAside()
        aside.append(file.asidePath)
      }
      let new = "\(directory)/mended"
      let file = try File.make(new, byteCount: segmentBytes)
      try file.copy(from: segment.open(), 0..<offset)
      try file.syncData()
      try segment.putAside()
      try renameFile(new, to: segment.plainPath)
      try syncDirectory(directory)
      return aside + [segment.asidePath]
    }
  }
}

extension SegmentFile {
  /// What it is called when it is put aside.
  var asidePath: String { path + ".aside" }

  /// Renames it; refused where another one has that name already, which must not be lost.
  func putAside() throws(SystemError) {
    if unsafe access(asidePath, F_OK) == 0 {
      throw SystemError("rename", code: EEXIST, subject: asidePath)
    }
    try renameFile(path, to: asidePath)
  }
}
