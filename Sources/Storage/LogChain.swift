import Glibc
import Linux
import Market

/// What `commands/chain` says of the sealed segments of a command log: a line for each, in order, `FIRST LAST VALUE`,
/// with the `ChainDigest` behind its last record. Lines stay when segments are removed past their retention.
struct LogChain: Sendable {
  struct Line: Equatable, Sendable {
    let first: UInt64
    let last: UInt64
    let value: String

    var text: String { "\(first) \(last) \(value)\n" }
  }

  private(set) var lines: [Line] = []
  let path: String

  init(directory: String) throws(StorageError) {
    path = Self.path(in: directory)
    let path = path
    guard unsafe access(path, F_OK) == 0 else { return }
    let bytes = try storage { () throws(SystemError) -> [UInt8] in
      let file = try File.open(path, O_RDONLY)
      return try file.head(file.byteCount())
    }
    // A line that a loss of power has torn has no end; its segment is not sealed yet.
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropLast(
      bytes.last == 0x0A ? 0 : 1)
    {
      try add(line)
    }
  }

  static func path(in directory: String) -> String { "\(directory)/commands/chain" }

  private mutating func add(_ text: Substring) throws(StorageError) {
    let words = text.split(separator: " ")
    guard words.count == 3, let first = UInt64(words[0]), let last = UInt64(words[1]),
      first <= last, first == (lines.last?.last ?? 0) + 1, ChainDigest(hex: words[2]) != nil
    else {
      throw .foreign(
        file: path,
        reason: "line \(lines.count + 1) is not FIRST LAST VALUE, going on from the one before")
    }
    lines.append(Line(first: first, last: last, value: String(words[2])))
  }

  /// Writes a line more, and is durable when it returns.
  mutating func append(_ line: Line) throws(SystemError) {
    let end = lines.reduce(0) { $0 + $1.text.utf8.count }
    lines.append(line)
    let file = try File.open(path, O_RDWR | O_CREAT)
    try file.truncate(to: end)
    try unsafe file.write([UInt8](line.text.utf8).span.bytes, at: end)
    try file.syncData()
  }

  /// The digest that the segment from `first` on goes on from; nil where nothing is known of what is before it.
  func begin(of first: UInt64) -> ChainDigest? {
    if first == 1 { return ChainDigest() }
    guard let line = lines.first(where: { $0.last + 1 == first }) else { return nil }
    return ChainDigest(hex: line.value[...])
  }

  func line(of first: UInt64) -> Line? { lines.first { $0.first == first } }
}

/// Compares a command log that is read from its begin with its chain.
public struct ChainCheck: Sendable {
  private let chain: LogChain
  private var digest: ChainDigest?
  private var segment: SegmentFile?
  /// Segments that were as the chain says.
  public private(set) var comparedCount = 0

  public init(directory: String) throws(StorageError) { chain = try LogChain(directory: directory) }

  /// Takes the record that the reader has gone to.
  public mutating func take(_ reader: borrowing CommandLogReader) throws(StorageError) {
    if let shown = reader.segment, shown.first != segment?.first {
      try endSegment(through: shown.first - 1)
      if segment == nil { digest = chain.begin(of: shown.first) }
      segment = shown
      if let header = reader.header { digest?.take(header) }
    }
    digest?.take(record: reader.record)
  }

  /// The value behind the last record, 64 hexadecimal digits; nil where the log begins behind command 1 and the chain
  /// says nothing of what was before.
  public var value: String? { digest?.hex }

  private mutating func endSegment(through last: UInt64) throws(StorageError) {
    guard let segment, let digest else { return }
    guard let line = chain.line(of: segment.first) else {
      if !segment.isSealed { return }
      throw .damaged(file: chain.path, offset: 0, reason: "it says nothing of \(segment.path)")
    }
    guard line.last == last, line.value == digest.hex else {
      throw .damaged(
        file: segment.path, offset: 0,
        reason: "commands \(segment.first) to \(last) have chain \(digest.hex), \(chain.path) says "
          + "\(line.value) through \(line.last): they are not what was sealed")
    }
    comparedCount += 1
  }
}
