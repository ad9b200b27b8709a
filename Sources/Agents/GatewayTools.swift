public import FIX44
import FIXWire
import Linux
import Market
import Memory
public import OrderEntry
import Records
public import Storage

/// What all sessions of a gateway share: parser, validator, encoder, and the ways out.
///
/// Owner: the gateway's thread. One message is in `index` and one in `encoder` at a time.
public struct GatewayTools: ~Copyable {
  var index = FieldIndex()
  var timestamps = TimestampReader()
  var validator: MessageValidator
  var decoder = OrderEntryDecoder()
  var encoder = MessageEncoder(capacity: GatewayLimits.outboundMessageBytes)
  var scratch = RecordBuffer(capacity: Limits.recordBytes)
  var port: CommandPort
  var passwords: PasswordPort
  var store: SessionStore
  /// What is read and what is to be sent has a buffer only while there is something.
  var inboundBuffers: BufferPool
  var outboundBuffers: BufferPool
  /// Where the events stand that wait for sessions.
  var positions: PositionBlocks
  var notices: NoticeWriter
  /// The sessions that are told phases, by number.
  private(set) var statusSessions: [UInt32] = []
  /// Behind the last event of an earlier process: what the operator did before is in the setups.
  var startEnd: UInt64 = 0
  /// Bytes of a segment of the event log.
  var segmentBytes = 1
  /// The figures of the gateway and of its sessions.
  let counters: CounterFile
  /// The gateway's own.
  let figures: CounterBlock
  private var isFullTold = false
  let firmCodes: FirmCodes
  /// Where the messages come from that drop copies show.
  public var origins = Origins(capacity: 0)
  /// What of copies is the same for all who are told them.
  var copyBodies = CopyBodies()
  let marketUTCOffsetSeconds: Int32
  /// Whether new work is taken.
  let intake: Intake

  public init(
    serving host: SessionHost, dictionary: FIX44Dictionary, port: consuming CommandPort,
    passwords: consuming PasswordPort, store: consuming SessionStore,
    notices: consuming NoticeWriter, firmCodes: consuming FirmCodes, marketUTCOffsetSeconds: Int32,
    counters: CounterFile, intake: Intake, spareBuffers: Int = GatewayLimits.spareBuffers,
    positionBlocks: Int = GatewayLimits.positionBlocks
  ) {
    positions = PositionBlocks(blocks: positionBlocks)
    inboundBuffers = BufferPool(bufferBytes: GatewayLimits.inboundBytes, spare: spareBuffers)
    outboundBuffers = BufferPool(bufferBytes: GatewayLimits.outboundBytes, spare: spareBuffers)
    validator = MessageValidator(dictionary, forwards: false)
    self.port = port
    self.passwords = passwords
    self.store = store
    self.notices = notices
    self.firmCodes = firmCodes
    self.marketUTCOffsetSeconds = marketUTCOffsetSeconds
    self.counters = counters
    self.intake = intake
    figures = counters[CounterLayout.block(of: host)]
  }

  /// A session is told phases from now on, or is not any more.
  mutating func noteStatus(of session: SessionID, isTold: Bool) {
    statusSessions.removeAll { $0 == session.rawValue }
    if isTold { statusSessions.append(session.rawValue) }
  }

  /// Takes note of the log that the gateway reads, as it is at its start.
  mutating func note(_ events: EventLog) {
    startEnd = events.committedPosition
    segmentBytes = events.segmentBytes
  }

  /// Whether a message of `byteCount` bytes could be stored for the session now, and the administrative
  /// ones that may follow it. What can't be stored must not be numbered; a full disk is told once.
  mutating func makeRoom(for byteCount: Int, of session: SessionID) -> Bool {
    let further = GatewayLimits.administrativeBytes
    if store.makeRoom(for: byteCount, further: further, of: session) {
      if isFullTold && store.lastRoomError == nil { isFullTold = false }
      return true
    }
    tellFull(session)
    return false
  }

  /// Stores the encoder's message. False where there is no room for it: then it must not be sent.
  mutating func storeMessage(_ head: StoredMessageHead) -> Bool {
    do throws(SystemError) {
      try Self.append(head, encoder, to: &store)
      return true
    } catch {
      tellFull(head.session)
      return false
    }
  }

  private static func append(
    _ head: StoredMessageHead, _ encoder: borrowing MessageEncoder, to store: inout SessionStore
  ) throws(SystemError) {
    try store.append(head, encoder.message)
  }

  private mutating func tellFull(_ session: SessionID) {
    if isFullTold { return }
    isFullTold = true
    var notice = Notice(.storeFull)
    notice.session = session
    notice.detail = UInt32(store.lastRoomError?.code ?? 0)
    notices.write(notice)
  }

  /// Tells what was found wrong in the session store: an alarm.
  mutating func tellStoreFault(_ notice: Notice) {
    notices.write(notice)
    figures.add(1, at: GatewayCounter.storeFaults.rawValue)
  }

  /// Journals a record that no application message stands behind.
  mutating func publish<Body: BitwiseCopyable>(
    _ type: CommandType, _ head: RecordHead, _ body: Body
  ) {
    var head = head
    head.typeCode = type.rawValue
    scratch.removeAll()
    scratch.append(head, body: body)
    port.write(scratch)
  }
}
