import Glibc
public import Linux
public import Memory

/// A connected, non-blocking TCP socket; closed when its owner lets go of it.
public struct Connection: ~Copyable {
  private let descriptor: Descriptor

  /// What one read or write came to.
  public enum Outcome: Equatable, Sendable {
    case moved(bytes: Int)
    /// Nothing can be moved now: wait for readiness.
    case wouldBlock
    /// The peer has closed its side (reading), or the line is broken.
    case ended
  }

  /// Takes over a connected socket, makes it non-blocking and sends small writes at once.
  public init(owning descriptor: consuming Descriptor) {
    let raw = descriptor.rawValue
    var yes: CInt = 1
    // On a socket that is no TCP socket (a pair in a test) there is no delay to switch off.
    _ = unsafe setsockopt(
      raw, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
    _ = fcntl(raw, F_SETFL, fcntl(raw, F_GETFL) | O_NONBLOCK)
    self.descriptor = descriptor
  }

  /// Connects to `address`, blocking until it stands or fails.
  public init(to address: SocketAddress) throws(SystemError) {
    let family = address.isIPv4 ? AF_INET : AF_INET6
    let raw = socket(family, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard raw >= 0 else { throw .last("socket", subject: "\(address)") }
    let descriptor = Descriptor(owning: raw)
    let result = retrying {
      unsafe address.withSystemAddress { unsafe connect(raw, $0, $1) }
    }
    guard result == 0 else { throw .last("connect", subject: "\(address)") }
    self.init(owning: descriptor)
  }

  public var rawDescriptor: CInt { descriptor.rawValue }

  /// Reads once into the free end of `buffer`. Calls `recv(2)`.
  public func receive(into buffer: inout ByteBuffer) -> Outcome {
    let free = buffer.writableCount
    precondition(free > 0, "there is room to read into")
    let count = unsafe buffer.withUnsafeWritable { bytes in
      retrying { unsafe recv(descriptor.rawValue, bytes.baseAddress, bytes.count, 0) }
    }
    if count > 0 {
      buffer.didWrite(count)
      return .moved(bytes: count)
    }
    if count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) { return .wouldBlock }
    return .ended
  }

  /// Writes once what `buffer` has to be read. Calls `send(2)`.
  public func send(from buffer: inout ByteBuffer) -> Outcome {
    let count = unsafe buffer.withUnsafeReadable { bytes in
      retrying {
        unsafe Glibc.send(
          descriptor.rawValue, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
      }
    }
    if count >= 0 {
      buffer.didRead(count)
      return .moved(bytes: count)
    }
    return errno == EAGAIN || errno == EWOULDBLOCK ? .wouldBlock : .ended
  }

  /// Gives the socket to another owner, as a number: the handover between two threads.
  public consuming func release() -> CInt { descriptor.release() }
}
