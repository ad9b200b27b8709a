import GRDB
import Storage

/// Why the books can't be opened, written or read. The text is for whoever is on duty.
public enum RecorderError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is no SQLite database, or its pages are damaged.
  case damaged(file: String, reason: String)
  /// There is no such file.
  case absent(file: String)
  /// The file is a database, but not one of books.
  case foreign(file: String)
  /// The books were begun by a program with other tables.
  case schema(file: String, found: [String])
  /// The books are of another log than the one that is read.
  case otherLog(file: String, reason: String)
  /// Another process writes to the books.
  case busy(file: String)
  /// The disk, or the limit of the file, is full; what is recorded stays as it is.
  case full(file: String)
  /// The operating system or SQLite refuses.
  case refused(file: String, reason: String)
  /// The log can't be recorded any further.
  case log(reason: String)

  public var description: String {
    switch self {
    case .damaged(let file, let reason):
      "\(file) is damaged (\(reason)): `cangdan record --rebuild` makes it again from the log"
    case .absent(let file): "there are no books at \(file): `cangdan record` makes them"
    case .foreign(let file): "\(file) is a database, but not one that `cangdan record` has made"
    case .schema(let file, let found):
      "\(file) was made by another version of this program (\(found.joined(separator: ", "))): "
        + "`cangdan record --rebuild` makes it again from the log"
    case .otherLog(let file, let reason):
      "\(file) and the log do not belong together: \(reason)"
    case .busy(let file): "\(file) is being written by another process: one recorder per file"
    case .full(let file):
      "there is no room to write \(file): make room and start again, nothing is lost"
    case .refused(let file, let reason): "\(file): \(reason)"
    case .log(let reason): reason
    }
  }
}

extension RecorderError {
  /// What an error of SQLite or of the log means for the books in `file`.
  init(_ error: any Error, _ file: String) {
    switch error {
    case let error as RecorderError: self = error
    case let error as StorageError: self = .log(reason: "\(error)")
    case let error as DatabaseError: self = Self.meaning(of: error, file)
    default: self = .refused(file: file, reason: "\(error)")
    }
  }

  private static func meaning(of error: DatabaseError, _ file: String) -> RecorderError {
    let reason = error.message ?? "\(error.resultCode)"
    return switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT: .damaged(file: file, reason: reason)
    case .SQLITE_CANTOPEN: .absent(file: file)
    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(file: file)
    case .SQLITE_FULL: .full(file: file)
    default: .refused(file: file, reason: reason)
    }
  }
}
