import Glibc
public import Linux

/// A connection made without waiting for it.
extension Connection {
  /// Begins to connect to `address`: it stands when the socket is writable and `openingProblem` is nil.
  /// Calls `connect(2)`.
  public static func opening(to address: SocketAddress) throws(SystemError) -> Connection {
    let family = address.isIPv4 ? AF_INET : AF_INET6
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let raw = socket(family, CInt(kind), 0)
    guard raw >= 0 else { throw .last("socket", subject: "\(address)") }
    let descriptor = Descriptor(owning: raw)
    let result = retrying {
      unsafe address.withSystemAddress { unsafe connect(raw, $0, $1) }
    }
    guard result == 0 || errno == EINPROGRESS else { throw .last("connect", subject: "\(address)") }
    return Connection(owning: descriptor)
  }

  /// Why a connection to `address` has not come about; nil where it has.
  public func openingProblem(to address: SocketAddress) -> SystemError? {
    var code: CInt = 0
    var size = socklen_t(MemoryLayout<CInt>.size)
    let result = unsafe getsockopt(rawDescriptor, SOL_SOCKET, SO_ERROR, &code, &size)
    guard result == 0 else { return .last("getsockopt", subject: "\(address)") }
    return code == 0 ? nil : SystemError("connect", code: code, subject: "\(address)")
  }
}
