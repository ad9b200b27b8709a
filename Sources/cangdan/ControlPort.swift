import Agents
import Market
import Operations
import Records
import Rings

/// The program's own way to the engine: reference data, calendar, operator.
struct ControlPort: ~Copyable {
  private var ring: RingProducer
  private let engine: Parking
  private var record = RecordBuffer(capacity: Limits.recordBytes)

  init(_ ring: consuming RingProducer, engine: Parking) {
    self.ring = ring
    self.engine = engine
  }

  /// Publishes a record with this body; false where the ring is full.
  mutating func write<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: SessionID = .venue
  ) -> Bool {
    var head = RecordHead()
    head.session = session
    head.typeCode = type.rawValue
    record.removeAll()
    record.append(head, body: body)
    return Self.write(record, to: &ring, engine)
  }

  /// Publishes a record of the operator's with its text; false where the ring is full.
  mutating func write(_ command: OperatorCommand) -> Bool {
    var head = RecordHead()
    record.removeAll()
    switch command {
    case .control(let body, let session, let text):
      head.typeCode = CommandType.controlSession.rawValue
      head.session = session
      record.append(head, body: body, text: text)
    case .kill(let body, let text):
      head.typeCode = CommandType.setKillSwitch.rawValue
      record.append(head, body: body, text: text)
    case .market(let body, let text):
      head.typeCode = CommandType.controlMarket.rawValue
      record.append(head, body: body, text: text)
    case .trade(let body, let text):
      head.typeCode = CommandType.controlTrade.rawValue
      record.append(head, body: body, text: text)
    case .fixing(let body):
      head.typeCode = CommandType.setFixing.rawValue
      record.append(head, body: body)
    case .netRun(let body, let text):
      head.typeCode = CommandType.clearNet.rawValue
      record.append(head, body: body, text: text)
    case .reserve(let body, let text):
      head.typeCode = CommandType.useReserve.rawValue
      record.append(head, body: body, text: text)
    case .answer(let body, let text):
      head.typeCode = CommandType.answerInstruction.rawValue
      record.append(head, body: body, text: text)
    case .title(let body, let text):
      head.typeCode = CommandType.requestTitle.rawValue
      record.append(head, body: body, text: text)
    case .grade(let body, let text):
      head.typeCode = CommandType.gradeWarehouse.rawValue
      record.append(head, body: body, text: text)
    case .recon(let body):
      head.typeCode = CommandType.reportRecon.rawValue
      record.append(head, body: body)
    }
    return Self.write(record, to: &ring, engine)
  }

  /// Publishes a record as it is; false where the ring is full.
  mutating func write(record: RawSpan) -> Bool {
    guard ring.write(record) else { return false }
    ring.publish()
    engine.signal()
    return true
  }

  private static func write(
    _ record: borrowing RecordBuffer, to ring: inout RingProducer, _ engine: Parking
  ) -> Bool {
    guard ring.write(record.bytes) else { return false }
    ring.publish()
    engine.signal()
    return true
  }
}
