import Linux
import Market
import MarketCore
import Memory
import Records
import Storage

func text16(_ text: String) -> Text16 {
  guard let value = Text16(text) else { preconditionFailure("\(text) fits 16 bytes") }
  return value
}

func text32(_ text: String) -> Text32 {
  guard let value = Text32(text) else { preconditionFailure("\(text) fits 32 bytes") }
  return value
}

/// The head of a record as session 3 would cause it.
func head(_ type: CommandType, _ sequence: UInt64, session: UInt32 = 0) -> RecordHead {
  var head = RecordHead()
  head.typeCode = type.rawValue
  head.sequence = Sequence(rawValue: sequence)
  head.time = Instant(nanoseconds: 1_795_000_000_000_000_000 + Int64(sequence))
  head.session = SessionID(rawValue: session)
  head.epoch = Epoch(rawValue: session == 0 ? 0 : 1)
  head.msgSeqNum = MsgSeqNum(rawValue: session == 0 ? 0 : sequence)
  return head
}

/// An order to buy 50 t of copper, with two documents.
func sampleOrder() -> NewOrder {
  var order = NewOrder()
  order.clOrdID = ClOrdID(text32("A 1"))
  order.symbol = Symbol(text16("CU-BW-A"))
  order.sideCode = Side.buy.rawValue
  order.ordTypeCode = OrdType.limit.rawValue
  order.timeInForceCode = TimeInForce.immediateOrCancel.rawValue
  order.orderQty = Quantity(thousandths: 50_000)
  order.price = Price(tenThousandths: 684_505_000)
  order.cashMarginCode = CashMargin.performanceGuarantee.rawValue
  order.documentCount = 2
  return order
}

/// The first record of a small log.
func opened() -> LogOpened {
  var opened = LogOpened()
  opened.coreVersion = Venue.coreVersion
  opened.formatVersion = RecordHead.formatVersion
  opened.hashSeed = 7
  opened.logID = 42
  opened.orders = 2_048
  opened.documents = 1_024
  return opened
}

/// A small log: opened, a firm and a session defined, some ticks; one batch for each number.
struct SampleLog: ~Copyable {
  private var venue: Venue
  private var log: CommandLog
  private var writer: EventWriter
  private var digest = EventDigest()

  init(in directory: borrowing StorageDirectory) throws {
    let commands = try CommandLog.open(
      in: directory, coreVersion: Venue.coreVersion, newLogID: 42)
    let events = try EventLog.open(in: directory, following: commands)
    writer = try events.makeWriter()
    log = commands
    venue = Venue(limits: VenueLimits(opened()), seed: HashSeed(rawValue: 7))
  }

  /// Writes a batch; what its header says of the batch before is `digest`, or a lie.
  mutating func write(
    isTrue: Bool = true, counting lack: UInt32 = 0, _ append: (inout RecordBuffer) -> UInt64
  ) throws {
    var batch = RecordBuffer(capacity: 1 << 16)
    var header = BatchHeader()
    header.previousEventCount = digest.count
    header.previousEventCRC = isTrue ? digest.crc : ~digest.crc
    header.eventPosition = writer.position
    let first = log.nextSequence.rawValue
    batch.append(head(.batch, first), body: header)
    let start = batch.count
    let last = append(&batch)
    header.commandCount = UInt32(last - first + 1) + lack
    batch.store(header, at: RecordHead.byteCount)
    _ = try log.append(&batch)
    apply(batch, from: start)
    digest = writer.publish()
  }

  /// What a venue makes first, and `ticks` more commands.
  mutating func writeStart() throws {
    try write { batch in
      batch.append(head(.logOpened, 1), body: opened())
      var firm = DefineFirm()
      firm.firm = FirmID(rawValue: 1)
      firm.code = CompID(text16("DLR001"))
      firm.state = 1
      batch.append(head(.defineFirm, 2), body: firm)
      var session = DefineSession()
      session.session = SessionID(rawValue: 1)
      session.firm = FirmID(rawValue: 1)
      session.compID = CompID(text16("DLR001"))
      session.roleCode = SessionRole.dealer.rawValue
      session.state = 1
      batch.append(head(.defineSession, 3), body: session)
      return 3
    }
    try write { batch in
      batch.append(head(.newOrder, 4, session: 1), body: sampleOrder(), trailingByteCount: 64)
      return 4
    }
  }

  private mutating func apply(_ batch: borrowing RecordBuffer, from start: Int) {
    var offset = start
    while offset < batch.count {
      let end = offset + Int(batch.bytes.loadHead(at: offset).length)
      let hasRoom = writer.makeRoom(for: Venue.eventBytesPerApply)
      precondition(hasRoom, "a small log has room")
      venue.apply(batch.bytes.extracting(offset..<end), into: &writer.records)
      offset = end
    }
  }
}
