import FIX44
import FIXSession
import FIXWire
import Linux
import Market
import Memory
import Records
import Rings
import Storage
import Transport

/// From the first bytes of a connection to its session.
extension Doorkeeper {
  /// Reads a waiting connection; once its first message is whole, decides.
  mutating func read(_ token: UInt64, now: Instant) {
    guard let pending = waiting[token] else { return }
    if pending.isShakingHands { return shakeHands(token, pending, now: now) }
    guard pending.receive() else { return refuse(token, .closedByPeer, CompID()) }
    let names: FirstMessage.Names
    switch Self.read(pending.buffer, &index, limits.firstMessageBytes) {
    case .partial:
      if pending.buffer.freeBytes == 0 { refuse(token, .tooManyBytes, CompID()) }
      return
    case .oversized: return refuse(token, .tooManyBytes, CompID())
    case .garbled: return refuse(token, .garbled, CompID())
    case .tls: return refuse(token, .tlsOnPlainPort, CompID())
    case .notLogon: return refuse(token, .firstMessageNotLogon, CompID())
    case .logon(let found): names = found
    }
    let (sender, sub) = (names.sender, names.senderSub)
    if let entry = identify(token, pending, sender: sender, sub: sub, target: names.target) {
      prove(token, pending, as: entry, compID: sender, now: now)
    }
  }

  private static func read(
    _ buffer: borrowing ByteBuffer, _ index: inout FieldIndex, _ bytesMax: Int
  ) -> FirstMessage {
    FirstMessage.read(buffer.readable, &index, bytesMax: bytesMax)
  }

  /// The session that the connection may become; nil, and refused, where there is none.
  private mutating func identify(
    _ token: UInt64, _ pending: PendingConnection, sender: CompID, sub: CompID, target: CompID
  ) -> SessionDirectory.Entry? {
    guard let entry = directory.entry(compID: sender, subID: sub), !sender.text.isEmpty else {
      refuse(token, target == directory.venue ? .unknownSession : .wrongTarget, sender)
      return nil
    }
    let shown = pending.admission(compID: sender, subID: sub, connection: UInt32(token))
    let refusal: Notice.Refusal? =
      if target != directory.venue {
        .wrongTarget
      } else if let refusal = refusal(of: shown, as: entry) {
        refusal
      } else {
        !pending.hasOldContext || isAccepted(shown.chain) ? nil : .certificateRefused
      }
    pending.admission = shown
    pending.admission?.credential = entry.credential
    guard let refusal else { return entry }
    refuse(token, refusal, sender)
    return nil
  }

  /// Gives socket and bytes to the gateway; where its ring is full, the connection is closed.
  mutating func handOver(
    _ token: UInt64, _ pending: PendingConnection, to session: SessionID
  ) {
    waiting[token] = nil
    guard let connection = pending.socket.take() else { return }
    if pending.isPolled {
      do throws(SystemError) { try poller.remove(connection.rawDescriptor) } catch { return }
    }
    var head = RecordHead()
    head.session = session
    var body = Handover()
    body.connection = UInt32(token)
    body.addressHigh = pending.peer.high
    body.addressLow = pending.peer.low
    body.port = pending.peer.port
    body.sessionStatus = pending.status?.rawValue
    body.takesPasswords = pending.takesPasswords ? 1 : 0
    body.line = connection.release()
    scratch.removeAll()
    Self.append(head, body, pending.buffer, to: &scratch)
    defer { scratch.wipe() }
    guard ways.send(scratch, to: session) else {
      _ = Connection(adopting: body.line)
      return
    }
    admitted[session] = pending.admission
    figures.add(.handedOver, 1)
  }

  private static func append(
    _ head: RecordHead, _ body: Handover, _ buffer: borrowing ByteBuffer,
    to scratch: inout RecordBuffer
  ) {
    scratch.append(head, body: body, trailing: buffer.readable)
  }
}
