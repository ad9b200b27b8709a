import CLinux
import Glibc
public import Linux

/// A listening Unix domain socket: a file that only its owner may open, or everybody whom its owner then judges by
/// their user; removed when its owner lets go of it.
public struct LocalListener: ~Copyable {
  private let descriptor: Descriptor
  public let path: String

  /// Listens at `path`. The file of a process that is gone is replaced; where one listens, or where the
  /// file is no socket, it is refused with `EADDRINUSE` or `EEXIST`. Up to `backlog` and one more wait to be accepted;
  /// whoever comes behind them waits to connect, or fails with `EAGAIN` if it does not block. Calls `bind(2)`,
  /// `listen(2)`.
  public init(path: String, isOpen: Bool = false, backlog: CInt = 1_024) throws(SystemError) {
    try Self.removeStale(path)
    let descriptor = try LocalSocket.make(SOCK_NONBLOCK)
    // The file gets the mode of the socket, so there is no moment in which others may open it.
    guard fchmod(descriptor.rawValue, 0o600) == 0 else { throw .last("fchmod", subject: path) }
    let bound = try unsafe LocalSocket.withAddress(path) {
      unsafe bind(descriptor.rawValue, $0, $1)
    }
    guard bound == 0 else { throw .last("bind", subject: path) }
    if isOpen, unsafe chmod(path, 0o666) != 0 { throw .last("chmod", subject: path) }
    guard listen(descriptor.rawValue, backlog) == 0 else { throw .last("listen", subject: path) }
    self.descriptor = descriptor
    self.path = path
  }

  deinit { _ = unsafe unlink(path) }

  public var rawDescriptor: CInt { descriptor.rawValue }

  /// Takes the next waiting connection and who is behind it; nil where nobody waits. It fails where the
  /// process is out of descriptors: try again later. Calls `accept4(2)`.
  public func accept() throws(SystemError) -> LocalPeer? {
    let raw = clinux_accept(descriptor.rawValue, nil, nil)
    guard raw >= 0 else {
      if [EAGAIN, EINTR, ECONNABORTED, EPROTO].contains(errno) { return nil }
      throw .last("accept4", subject: path)
    }
    let descriptor = Descriptor(owning: raw)
    var credentials = clinux_credentials()
    guard unsafe clinux_peer(raw, &credentials) == 0 else { return nil }
    return LocalPeer(
      Connection(owning: descriptor), uid: credentials.uid,
      pid: UInt32(bitPattern: credentials.pid))
  }

  private static func removeStale(_ path: String) throws(SystemError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw SystemError("bind", code: EEXIST, subject: path)
    }
    var isLive = true
    do throws(SystemError) {
      _ = try LocalSocket.connect(to: path)
    } catch {
      isLive = error.code != ECONNREFUSED && error.code != ENOENT
    }
    guard !isLive else { throw SystemError("bind", code: EADDRINUSE, subject: path) }
    _ = unsafe unlink(path)
  }
}

/// A connection from a process of this machine, and whose process that is.
public struct LocalPeer: ~Copyable {
  private let connection: Connection
  public let uid: UInt32
  public let pid: UInt32

  init(_ connection: consuming Connection, uid: UInt32, pid: UInt32) {
    self.connection = connection
    self.uid = uid
    self.pid = pid
  }

  /// The connection alone.
  public consuming func open() -> Connection { connection }
}

/// What both ends of a Unix domain socket need.
public enum LocalSocket {
  /// The longest path of a socket, in bytes.
  public static var pathBytesMax: Int { MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1 }

  /// Connects to the process that listens at `path`; reads and writes block. Calls `connect(2)`.
  public static func connect(to path: String) throws(SystemError) -> Descriptor {
    let descriptor = try make(nil)
    let result = try unsafe withAddress(path) { address, length in
      retrying { unsafe Glibc.connect(descriptor.rawValue, address, length) }
    }
    guard result == 0 else { throw .last("connect", subject: path) }
    return descriptor
  }

  /// Sends a datagram to the process that is bound to `path`; an address that begins with @ is abstract. Calls
  /// `sendto(2)`.
  public static func send(_ text: String, to path: String) throws(SystemError) {
    let raw = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard raw >= 0 else { throw .last("socket") }
    let descriptor = Descriptor(owning: raw)
    let bytes = Array(text.utf8)
    let sent = try unsafe withAddress(path) { address, length in
      CInt(
        truncatingIfNeeded: retrying {
          unsafe sendto(
            descriptor.rawValue, bytes, bytes.count, CInt(MSG_NOSIGNAL), address, length)
        })
    }
    guard sent == bytes.count else { throw .last("sendto", subject: path) }
  }

  static func make(_ flag: __socket_type?) throws(SystemError) -> Descriptor {
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | (flag?.rawValue ?? 0)
    let raw = socket(AF_UNIX, CInt(kind), 0)
    guard raw >= 0 else { throw .last("socket") }
    return Descriptor(owning: raw)
  }

  /// Calls `body` with `path` in the form the system takes; a path of more than 107 bytes has none.
  static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) throws(SystemError) -> CInt {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let isAbstract = bytes.first == UInt8(ascii: "@")
    // An abstract address ends with its name, a path with a zero.
    let length =
      isAbstract
      ? MemoryLayout<sa_family_t>.size + bytes.count : MemoryLayout<sockaddr_un>.size
    let isTooLong = unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
      if bytes.isEmpty || bytes.count >= room.count { return true }
      unsafe room.copyBytes(from: bytes)
      if isAbstract { unsafe room[0] = 0 }
      return false
    }
    guard !isTooLong else { throw SystemError("bind", code: ENAMETOOLONG, subject: path) }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(length))
      }
    }
  }
}
