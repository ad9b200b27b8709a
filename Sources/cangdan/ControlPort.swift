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

  /// Publishes a record with this body and a text behind it; false where the ring is full.
  mutating func write<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, _ text: String = "", session: SessionID = .venue
  ) -> Bool {
    var head = RecordHead()
    head.session = session
    head.typeCode = type.rawValue
    record.removeAll()
    record.append(head, body: body, text: text)
    return Self.write(record, to: &ring, engine)
  }

  /// Publishes a record of the operator's with its text; false where the ring is full.
  mutating func write(_ command: OperatorCommand) -> Bool {
    switch command {
    case .control(let body, let session, let text):
      write(.controlSession, body, text, session: session)
    case .kill(let body, let text): write(.setKillSwitch, body, text)
    case .market(let body, let text): write(.controlMarket, body, text)
    case .decide(let body, let text): write(.decideApproval, body, text)
    case .trade(let body, let text): write(.controlTrade, body, text)
    case .fixing(let body): write(.setFixing, body)
    case .netRun(let body, let text): write(.clearNet, body, text)
    case .reserve(let body, let text): write(.useReserve, body, text)
    case .auction(let body, let text): write(.controlAuction, body, text)
    case .application(let body, let documents): write(.applyAuction, body, documents)
    case .news(let body, let text): write(.publishNews, body, text)
    case .change(let body, let text): write(.changeParameter, body, text)
    case .withdrawal(let body, let text): write(.withdrawChange, body, text)
    case .answer(let body, let text): write(.answerInstruction, body, text)
    case .title(let body, let text): write(.requestTitle, body, text)
    case .grade(let body, let text): write(.gradeWarehouse, body, text)
    case .recon(let body): write(.reportRecon, body)
    }
  }

  /// Publishes an application with the documents that it names; false where the ring is full.
  private mutating func write(
    _ type: CommandType, _ body: ApplyAuction, _ documents: [TitleDocID]
  ) -> Bool {
    var head = RecordHead()
    head.typeCode = type.rawValue
    record.removeAll()
    record.append(head, body: body, trailing: RawSpan(_elements: documents.span))
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
