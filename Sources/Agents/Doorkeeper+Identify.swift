import FIX44
import FIXSession
import FIXWire
import Linux
import Market
import Memory
import Records
import Rings
import Transport

/// From the first bytes of a connection to its session.
extension Doorkeeper {
  /// Reads a waiting connection; once its first message is whole, decides.
  mutating func read(_ token: UInt64, now: Instant) {
    guard let pending = waiting[token] else { return }
    guard pending.receive() else { return refuse(token, .closedByPeer, CompID()) }
    switch Self.judge(pending.buffer, &index, limits.firstMessageBytes) {
    case .partial:
      if pending.buffer.freeBytes == 0 { refuse(token, .tooManyBytes, CompID()) }
    case .refused(let refusal):
      refuse(token, refusal, CompID())
    case .logon(let sender, let sub, let target):
      identify(token, pending, sender: sender, sub: sub, target: target)
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
    case .garbled, .wrongBeginString: return .refused(.garbled)
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

  /// Empty where the field is absent, or longer than any that we know.
  private static func compID(
    _ tag: Tag, _ index: borrowing FieldIndex, _ message: RawSpan
  ) -> CompID {
    guard let field = index.first(tag), let text = Text16(message[field]) else { return CompID() }
    return CompID(text)
  }

  private mutating func identify(
    _ token: UInt64, _ pending: PendingConnection, sender: CompID, sub: CompID, target: CompID
  ) {
    guard target == directory.venue else { return refuse(token, .wrongTarget, sender) }
    guard !sender.text.isEmpty, let entry = directory.entry(compID: sender, subID: sub) else {
      return refuse(token, .unknownSession, sender)
    }
    let isAllowed =
      entry.addresses.isEmpty || entry.addresses.contains { $0.hasSameHost(as: pending.peer) }
    guard isAllowed else { return refuse(token, .addressNotAllowed, sender) }
    guard entry.isEnabled else { return refuse(token, .sessionDisabled, sender) }
    handOver(token, pending, to: entry.session)
  }

  /// Gives socket and bytes to the gateway; where its ring is full, the connection is closed.
  private mutating func handOver(
    _ token: UInt64, _ pending: PendingConnection, to session: SessionID
  ) {
    waiting[token] = nil
    guard let connection = pending.socket.take() else { return }
    do throws(SystemError) { try poller.remove(connection.rawDescriptor) } catch { return }
    var head = RecordHead()
    head.session = session
    var body = Handover()
    body.connection = UInt32(token)
    body.addressHigh = pending.peer.high
    body.addressLow = pending.peer.low
    body.port = pending.peer.port
    body.descriptor = connection.rawDescriptor
    scratch.removeAll()
    Self.append(head, body, pending.buffer, to: &scratch)
    guard Self.write(scratch, to: &gateway) else { return }
    _ = connection.release()
    gateway.publish()
    gatewayParking.signal()
  }

  private static func append(
    _ head: RecordHead, _ body: Handover, _ buffer: borrowing ByteBuffer,
    to scratch: inout RecordBuffer
  ) {
    scratch.append(head, body: body, trailing: buffer.readable)
  }

  private static func write(
    _ scratch: borrowing RecordBuffer, to gateway: inout RingProducer
  ) -> Bool {
    gateway.write(scratch.bytes)
  }
}
