import FIX44
import FIXSession
import FIXWire
import Linux
import Market
import Memory
import Secrets
import Transport

/// A password that a session has changed.
struct PasswordReplacement {
  let former: PasswordHash
  let present: PasswordHash
  let terms: PasswordTerms
}

/// What becomes of a right password: NewPassword(925), its age, and SessionStatus(7814).
extension Doorkeeper {
  /// Lets in who has shown the right password, unless that has expired and is not changed, or the rules have
  /// changed meanwhile.
  mutating func conclude(
    _ token: UInt64, _ pending: PendingConnection, _ terms: PasswordTerms, _ entry: PasswordCase,
    _ verdict: PasswordTrial.Verdict, now: Instant
  ) {
    let session = entry.trial.session
    var status: CodeSet.SessionStatus = now >= terms.warnedFrom ? .passwordDueToExpire : .active
    switch verdict {
    case .wrong: return fail(token, pending, session, entry.compID, now: now)
    case .right: break
    case .refused: status = .newPasswordRefused
    case .changed(let hash, _):
      status = .passwordChanged
      pending.admission?.credential = hash
    case .changedBefore: preconditionFailure("a Logon(A) is no request that is repeated")
    }
    if now >= terms.expiresAt, status != .passwordChanged {
      return refuse(token, .passwordExpired, entry.compID)
    }
    if let refusal = pending.admission.flatMap({ withdrawal(of: $0, session) }) {
      return refuse(token, refusal, entry.compID)
    }
    pending.status = status
    handOver(token, pending, to: session)
  }

  /// Says Logout(5) to whom certificate or address has named, before its connection is closed, where its
  /// password is the reason. It has no number of the session's, and nothing is stored.
  mutating func sayLogout(_ pending: PendingConnection, _ refusal: Notice.Refusal) {
    let (status, text): (CodeSet.SessionStatus, ClosingText)
    switch refusal {
    case .invalidCredentials: (status, text) = (.invalidCredentials, .invalidCredentials)
    case .sessionLocked: (status, text) = (.locked, .locked)
    case .passwordExpired: (status, text) = (.expired, .passwordExpired)
    default: return
    }
    guard let shown = pending.admission,
      let entry = directory.entry(compID: shown.compID, subID: shown.subID), entry.ownTags,
      shown.certificate != nil || directory.isNamed(by: shown.peer, entry.session)
    else { return }
    let message = AdminMessage(msgSeqNum: MsgSeqNum(rawValue: 0), body: .logout(.closing(text)))
    var header = OutboundHeader(
      .logout, from: directory.venue, to: shown.compID, msgSeqNum: message.msgSeqNum,
      sendingTime: now)
    header.targetSubID = shown.subID
    AdminEncoder.begin(message, header, into: &encoder)
    encoder.field(.sessionStatus, UInt64(status.rawValue))
    encoder.finish()
    Self.send(encoder, &farewell, over: pending)
  }

  private static func send(
    _ encoder: borrowing MessageEncoder, _ buffer: inout ByteBuffer,
    over pending: PendingConnection
  ) {
    buffer.removeAll()
    guard buffer.append(encoder.message), let socket = pending.socket.take() else { return }
    // What does not fit into the socket at once is not worth waiting for.
    _ = socket.send(from: &buffer)
    // What the peer has sent behind its Logon(A) would have the kernel take the message away.
    socket.finishSending()
    _ = socket.discard(LingeringLines.bytesPerTurn)
  }
}
