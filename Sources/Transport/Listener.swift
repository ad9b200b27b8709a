import CLinux
import Glibc
public import Linux

/// A listening TCP socket.
public struct Listener: ~Copyable {
  private let descriptor: Descriptor
  /// Where it listens; the port is the real one where 0 was asked for.
  public let address: SocketAddress

  /// Listens at `address`. Calls `socket(2)`, `bind(2)`, `listen(2)`.
  public init(_ address: SocketAddress, backlog: CInt = 1_024) throws(SystemError) {
    let family = address.isIPv4 ? AF_INET : AF_INET6
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let raw = socket(family, kind, 0)
    guard raw >= 0 else { throw .last("socket", subject: "\(address)") }
    let descriptor = Descriptor(owning: raw)
    var yes: CInt = 1
    guard
      unsafe setsockopt(raw, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        == 0
    else { throw .last("setsockopt SO_REUSEADDR", subject: "\(address)") }
    guard unsafe address.withSystemAddress({ unsafe bind(raw, $0, $1) }) == 0 else {
      throw .last("bind", subject: "\(address)")
    }
    guard listen(raw, backlog) == 0 else { throw .last("listen", subject: "\(address)") }
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let named = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(raw, $0, &length)
      }
    }
    guard named == 0, let bound = SocketAddress(storage) else {
      throw .last("getsockname", subject: "\(address)")
    }
    self.descriptor = descriptor
    self.address = bound
  }

  public var rawDescriptor: CInt { descriptor.rawValue }

  /// What came of one attempt to accept.
  public enum Accepted: ~Copyable {
    case connection(Connection, SocketAddress)
    /// Nobody is waiting.
    case none
    /// The process or the system is out of descriptors or memory: try again later.
    case exhausted(SystemError)
  }

  /// Takes the next waiting connection. Calls `accept4(2)`.
  public func accept() throws(SystemError) -> Accepted {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let raw = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe clinux_accept(descriptor.rawValue, $0, &length)
      }
    }
    guard raw >= 0 else { return try failure() }
    let connection = Connection(owning: Descriptor(owning: raw))
    guard let peer = SocketAddress(storage) else { return .none }
    return .connection(connection, peer)
  }

  private func failure() throws(SystemError) -> Accepted {
    switch errno {
    case EAGAIN, EINTR, ECONNABORTED, EPROTO, EPERM, ENETDOWN, EHOSTUNREACH, ENETUNREACH: .none
    case EMFILE, ENFILE, ENOBUFS, ENOMEM: .exhausted(.last("accept4", subject: "\(address)"))
    default: throw .last("accept4", subject: "\(address)")
    }
  }
}
