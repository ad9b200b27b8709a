import Linux
public import Market

/// Which versions of the core have applied which part of a command log, by the headers of its segments. An upgrade
/// begins a segment.
public struct LogVersions: Sendable, Equatable {
  /// A row of segments that one version applies.
  public struct Part: Sendable, Equatable {
    public let first: Sequence
    public let coreVersion: UInt32
    /// The file that it begins with.
    public let file: String
  }

  /// In their order; none in an empty directory. The last segment may have lost its header with the power: then it
  /// says nothing here.
  public let parts: [Part]

  public init(directory: String) throws(StorageError) {
    let folder = "\(directory)/commands"
    var parts: [Part] = []
    let files = try storage { () throws(SystemError) in try SegmentFile.list(.commands, in: folder)
    }
    for file in files {
      let header = try storage { () throws(SystemError) in
        try SegmentHeader.read(.commands, of: file)
      }
      guard let header, header.first == file.first else { continue }
      if parts.last?.coreVersion == header.coreVersion { continue }
      parts.append(
        Part(
          first: Sequence(rawValue: header.first), coreVersion: header.coreVersion, file: file.path)
      )
    }
    self.parts = parts
  }

  /// Where a snapshot must end that is of another version than the one that goes on from it: the commands in front
  /// of each part but the first.
  public var ends: [Sequence] {
    parts.dropFirst().map { Sequence(rawValue: $0.first.rawValue - 1) }
  }

  /// Which version's snapshot behind `sequence` a core of `version` may go on from; nil where none is.
  public func origin(of version: UInt32, behind sequence: Sequence) -> UInt32? {
    guard let place = parts.lastIndex(where: { $0.coreVersion == version }) else { return nil }
    if sequence.rawValue >= parts[place].first.rawValue { return version }
    guard place > 0, sequence.next == parts[place].first else { return nil }
    return parts[place - 1].coreVersion
  }
}

/// What an upgrade goes on from: a snapshot, of the whole log, by the version that has applied it.
public struct LogUpgrade: Sendable, Equatable {
  public let from: UInt32
  public let behind: Sequence

  public init(from: UInt32, behind: Sequence) {
    self.from = from
    self.behind = behind
  }
}
