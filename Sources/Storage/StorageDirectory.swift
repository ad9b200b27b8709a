import Glibc
import Linux

/// The directory of one venue, held by this process as long as the value lives.
///
/// ```
/// DIR/lock                                 held by flock(2); says the process number
/// DIR/commands/<first sequence>.log        12 digits; `prepared` is the segment to come
/// DIR/events/<position>.log                16 digits
/// DIR/sessions/<session>/<epoch>-<first MsgSeqNum>.out   8 digits; 8 and 12 digits
/// ```
public struct StorageDirectory: ~Copyable, Sendable {
  public let path: String
  private let lock: Descriptor

  /// Takes the directory, making it where there is none. Refused while another process has it.
  public static func open(_ path: String) throws(StorageError) -> StorageDirectory {
    let lock = try storage { () throws(SystemError) in
      for directory in [path, "\(path)/commands", "\(path)/events", "\(path)/sessions"] {
        try makeDirectory(directory)
      }
      try syncDirectory(path)
      return try File.open("\(path)/lock", O_RDWR | O_CREAT)
    }
    if flock(lock.descriptor.rawValue, LOCK_EX | LOCK_NB) != 0 {
      if errno != EWOULDBLOCK { throw .system(.last("flock", subject: lock.path)) }
      let owner = try storage { () throws(SystemError) in try text(in: lock) }
      throw .directoryInUse(path: path, owner: owner)
    }
    try storage { () throws(SystemError) in
      try lock.truncate(to: 0)
      try unsafe lock.write(Array("\(getpid())\n".utf8).span.bytes, at: 0)
    }
    return StorageDirectory(path: path, lock: Descriptor(owning: lock.release()))
  }

  private static func text(in file: borrowing File) throws(SystemError) -> String {
    String(decoding: try file.head(32).prefix { $0 != 0x0A }, as: UTF8.self)
  }
}

/// Makes a failure of the system a failure of the storage.
func storage<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(StorageError) -> Result {
  do throws(SystemError) { return try body() } catch { throw .system(error) }
}
