public import Linux

/// Why a directory of the venue cannot be opened or read. The text is for whoever is on duty.
public enum StorageError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The operating system refused.
  case system(SystemError)
  /// Another process has the directory; its process number as its lock file says.
  case directoryInUse(path: String, owner: String)
  /// Bytes that were committed can no longer be read as they were written.
  case damaged(file: String, offset: Int, reason: String)
  /// The file is not one of ours, or is of a layout that this program does not know.
  case foreign(file: String, reason: String)
  /// The log belongs to another version of the core, which alone may apply it.
  case coreVersion(file: String, found: UInt32, expected: UInt32)

  public var description: String {
    switch self {
    case .system(let error): error.description
    case .directoryInUse(let path, let owner):
      "\(path) is in use by process \(owner): one venue per directory"
    case .damaged(let file, let offset, let reason):
      "\(file) is damaged at byte \(offset): \(reason)"
    case .foreign(let file, let reason): "\(file): \(reason)"
    case .coreVersion(let file, let found, let expected):
      "\(file) was written by core version \(found), this program has \(expected)"
        + (found < expected
          ? ": end the venue and have version \(found) write a snapshot of the whole log, "
            + "`cangdan follow --data DIR --once`; this one starts from it"
          : ": run version \(found)")
    }
  }
}
