import Linux
import Market
import Memory
import Records
import Rings
import Secrets
import TLS
import Transport

/// Who may be which session: judged when a connection comes, and again when the rules have changed.
extension Doorkeeper {
  /// Why nobody may be the session who has shown this; nil where somebody may.
  func refusal(of shown: Admission, as entry: SessionDirectory.Entry) -> Notice.Refusal? {
    let isAllowed =
      entry.addresses.isEmpty || entry.addresses.contains { $0.hasSameHost(as: shown.peer) }
    if !isAllowed { return .addressNotAllowed }
    return entry.isEnabled ? lineRefusal(of: shown, as: entry) : .sessionDisabled
  }

  /// Why the line, or who came over it, is none for the session; nil where it is.
  private func lineRefusal(
    of shown: Admission, as entry: SessionDirectory.Entry
  ) -> Notice.Refusal? {
    guard shown.isSecured else { return entry.transport == .tls ? .tlsRequired : nil }
    if entry.transport == .plain { return .tlsNotAllowed }
    guard let certificate = shown.certificate else {
      let hasPassword = entry.certificate == nil && entry.credential != nil
      return hasPassword ? nil : .noCertificate
    }
    let binding = entry.certificate ?? CertificateBinding(subject: "\(shown.compID.text)")
    return binding.isMet(by: certificate) ? nil : .certificateOfAnother
  }

  /// Takes new rules, and has the gateway end the connections that they would not let in.
  mutating func followDirectory() {
    if let change = current.other(than: directoryVersion) {
      if let next = change.directory { adopt(next) }
      directoryVersion = change.version
      for pending in waiting.values where pending.isSecured { pending.hasOldContext = true }
      for (session, admission) in admitted {
        guard let refusal = withdrawal(of: admission, session) else { continue }
        admitted[session] = nil
        revoked.append((session, admission.connection, refusal))
      }
    }
    while let (session, connection, refusal) = revoked.first {
      guard tell(gateway: session, connection, refusal) else { return }
      revoked.removeFirst()
    }
  }

  /// Takes other rules. A password that was changed while they were read is the one that counts.
  private mutating func adopt(_ next: SessionDirectory) {
    directory = next
    for (session, change) in changedPasswords
    where next.credential(of: session) == change.former {
      directory.set(change.present, change.terms, of: session)
    }
  }

  /// Why a connection would not be let in any more; nil where it would.
  func withdrawal(of admission: Admission, _ session: SessionID) -> Notice.Refusal? {
    guard let entry = directory.entry(compID: admission.compID, subID: admission.subID),
      entry.session == session
    else { return .unknownSession }
    if let refusal = refusal(of: admission, as: entry) { return refusal }
    if entry.credential != admission.credential { return .invalidCredentials }
    return isAccepted(admission.chain) ? nil : .certificateRefused
  }

  /// Whether what a peer has shown would be accepted by the authorities and revocations of now.
  func isAccepted(_ chain: PeerChain?) -> Bool {
    guard let chain else { return true }
    switch secureDoor {
    case .some(let door): return door.context.value.refusal(of: chain) == nil
    case .none: return false
    }
  }

  /// False where the gateway's ring is full.
  private mutating func tell(
    gateway session: SessionID, _ connection: UInt32, _ refusal: Notice.Refusal
  ) -> Bool {
    var head = RecordHead()
    head.session = session
    var body = Handover()
    body.kindCode = Handover.Kind.revocation.rawValue
    body.connection = connection
    body.refusal = refusal.rawValue
    scratch.removeAll()
    scratch.append(head, body: body)
    return ways.send(scratch, to: session)
  }
}
