import Linux
import Market
import Memory
import Storage
import TLS
import Transport

/// TLS before the first message, in steps that never wait.
extension Doorkeeper {
  /// Goes on with a handshake; behind it the first message is read as on a plain line.
  mutating func shakeHands(_ token: UInt64, _ pending: PendingConnection, now: Instant) {
    guard handshakeSteps < limits.handshakeSteps else { return }
    handshakeSteps += 1
    let step = pending.shakeHands()
    switch step {
    case .done:
      figures.add(.handshakes, 1)
      pending.until = pending.logonUntil
      guard watch(token, pending, for: .readable) else { return }
      // The first message may have come together with the last bytes of the handshake.
      read(token, now: now)
    case .wantsRead, .wantsWrite:
      if pending.handshakeBytes > limits.handshakeBytes {
        return refuse(token, .handshakeTooLong, CompID())
      }
      _ = watch(token, pending, for: step == .wantsRead ? .readable : .writable)
    case .failed(.ended): refuse(token, .closedByPeer, CompID())
    case .failed(let failure):
      refuse(
        token, failure.isAboutCertificate ? .certificateRefused : .tlsFailed, CompID(),
        because: failure)
    }
  }

  /// Has the poller tell of nothing else; false, and refused, where it fails.
  private mutating func watch(
    _ token: UInt64, _ pending: PendingConnection, for interest: Poller.Interest
  ) -> Bool {
    guard pending.watched != interest, let socket = pending.socket.take() else { return true }
    let descriptor = socket.rawDescriptor
    pending.socket = consume socket
    pending.watched = interest
    do throws(SystemError) {
      try poller.modify(descriptor, token: token, interest: interest)
      return true
    } catch {
      refuse(token, .closedByPeer, CompID())
      return false
    }
  }
}

extension PendingConnection {
  /// One step; what the peer has shown is known behind the last one.
  func shakeHands() -> TLSLine.Handshake {
    guard let open = socket.take() else { return .failed(.ended) }
    let step = open.handshake()
    handshakeBytes = Int(clamping: open.securedBytesReceived)
    if step == .done {
      certificate = open.peerCertificate
      chain = open.peerChain
      isShakingHands = false
    }
    socket = consume open
    return step
  }
}
