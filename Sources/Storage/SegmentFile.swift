import Linux
import Market

/// A segment file by its name, which says what comes first in it.
struct SegmentFile: Equatable, Sendable {
  let first: UInt64
  let path: String

  init(_ kind: SegmentKind, first: UInt64, in directory: String) {
    self.first = first
    path = "\(directory)/\(DecimalText.padded(first, kind.nameDigits)).log"
  }

  /// The segment files in a directory in their order. Other files are none of ours.
  static func list(_ kind: SegmentKind, in directory: String) throws(SystemError) -> [SegmentFile] {
    var files: [SegmentFile] = []
    for name in try namesInDirectory(directory) where name.hasSuffix(".log") {
      let digits = name.dropLast(4)
      guard digits.utf8.count == kind.nameDigits, let first = UInt64(digits) else { continue }
      files.append(SegmentFile(kind, first: first, in: directory))
    }
    return files
  }
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
