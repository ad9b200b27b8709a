import Market
import MarketCore
import MarketDefinition
import Memory
import Records

/// A venue with the definition's instruments that follows its calendar, and a clock moved by the test.
struct CalendarVenue: ~Copyable {
  private var venue = Venue(limits: .small, seed: HashSeed(rawValue: 1))
  private var events = RecordBuffer(capacity: Venue.eventBytesPerApply)
  private var command = RecordBuffer(capacity: Limits.recordBytes)
  private var scheduled = ScheduledPhases()
  private let plan: PhasePlan
  /// The phases that it has entered, in their order, with who has set them.
  private(set) var entered: [String] = []

  init(_ definition: Definition) {
    var changes = ReferenceChanges(since: ReferenceIndex())
    var records = RecordBuffer(capacity: 65_536)
    changes.apply(definition) { records.append(record: $0) }
    plan = PhasePlan(definition: definition, index: changes.updatedIndex)
    var offset = 0
    while offset < records.count {
      let end = offset + Int(records.bytes.loadHead(at: offset).length)
      events.removeAll()
      venue.apply(records.bytes.extracting(offset..<end), into: &events)
      offset = end
    }
  }

  /// The venue begins, or looks at the calendar again: what it journals.
  @discardableResult
  mutating func look(at now: Instant) -> [SchedulePhase] {
    let steps = plan.steps(now: now, since: scheduled)
    for step in steps {
      apply(.schedulePhase, step, at: now)
      scheduled.note(step)
    }
    tick(at: now)
    return steps
  }

  /// Ticks until everything is done that is due.
  mutating func tick(at now: Instant) {
    while venue.hasTimerDue(at: now) || venue.hasPendingWork { apply(.tick, UInt64(0), at: now) }
  }

  /// When the venue wants a tick next.
  var nextTimer: Instant? { venue.nextTimer }

  /// The phase of the first instrument.
  var phase: String {
    venue.phase(of: InstrumentID(rawValue: 1)).map { "\($0)" } ?? "none"
  }

  private mutating func apply<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, at now: Instant
  ) {
    var head = RecordHead()
    head.typeCode = type.rawValue
    head.time = now
    command.removeAll()
    command.append(head, body: body)
    events.removeAll()
    step(&venue, command, into: &events)
    entered += phases(of: events)
  }
}

private func step(
  _ venue: inout Venue, _ command: borrowing RecordBuffer, into events: inout RecordBuffer
) {
  venue.apply(command.bytes, into: &events)
}

/// The phases that events tell; one that the calendar has not set names its cause.
private func phases(of events: borrowing RecordBuffer) -> [String] {
  let bytes = events.bytes
  var phases: [String] = []
  var offset = 0
  while offset < bytes.byteCount {
    let head = bytes.loadHead(at: offset)
    let record = bytes.extracting(offset..<offset + Int(head.length))
    offset += Int(head.length)
    guard head.typeCode == EventType.phaseChanged.rawValue else { continue }
    let body = record.loadBody(PhaseChanged.self)
    let phase = TradingPhase(rawValue: body.phaseCode).map { "\($0)" } ?? "?"
    phases.append(body.cause == 1 ? phase : "\(phase) by \(body.cause)")
  }
  return phases
}
