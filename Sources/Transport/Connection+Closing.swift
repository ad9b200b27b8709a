import Glibc
import Linux
import TLS

/// The end of a connection whose peer goes on sending: closed at once, the kernel would answer that by a reset,
/// which takes away what the peer has not read yet.
extension Connection {
  /// Says that nothing more is sent. Calls `shutdown(2)`; under TLS close_notify comes before.
  public func finishSending() {
    switch line {
    case .plain: break
    case .secured(let secured): secured.finishSending()
    }
    // A socket whose peer has gone is as good as finished.
    _ = shutdown(rawDescriptor, CInt(SHUT_WR))
  }

  /// Throws away what has come, at most `byteCount` bytes of it, without looking. Calls `recv(2)`.
  public func discard(_ byteCount: Int) -> Outcome {
    let count = retrying {
      recv(rawDescriptor, nil, byteCount, CInt(MSG_TRUNC) | CInt(MSG_DONTWAIT))
    }
    if count > 0 { return .moved(bytes: count) }
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? .wouldBlock : .ended
  }
}
