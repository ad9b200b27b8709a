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
  /// Lets in who has shown the right password, unless that has expired and is not changed.
  mutating func welcome(
    _ token: UInt64, _ pending: PendingConnection, _ proof: Proof, now: Instant
  ) {
    let terms = proof.entry.passwordTerms
    var status: CodeSet.SessionStatus =
      now >= terms.warnedFrom ? .passwordDueToExpire : .active
    if let field = proof.newPassword {
      let isChanged = change(proof, Self.hash(of: field, pending.buffer, besides: proof))
      status = isChanged ? .passwordChanged : .newPasswordRefused
      if isChanged { pending.admission?.credential = directory.credential(of: proof.entry.session) }
    }
    if now >= terms.expiresAt, status != .passwordChanged {
      return refuse(token, .passwordExpired, proof.compID)
    }
    pending.status = status
    handOver(token, pending, to: proof.entry.session)
  }

  /// Whether the new password is kept, for good.
  private mutating func change(_ proof: Proof, _ hash: PasswordHash?) -> Bool {
    let session = proof.entry.session
    guard let hash, directory.credential(of: session) == proof.credential,
      let terms = passwords(session, proof.credential, hash)
    else { return false }
    directory.set(hash, terms, of: session)
    changedPasswords[session] = PasswordReplacement(
      former: proof.credential, present: hash, terms: terms)
    return true
  }

  /// What is kept of a new password; nil where it breaks a rule, or was one before.
  private static func hash(
    of field: Field, _ buffer: borrowing ByteBuffer, besides proof: Proof
  ) -> PasswordHash? {
    let password = buffer.readable[field]
    guard PasswordRules.fault(of: password) == nil else { return nil }
    let former = [proof.credential] + proof.entry.passwordTerms.former
    return former.contains { $0.verifies(password) } ? nil : PasswordHash.make(of: password)
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
  }
}
