import Glibc
public import Linux
public import Memory
public import TLS

/// A connected, non-blocking socket, plain TCP or under TLS; closed when its owner lets go of it.
public struct Connection: ~Copyable {
  let line: Line

  /// Who owns the socket.
  enum Line: ~Copyable {
    case plain(Descriptor)
    case secured(TLSLine)
  }

  /// What one read or write came to.
  public enum Outcome: Equatable, Sendable {
    case moved(bytes: Int)
    /// Nothing can be moved now: wait for readiness.
    case wouldBlock
    /// The peer has closed its side (reading), or the line is broken.
    case ended
  }

  /// A connection on its way to another owner: adopted exactly once, or it leaks.
  public enum Handle: BitwiseCopyable, Sendable {
    case none
    case plain(CInt)
    case secured(TLSLine.Handle)
  }

  /// Bytes that the kernel keeps for a peer whose window is closed: what is written later is not behind
  /// more than these.
  public static var unsentBytesMost: CInt { 131_072 }

  /// Takes over a connected socket, makes it non-blocking and sends small writes at once.
  public init(owning descriptor: consuming Descriptor) {
    let raw = descriptor.rawValue
    var yes: CInt = 1
    // On a socket that is no TCP socket (a pair in a test) there is nothing to set.
    _ = unsafe setsockopt(
      raw, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
    var unsent = Self.unsentBytesMost
    _ = unsafe setsockopt(
      raw, CInt(IPPROTO_TCP), TCP_NOTSENT_LOWAT, &unsent, socklen_t(MemoryLayout<CInt>.size))
    _ = fcntl(raw, F_SETFL, fcntl(raw, F_GETFL) | O_NONBLOCK)
    line = .plain(descriptor)
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

  /// Takes over what its owner has released; nil where nobody has.
  public init?(adopting handle: Handle) {
    switch handle {
    case .none: return nil
    case .plain(let raw): line = .plain(Descriptor(owning: raw))
    case .secured(let handle): line = .secured(TLSLine(adopting: handle))
    }
  }

  private init(_ line: consuming Line) { self.line = line }

  /// The same socket under TLS; `handshake()` goes on from there. A client names whom it expects.
  public consuming func secured(
    by context: TLSContext, name: String? = nil
  ) throws(TLSFailure) -> Connection {
    switch consume line {
    case .plain(let descriptor):
      Connection(.secured(try TLSLine(owning: descriptor, context, name: name)))
    case .secured: preconditionFailure("a connection is secured once")
    }
  }

  public var rawDescriptor: CInt {
    switch line {
    case .plain(let descriptor): descriptor.rawValue
    case .secured(let line): line.rawDescriptor
    }
  }

  /// Reads what has come into the free end of `buffer`. Calls `recv(2)`.
  ///
  /// Where it is under TLS and fills the buffer up, more may be there that no poller tells of.
  public func receive(into buffer: inout ByteBuffer) -> Outcome {
    precondition(buffer.writableCount > 0, "there is room to read into")
    switch line {
    case .plain(let descriptor):
      let count = unsafe buffer.withUnsafeWritable { bytes in
        retrying { unsafe recv(descriptor.rawValue, bytes.baseAddress, bytes.count, 0) }
      }
      if count > 0 {
        buffer.didWrite(count)
        return .moved(bytes: count)
      }
      return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? .wouldBlock : .ended
    case .secured(let line): return Outcome(line.receive(into: &buffer))
    }
  }

  /// Writes once what `buffer` has to be read. Calls `send(2)`.
  ///
  /// Under TLS the bytes of a write that would block are written again, whatever was appended.
  public func send(from buffer: inout ByteBuffer) -> Outcome {
    switch line {
    case .plain(let descriptor):
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
    case .secured(let line): return Outcome(line.send(from: &buffer))
    }
  }

  /// Gives the connection to another owner, as numbers: the handover between two threads.
  public consuming func release() -> Handle {
    switch consume line {
    case .plain(let descriptor): .plain(descriptor.release())
    case .secured(let line): .secured(line.release())
    }
  }
}

/// What only a connection under TLS has.
extension Connection {
  public var isSecured: Bool {
    switch line {
    case .plain: false
    case .secured: true
    }
  }

  /// Goes on with the handshake as far as the socket allows; a plain line has none to do.
  public func handshake() -> TLSLine.Handshake {
    switch line {
    case .plain: .done
    case .secured(let line): line.handshake()
    }
  }

  /// Bytes that a peer under TLS has sent, as they are on the wire.
  public var securedBytesReceived: UInt64 {
    switch line {
    case .plain: 0
    case .secured(let line): line.bytesReceived
    }
  }

  /// What the peer has shown and was accepted.
  public var peerCertificate: Certificate? {
    switch line {
    case .plain: nil
    case .secured(let line): line.peerCertificate
    }
  }

  /// The same, to be looked at again later.
  public var peerChain: PeerChain? {
    switch line {
    case .plain: nil
    case .secured(let line): line.peerChain
    }
  }

  /// Protocol and cipher; nil on a plain line.
  public var protocolName: String? {
    switch line {
    case .plain: nil
    case .secured(let line): line.protocolName
    }
  }
}

extension Connection.Outcome {
  init(_ outcome: TLSLine.Outcome) {
    self =
      switch outcome {
      case .moved(let bytes): .moved(bytes: bytes)
      case .wouldBlock: .wouldBlock
      case .ended: .ended
      }
  }
}
