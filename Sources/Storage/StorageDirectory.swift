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
/// DIR/admin.sock                           where the operator asks, while a venue runs
/// ```
public struct StorageDirectory: ~Copyable, Sendable {
  public let path: String
  /// Whether the machine has been started since the directory was last held, so that what was only in
  /// the page cache is lost. True for a new directory.
  public let hasMachineRestarted: Bool
  private let lock: Descriptor

  private init(path: String, hasMachineRestarted: Bool, lock: consuming Descriptor) {
    self.path = path
    self.hasMachineRestarted = hasMachineRestarted
    self.lock = lock
  }

  // Closing alone would leave the directory to a child that is between fork and exec.
  deinit { _ = flock(lock.rawValue, LOCK_UN) }

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
      throw .directoryInUse(path: path, owner: owner.first ?? "")
    }
    let hasMachineRestarted = try storage { () throws(SystemError) in try sign(lock) }
    return StorageDirectory(
      path: path, hasMachineRestarted: hasMachineRestarted,
      lock: Descriptor(owning: lock.release()))
  }

  /// Writes who has the directory since which start of the machine; whether that start is another
  /// one than the last owner's.
  private static func sign(_ lock: borrowing File) throws(SystemError) -> Bool {
    let start = try lines(of: File.open("/proc/sys/kernel/random/boot_id", O_RDONLY)).first ?? ""
    let before = try lines(of: lock)
    try lock.truncate(to: 0)
    try unsafe lock.write(Array("\(getpid())\n\(start)\n".utf8).span.bytes, at: 0)
    return before.count < 2 || before[1] != start
  }

  private static func lines(of file: borrowing File) throws(SystemError) -> [String] {
    try file.head(128).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Makes a failure of the system a failure of the storage.
func storage<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(StorageError) -> Result {
  do throws(SystemError) { return try body() } catch { throw .system(error) }
}
