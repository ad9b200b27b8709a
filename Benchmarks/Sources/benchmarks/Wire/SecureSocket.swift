import Glibc
import Linux
import Memory
import TLS

/// TLS over a blocking socket, with the calls of a plain one.
final class SecureSocket {
  private let line: TLSLine
  private var outgoing = ByteBuffer(capacity: FIXLine.outboundBytes)
  private var incoming = ByteBuffer(capacity: FIXLine.inboundBytes)

  /// Takes over `socket`, which is connected, and agrees on TLS.
  init(_ socket: CInt, _ context: TLSContext) throws {
    let line = try TLSLine(owning: Descriptor(owning: socket), context, name: "localhost")
    let step = line.handshake()
    self.line = line
    guard step == .done else { throw FIXLine.Fault(description: "no TLS: \(step)") }
  }

  /// As `send(2)`, all of it.
  func send(_ bytes: UnsafeRawBufferPointer) -> Int {
    let fits = unsafe outgoing.append(RawSpan(_unsafeBytes: bytes))
    precondition(fits, "a line's buffer holds what it sends")
    while !outgoing.isEmpty {
      guard case .moved = line.send(from: &outgoing) else { return -1 }
    }
    return bytes.count
  }

  /// As `recv(2)`.
  func receive(_ target: UnsafeMutableRawBufferPointer) -> Int {
    if incoming.isEmpty {
      switch line.receive(into: &incoming) {
      case .moved: break
      case .wouldBlock: return -1
      case .ended: return 0
      }
    }
    let count = min(target.count, incoming.count)
    unsafe incoming.withUnsafeReadable { bytes in
      unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    }
    incoming.didRead(count)
    return count
  }
}
