import CLinux
import Glibc

/// The address of one end of a TCP connection: IPv6, or IPv4 mapped into it (::ffff:a.b.c.d).
public struct SocketAddress: Hashable, Sendable {
  /// The first eight bytes of the address, in network order.
  public let high: UInt64
  /// The last eight bytes of the address, in network order.
  public let low: UInt64
  public let port: UInt16

  public init(high: UInt64, low: UInt64, port: UInt16) {
    self.high = high
    self.low = low
    self.port = port
  }

  /// An IPv4 address from its four bytes, first highest.
  public init(ipv4: UInt32, port: UInt16) {
    self.init(high: 0, low: 0xffff_0000_0000 | UInt64(ipv4), port: port)
  }

  /// Parses `127.0.0.1` or `::1`; nil for anything else than a numeric address.
  public init?(_ text: String, port: UInt16) {
    var v4 = in_addr()
    if unsafe inet_pton(AF_INET, text, &v4) == 1 {
      self.init(ipv4: UInt32(bigEndian: v4.s_addr), port: port)
      return
    }
    var v6 = in6_addr()
    guard unsafe inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
    self.init(v6, port: port)
  }

  init(_ address: in6_addr, port: UInt16) {
    let words = unsafe unsafeBitCast(address, to: (UInt64, UInt64).self)
    self.init(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1), port: port)
  }

  /// Whether it is an IPv4 address.
  public var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

  /// Whether it is within 127.0.0.0/8 or ::1.
  public var isLoopback: Bool {
    isIPv4 ? (low >> 24) & 0xff == 127 : high == 0 && low == 1
  }

  /// Whether both are the same host, whatever the port.
  public func hasSameHost(as other: SocketAddress) -> Bool {
    high == other.high && low == other.low
  }

  /// Calls `body` with this address in the form the system takes.
  func withSystemAddress<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    if isIPv4 {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
      return unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
    }
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    address.sin6_addr = unsafe unsafeBitCast((high.bigEndian, low.bigEndian), to: in6_addr.self)
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
      }
    }
  }

  /// What the system wrote into `storage`; nil for another family than IPv4 and IPv6.
  init?(_ storage: sockaddr_storage) {
    switch CInt(storage.ss_family) {
    case AF_INET:
      let address = unsafe withUnsafeBytes(of: storage) {
        unsafe $0.loadUnaligned(as: sockaddr_in.self)
      }
      self.init(
        ipv4: UInt32(bigEndian: address.sin_addr.s_addr), port: UInt16(bigEndian: address.sin_port))
    case AF_INET6:
      let address = unsafe withUnsafeBytes(of: storage) {
        unsafe $0.loadUnaligned(as: sockaddr_in6.self)
      }
      self.init(address.sin6_addr, port: UInt16(bigEndian: address.sin6_port))
    default:
      return nil
    }
  }
}

extension SocketAddress: CustomStringConvertible {
  public var description: String { isIPv4 ? "\(host):\(port)" : "[\(host)]:\(port)" }

  /// The address without the port.
  public var host: String {
    if isIPv4 {
      return [24, 16, 8, 0].map { "\((low >> UInt64($0)) & 0xff)" }.joined(separator: ".")
    }
    var address = unsafe unsafeBitCast((high.bigEndian, low.bigEndian), to: in6_addr.self)
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    unsafe inet_ntop(AF_INET6, &address, &text, socklen_t(INET6_ADDRSTRLEN))
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
