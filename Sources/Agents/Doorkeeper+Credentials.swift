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
/// A password is judged by a thread of its own, one at a time, with some tens of milliseconds of scrypt each.
/// What the gateway gets has stars instead.
extension Doorkeeper {
  /// Fields of a Logon(A) that nobody but the doorkeeper sees: Password(554), NewPassword(925).
  static let secretTags: [Tag] = [.password, .newPassword]

  /// Looks at what the first message, which `index` has parsed, says of its sender's credential.
  mutating func prove(
    _ token: UInt64, _ pending: PendingConnection, as entry: SessionDirectory.Entry,
    compID: CompID, now: Instant
  ) {
    let isNamed = Self.isNamed(compID, index, pending.buffer)
    let password = Self.secret(.password, index, pending.buffer)
    let newPassword = Self.secret(.newPassword, index, pending.buffer)
    Self.cover(index, &pending.covered)
    pending.coverSecrets()
    if (password ?? newPassword) != nil && !pending.takesPasswords {
      return refuse(token, .passwordOnPlainLine, compID)
    }
    guard let credential = entry.credential else {
      return handOver(token, pending, to: entry.session)
    }
    if let refusal = guesses.refusal(of: entry.session, now: now) {
      return refuse(token, refusal, compID)
    }
    guard let password, password.byteCount > 0, isNamed else {
      return fail(token, pending, entry.session, compID, now: now)
    }
    guard trials.strangersCount < limits.verifications else {
      return refuse(token, .tooManyVerifications, compID)
    }
    guard stopReading(token, pending, compID) else { return }
    trials.append(
      PasswordCase(
        origin: .logon(token: token, entry.passwordTerms), compID: compID,
        trial: PasswordTrial(
          entry.session, present: credential, former: entry.passwordTerms.former, shown: password,
          next: newPassword)))
  }

  /// Closes the connection, after a while, without a word.
  mutating func fail(
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

  /// A field that is secret; nil where it is absent.
  private static func secret(
    _ tag: Tag, _ index: borrowing FieldIndex, _ buffer: borrowing ByteBuffer
  ) -> Secret? {
    index.first(tag).map { Secret(buffer.readable[$0]) }
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
  /// Whether nobody else can have read a password on its way.
  var takesPasswords: Bool { isSecured || peer.isLoopback }

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
