import CLinux
import Glibc

/// A name that has no address, and why.
public struct HostProblem: Error, CustomStringConvertible {
  public let host: String
  public let reason: String

  public init(host: String, reason: String) {
    self.host = host
    self.reason = reason
  }

  public var description: String { "\(host) has no address: \(reason)" }
}

/// Names of hosts. Asks the system's resolver, which may take many seconds: nothing for a thread that has other
/// things to do.
public enum HostName {
  /// The addresses of `host`, which may be one itself, in the order in which they are to be tried. Calls
  /// `getaddrinfo(3)`.
  public static func addresses(
    of host: String, port: UInt16
  ) throws(HostProblem) -> [SocketAddress] {
    if let address = SocketAddress(host, port: port) { return [address] }
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = unsafe getaddrinfo(host, nil, &hints, &list)
    guard code == 0 else {
      let text = unsafe gai_strerror(code).map { unsafe String(cString: $0) }
      throw HostProblem(host: host, reason: text ?? "error \(code)")
    }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let address = unsafe address(entry.pointee, port), !addresses.contains(address) {
        addresses.append(address)
      }
      unsafe next = entry.pointee.ai_next
    }
    return addresses
  }

  private static func address(_ entry: addrinfo, _ port: UInt16) -> SocketAddress? {
    var storage = sockaddr_storage()
    let size = unsafe Int(entry.ai_addrlen)
    guard let source = unsafe entry.ai_addr, size <= MemoryLayout<sockaddr_storage>.size else {
      return nil
    }
    unsafe withUnsafeMutableBytes(of: &storage) { bytes in
      unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(start: source, count: size))
    }
    return SocketAddress(storage).map { SocketAddress(high: $0.high, low: $0.low, port: port) }
  }
}
