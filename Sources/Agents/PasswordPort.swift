public import Linux
import Market
import Records
public import Rings
import Secrets

/// A session's demand to change its password, on its way from the gateway to the doorkeeper. Both passwords
/// follow it.
struct PasswordDemand: BitwiseCopyable {
  var shownLength: UInt16 = 0
  var nextLength: UInt16 = 0
  /// 1 where it may have been carried out before.
  var isRepeated: UInt8 = 0
  var reserved0: UInt8 = 0
  var reserved1: UInt16 = 0
}

/// The gateway's end of its way to the doorkeeper: what sessions ask about their passwords. Nothing of them
/// stays in its memory.
public struct PasswordPort: ~Copyable {
  /// Demands that wait for the doorkeeper; one more is refused.
  static var demandsMax: Int { 16 }
  /// Bytes of the ring: all demands at once, however long.
  static var ringBytes: Int { 1 << 14 }
  /// More bytes than a password has are as wrong as these.
  private static var passwordBytes: Int { PasswordRules.byteCounts.upperBound + 1 }

  private var ring: RingProducer
  private let desk: PasswordDesk
  private var scratch = RecordBuffer(capacity: 512)
  /// Demands without an answer.
  private var pending = 0

  init(_ ring: consuming RingProducer, desk: PasswordDesk) {
    self.ring = ring
    self.desk = desk
  }

  /// Asks for a change; false where too many wait.
  mutating func ask(
    _ session: SessionID, isRepeated: Bool, shown: RawSpan, next: RawSpan
  ) -> Bool {
    guard pending < Self.demandsMax else { return false }
    let shown = shown.extracting(first: Self.passwordBytes)
    let next = next.extracting(first: Self.passwordBytes)
    var head = RecordHead()
    head.session = session
    var body = PasswordDemand()
    body.shownLength = UInt16(shown.byteCount)
    body.nextLength = UInt16(next.byteCount)
    body.isRepeated = isRepeated ? 1 : 0
    let size = RecordHead.byteCount + MemoryLayout<PasswordDemand>.size
    let start = scratch.append(
      head, body: body, trailingByteCount: shown.byteCount + next.byteCount)
    Self.store(shown, at: start + size, into: &scratch)
    Self.store(next, at: start + size + shown.byteCount, into: &scratch)
    Self.write(scratch, to: &ring)
    scratch.wipe()
    ring.publish()
    desk.doorkeeper.signal()
    pending += 1
    return true
  }

  /// The doorkeeper has answered one.
  mutating func didAnswer() {
    precondition(pending > 0, "an answer is that to a demand")
    pending -= 1
  }

  private static func write(_ scratch: borrowing RecordBuffer, to ring: inout RingProducer) {
    let fits = ring.write(scratch.bytes)
    precondition(fits, "the ring holds as many demands as may wait")
  }

  private static func store(_ bytes: RawSpan, at place: Int, into buffer: inout RecordBuffer) {
    let span = Span<UInt8>(_bytes: bytes)
    for index in span.indices { buffer.store(span[index], at: place + index) }
  }
}

/// The way from the gateway to the doorkeeper, and to who judges passwords.
@frozen
public struct PasswordWay: ~Copyable {
  /// The gateway's end.
  public let port: PasswordPort
  /// The doorkeeper's ends.
  public let demands: RingConsumer
  public let desk: PasswordDesk

  /// `keep` keeps the passwords that sessions change.
  public init(keeping keep: @escaping PasswordChange) throws(SystemError) {
    self.init(to: try PasswordDesk(keeping: keep))
  }

  /// One more way to the same desk, of another gateway.
  public init(to desk: PasswordDesk) {
    let ring = Ring.make(capacityBytes: PasswordPort.ringBytes)
    self.desk = desk
    port = PasswordPort(ring.producer, desk: desk)
    demands = ring.consumer
  }
}

/// A demand as the doorkeeper keeps it.
struct ReceivedDemand {
  let session: SessionID
  let shown: Secret
  let next: Secret
  let isRepeated: Bool

  /// Reads the gateway's record.
  init(_ record: RawSpan) {
    let body = record.loadBody(PasswordDemand.self)
    let start = RecordHead.byteCount + MemoryLayout<PasswordDemand>.size
    let middle = start + Int(body.shownLength)
    session = record.loadHead().session
    shown = Secret(record.extracting(start..<middle))
    next = Secret(record.extracting(middle..<middle + Int(body.nextLength)))
    isRepeated = body.isRepeated == 1
  }
}
