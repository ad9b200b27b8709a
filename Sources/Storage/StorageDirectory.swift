import Glibc
import Linux

/// The directory of one venue, held by this process as long as the value lives.
///
/// ```
/// DIR/lock                                 held by flock(2): process number, the machine's boot_id
/// DIR/commands/<first sequence>.log        12 digits; `prepared` is the segment to come
/// DIR/events/<position>.log                16 digits
/// DIR/sessions/<session>/<epoch>-<first MsgSeqNum>.out   8 digits; 8 and 12 digits
/// DIR/sessions/prepared-<bytes>-<number>   a session's file to come
/// DIR/sessions/closed                      where sessions stood when the venue ended in order
/// DIR/sessions/publisher-...               the same two of the publisher's sessions
/// DIR/counters                             figures of the running venue, made anew at each start
/// DIR/follows                              what a follower's directory has, and no venue's
/// DIR/admin.sock                           where the operator asks, while a venue runs
/// ```
public struct StorageDirectory: ~Copyable, Sendable {
  public let path: String
  /// Whether the machine has been started since an owner had recovered the directory, so that what was only
  /// in the page cache is lost. True for a new directory.
  public let hasMachineRestarted: Bool
  private let lock: File
  private let start: [UInt8]

  private init(
    path: String, hasMachineRestarted: Bool, lock: consuming File, start: [UInt8]
  ) {
    self.path = path
    self.hasMachineRestarted = hasMachineRestarted
    self.lock = lock
    self.start = start
  }

  // Closing alone would leave the directory to a child that is between fork and exec.
  deinit { _ = flock(lock.descriptor.rawValue, LOCK_UN) }

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
      let owner = try storage { () throws(SystemError) in try lines(of: lock) }
      throw .directoryInUse(path: path, owner: String(decoding: owner.first ?? [], as: UTF8.self))
    }
    let (start, before) = try storage { () throws(SystemError) in
      let path = "/proc/sys/kernel/random/boot_id"
      let start = try lines(of: File.open(path, O_RDONLY)).first ?? []
      let owner = try lines(of: lock)
      let before = owner.count < 2 ? [] : owner[1]
      try sign(lock, start: before)
      return (start, before)
    }
    return StorageDirectory(
      path: path, hasMachineRestarted: before != start, lock: lock, start: start)
  }

  /// What a start of the machine has taken is found and told: until the next one nothing more is lost. An owner
  /// that ends before leaves it to the next one to find.
  public borrowing func didRecover() throws(StorageError) {
    do throws(SystemError) { try Self.sign(lock, start: start) } catch { throw .system(error) }
  }

  /// Writes who has the directory, and since which start of the machine it is whole.
  private static func sign(_ lock: borrowing File, start: [UInt8]) throws(SystemError) {
    try lock.truncate(to: 0)
    try unsafe lock.write(([UInt8]("\(getpid())\n".utf8) + start + [0x0A]).span.bytes, at: 0)
  }

  private static func lines(of file: borrowing File) throws(SystemError) -> [[UInt8]] {
    try file.head(128).split(separator: 0x0A).map { Array($0) }
  }
}

/// Makes a failure of the system a failure of the storage.
func storage<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(StorageError) -> Result {
  do throws(SystemError) { return try body() } catch { throw .system(error) }
}
