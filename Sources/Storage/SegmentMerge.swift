import Glibc
import Linux
import Market
import Records

/// A segment of a command log and the same one of a copy: what the copy has that can't be read in the segment.
struct SegmentMerge: ~Copyable {
  let header: SegmentHeader
  /// Whether the segment itself was there.
  let hadFile: Bool
  /// Where records are taken from the copy.
  private(set) var pieces: [Range<Int>] = []
  private let target: SegmentFile
  private let source: SegmentFile
  private let isHeaderGood: Bool
  private var own = SegmentWindow(capacity: 1 << 20)
  private var copy = SegmentWindow(capacity: 1 << 20)
  private var end = SegmentHeader.byteCount

  /// Whether nothing has to be taken from the copy.
  var isWhole: Bool { isHeaderGood && pieces.isEmpty }

  /// Nil where neither has the segment. Both must be of the log `logID`, where that is known.
  static func make(
    _ target: SegmentFile, _ source: SegmentFile, logID: UInt64?
  ) throws(StorageError) -> SegmentMerge? {
    let (mine, other) = (try header(of: target), try header(of: source))
    guard let header = mine ?? other else { return nil }
    for (file, found) in [(target, mine), (source, other)] {
      if let found, found.logID != logID ?? header.logID {
        throw .foreign(file: file.path, reason: "belongs to another log")
      }
    }
    var merge = SegmentMerge(target, source, header, isHeaderGood: mine != nil)
    let hasCopy = other != nil
    try storage { () throws(SystemError) in try merge.show(hasCopy: hasCopy) }
    return merge
  }

  private init(
    _ target: SegmentFile, _ source: SegmentFile, _ header: SegmentHeader, isHeaderGood: Bool
  ) {
    self.header = header
    self.target = target
    self.source = source
    self.isHeaderGood = isHeaderGood
    hadFile = target.isThere
  }

  private mutating func show(hasCopy: Bool) throws(SystemError) {
    if isHeaderGood { own.show(try target.open()) }
    if hasCopy { copy.show(try source.open()) }
  }

  private static func header(of file: SegmentFile) throws(StorageError) -> SegmentHeader? {
    guard file.isThere else { return nil }
    let header = try storage { () throws(SystemError) in
      try SegmentHeader.read(.commands, of: file)
    }
    return header?.first == file.first ? header : nil
  }

  /// Goes through the records from command `expected` on, to the first that neither has.
  mutating func compare(from expected: inout UInt64) throws(SystemError) {
    let limit = Int(header.segmentBytes)
    while true {
      let length: Int
      if let found = try Self.record(&own, at: end, limit, expected) {
        length = found.length
        if !found.isBatch { expected += 1 }
      } else if let found = try Self.record(&copy, at: end, limit, expected) {
        length = found.length
        if !found.isBatch { expected += 1 }
        pieces.append(end..<end + length)
      } else {
        return
      }
      end += length
    }
  }

  private static func record(
    _ window: inout SegmentWindow, at offset: Int, _ limit: Int, _ expected: UInt64
  ) throws(SystemError) -> (length: Int, isBatch: Bool)? {
    guard case .record(let length) = try RecordCheck.examine(&window, at: offset, limit: limit)
    else { return nil }
    let head = window.bytes(at: offset, RecordHead.byteCount).loadHead()
    guard head.sequence.rawValue == expected else { return nil }
    return (length, head.typeCode == CommandType.batch.rawValue)
  }

  /// Makes the segment anew of both, and puts the one that was there aside.
  func write(in directory: String) throws(SystemError) {
    let new = "\(directory)/mended"
    let file = try File.make(new, byteCount: Int(header.segmentBytes))
    if isHeaderGood {
      try file.copy(from: target.open(), 0..<end)
    } else {
      try header.write(to: file.descriptor.rawValue, path: new)
    }
    if !pieces.isEmpty {
      let other = try source.open()
      for piece in pieces { try file.copy(from: other, piece) }
    }
    try file.syncData()
    if hadFile { try target.putAside() }
    try renameFile(new, to: target.plainPath)
    try syncDirectory(directory)
  }
}

extension File {
  /// Copies a range of another file to the same place.
  func copy(from other: borrowing File, _ range: Range<Int>) throws(SystemError) {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { unsafe piece.deallocate() }
    guard let base = piece.baseAddress else { return }
    var offset = range.lowerBound
    while offset < range.upperBound {
      let most = min(piece.count, range.upperBound - offset)
      let count = try unsafe other.read(into: base, capacity: most, at: offset)
      if count == 0 { return }
      try unsafe write(RawSpan(_unsafeStart: base, byteCount: count), at: offset)
      offset += count
    }
  }
}
