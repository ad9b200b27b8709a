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
    switch Self.judge(pending.buffer, &index, limits.firstMessageBytes) {
    case .partial:
      if pending.buffer.freeBytes == 0 { refuse(token, .tooManyBytes, CompID()) }
    case .refused(let refusal):
      refuse(token, refusal, CompID())
    case .logon(let sender, let sub, let target):
      guard let entry = identify(token, pending, sender: sender, sub: sub, target: target) else {
        return
      }
      prove(token, pending, as: entry, compID: sender, now: now)
    }
  }

  /// What the first message is.
  enum Judgement: Equatable {
    case partial
    case refused(Notice.Refusal)
    case logon(CompID, CompID, CompID)
  }

  static func judge(
    _ buffer: borrowing ByteBuffer, _ index: inout FieldIndex, _ bytesMax: Int
  ) -> Judgement {
    let bytes = buffer.readable
    switch Framing.next(in: bytes, maxMessageSize: bytesMax) {
    case .partial: return .partial
    case .garbled, .wrongBeginString: return .refused(isTLS(bytes) ? .tlsOnPlainPort : .garbled)
    case .oversized: return .refused(.tooManyBytes)
    case .complete(let byteCount):
      let message = bytes.extracting(0..<byteCount)
      if index.parse(message) != nil { return .refused(.garbled) }
      guard let type = index.first(.msgType), MsgType(of: message[type]) == .logon else {
        return .refused(.firstMessageNotLogon)
      }
      return .logon(
        compID(.senderCompID, index, message), compID(.senderSubID, index, message),
        compID(.targetCompID, index, message))
    }
  }

  /// Whether it begins as a handshake of TLS does.
  private static func isTLS(_ bytes: RawSpan) -> Bool {
    let bytes = Span<UInt8>(_bytes: bytes)
    return bytes.count >= 2 && bytes[0] == 0x16 && bytes[1] == 0x03
  }

  /// Empty where the field is absent, or longer than any that we know.
  private static func compID(
    _ tag: Tag, _ index: borrowing FieldIndex, _ message: RawSpan
  ) -> CompID {
    guard let field = index.first(tag), let text = Text16(message[field]) else { return CompID() }
    return CompID(text)
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
    pending.coverSecrets()
    var head = RecordHead()
    head.session = session
    var body = Handover()
    body.connection = UInt32(token)
    body.addressHigh = pending.peer.high
    body.addressLow = pending.peer.low
    body.port = pending.peer.port
    body.sessionStatus = pending.status?.rawValue
    body.line = connection.release()
    scratch.removeAll()
    Self.append(head, body, pending.buffer, to: &scratch)
    guard Self.write(scratch, to: &gateway) else {
      _ = Connection(adopting: body.line)
      return
    }
    gateway.publish()
    admitted[session] = pending.admission
    figures.add(.handedOver, 1)
    gatewayParking.signal()
  }

  private static func append(
    _ head: RecordHead, _ body: Handover, _ buffer: borrowing ByteBuffer,
    to scratch: inout RecordBuffer
  ) {
    scratch.append(head, body: body, trailing: buffer.readable)
  }

  static func write(
    _ scratch: borrowing RecordBuffer, to gateway: inout RingProducer
  ) -> Bool {
    gateway.write(scratch.bytes)
  }
}
