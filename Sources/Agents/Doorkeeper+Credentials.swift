import FIX44
import FIXSession
import FIXWire
import Linux
import Market
import Memory
import Secrets
import Transport

/// Username(553) and Password(554): who they let in, and that nothing of them goes further.
///
/// A password is looked at by this thread alone, one at a time, with some tens of milliseconds of scrypt
/// each; between two of them connections are served. What the gateway gets has stars instead.
extension Doorkeeper {
  /// What a connection has shown, to be verified.
  struct Proof {
    let entry: SessionDirectory.Entry
    let credential: PasswordHash
    let compID: CompID
    let password: Field
    let newPassword: Field?
  }

  /// Fields of a Logon(A) that nobody but the doorkeeper sees: Password(554), NewPassword(925).
  static let secretTags: [Tag] = [.password, .newPassword]

  /// Looks at what the first message, which `index` has parsed, says of its sender's credential.
  mutating func prove(
    _ token: UInt64, _ pending: PendingConnection, as entry: SessionDirectory.Entry,
    compID: CompID, now: Instant
  ) {
    let password = index.first(.password)
    let newPassword = index.first(.newPassword)
    let isNamed = Self.isNamed(compID, index, pending.buffer)
    Self.cover(index, &pending.covered)
    if (password ?? newPassword) != nil && !pending.isSecured && !pending.peer.isLoopback {
      return refuse(token, .passwordOnPlainLine, compID)
    }
    guard let credential = entry.credential else {
      return handOver(token, pending, to: entry.session)
    }
    if let refusal = guesses.refusal(of: entry.session, now: now) {
      return refuse(token, refusal, compID)
    }
    guard let password, password.length > 0, isNamed else {
      return fail(token, pending, entry.session, compID, now: now)
    }
    guard verifications.count < limits.verifications else {
      return refuse(token, .tooManyVerifications, compID)
    }
    guard stopReading(token, pending, compID) else { return }
    pending.proof = Proof(
      entry: entry, credential: credential, compID: compID, password: password,
      newPassword: newPassword)
    verifications.append(token)
  }

  /// Verifies the password that waits longest; returns the amount of work.
  mutating func verifyNext(now: Instant) -> Int {
    guard !verifications.isEmpty else { return 0 }
    let token = verifications.removeFirst()
    guard let pending = waiting[token], let proof = pending.proof else { return 1 }
    pending.proof = nil
    let session = proof.entry.session
    if let refusal = guesses.refusal(of: session, now: now) {
      refuse(token, refusal, proof.compID)
    } else if Self.verifies(proof, pending.buffer) {
      guesses.succeeded(session)
      welcome(token, pending, proof, now: now)
    } else {
      fail(token, pending, session, proof.compID, now: now)
    }
    return 1
  }

  /// Closes the connection, after a while, without a word.
  private mutating func fail(
    _ token: UInt64, _ pending: PendingConnection, _ session: SessionID, _ compID: CompID,
    now: Instant
  ) {
    guard stopReading(token, pending, compID) else { return }
    pending.wipe()
    pending.sentence = PendingConnection.Sentence(
      refusal: .invalidCredentials, compID: compID)
    pending.until = guesses.failed(session, now: now)
  }

  /// Leaves further bytes in the socket; false, and refused, where the poller fails.
  private mutating func stopReading(
    _ token: UInt64, _ pending: PendingConnection, _ compID: CompID
  ) -> Bool {
    guard pending.isPolled, let socket = pending.socket.take() else { return true }
    let descriptor = socket.rawDescriptor
    pending.socket = consume socket
    pending.isPolled = false
    do throws(SystemError) {
      try poller.remove(descriptor)
      return true
    } catch {
      refuse(token, .closedByPeer, compID)
      return false
    }
  }

  private static func verifies(_ proof: Proof, _ buffer: borrowing ByteBuffer) -> Bool {
    proof.credential.verifies(buffer.readable[proof.password])
  }

  /// Whether Username(553) is `compID`, or absent.
  private static func isNamed(
    _ compID: CompID, _ index: borrowing FieldIndex, _ buffer: borrowing ByteBuffer
  ) -> Bool {
    guard let field = index.first(.username) else { return true }
    return Text16(buffer.readable[field]).map { CompID($0) } == compID
  }

  /// Notes where secrets stand, of which a message may have several.
  private static func cover(_ index: borrowing FieldIndex, _ covered: inout [Field]) {
    covered = (0..<index.count).map { index[$0] }.filter { secretTags.contains($0.tag) }
  }
}

extension PendingConnection {
  /// Writes stars over the secrets of the first message, and its CheckSum(10) anew.
  func coverSecrets() {
    FirstMessage.cover(covered, in: &buffer)
    covered = []
  }

  /// Overwrites all that has come.
  func wipe() { Self.wipe(&buffer) }

  private static func wipe(_ buffer: inout ByteBuffer) {
    var bytes = buffer.mutableReadable
    Secrets.wipe(&bytes)
  }
}
