import Glibc
import Linux
import Market

/// A segment file by its name, which says what comes first in it: `NUMBER.log`, or sealed `NUMBER.log.lz4`, the same
/// bytes in one LZ4 frame. Where both are there the sealed one is in the making, and the plain one is the segment.
struct SegmentFile: Equatable, Sendable {
  let first: UInt64
  let path: String
  /// Whether it is the sealed form.
  let isSealed: Bool

  static var sealedSuffix: String { ".lz4" }

  init(_ kind: SegmentKind, first: UInt64, in directory: String, isSealed: Bool = false) {
    self.first = first
    self.isSealed = isSealed
    path =
      "\(directory)/\(DecimalText.padded(first, kind.nameDigits)).log"
      + (isSealed ? Self.sealedSuffix : "")
  }

  /// What it is called where it is not sealed.
  var plainPath: String {
    isSealed ? String(path.dropLast(Self.sealedSuffix.utf8.count)) : path
  }

  /// What it is called when it is sealed.
  var sealedPath: String { plainPath + Self.sealedSuffix }

  /// The name of a command log's segment, without its end.
  static func name(of first: Sequence) -> String {
    DecimalText.padded(first.rawValue, SegmentKind.commands.nameDigits)
  }

  /// The segment files in a directory in their order. Other files are none of ours.
  static func list(_ kind: SegmentKind, in directory: String) throws(SystemError) -> [SegmentFile] {
    var files: [SegmentFile] = []
    for name in try namesInDirectory(directory) {
      let isSealed = name.hasSuffix(".log\(sealedSuffix)")
      guard isSealed || name.hasSuffix(".log") else { continue }
      let digits = name.prefix { $0 != "." }
      guard digits.utf8.count == kind.nameDigits, let first = UInt64(digits),
        name.utf8.count == kind.nameDigits + (isSealed ? 8 : 4)
      else { continue }
      // By name the plain one comes first.
      if files.last?.first == first { continue }
      files.append(SegmentFile(kind, first: first, in: directory, isSealed: isSealed))
    }
    return files
  }

  /// The segment of that name, plain or sealed; the plain one where there is neither.
  static func find(_ kind: SegmentKind, first: UInt64, in directory: String) -> SegmentFile {
    let plain = SegmentFile(kind, first: first, in: directory)
    if plain.isThere { return plain }
    let sealed = SegmentFile(kind, first: first, in: directory, isSealed: true)
    return sealed.isThere ? sealed : plain
  }

  /// Whether there is such a file. Calls `access(2)`.
  var isThere: Bool { unsafe access(path, F_OK) == 0 }
}

extension SegmentKind {
  /// Digits in a file's name: 10^12 commands or messages, 10^16 bytes of events.
  var nameDigits: Int {
    switch self {
    case .commands, .sessions: 12
    case .events: 16
    }
  }
}
