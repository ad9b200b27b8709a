import Market
import Memory
import Records

/// The operator halts, resumes, opens and closes parts of the market (rule book Art. 49).
///
/// A halt is kept by scope: who halts the venue and a warehouse lifts both. An instrument is halted while one scope that
/// it is in is, and its phase is all that an order looks at; a warehouse that is halted sells nothing that lies there.
extension Venue {
  /// What an action would do; or why it is refused.
  func judge(_ set: ControlMarket) throws(DefinitionRefusal) -> ActionPreview {
    let control = try marketControl(set)
    var preview = ActionPreview()
    for number in 1..<(reference.instrumentCount + 1) {
      let instrument = reference.instruments[number]
      guard control.changes(instrument) else { continue }
      preview.instruments += 1
      switch control.action {
      case .halt, .close: preview.orders += instrument.liveOrders
      case .resume, .open: break
      }
    }
    guard preview.instruments > 0 || changesWarehouse(control) else {
      throw DefinitionRefusal(staysHalted(control) ? .halted : .unchanged, 0)
    }
    return preview
  }

  mutating func perform(
    _ set: ControlMarket, _ reason: ReasonText, into events: inout RecordBuffer
  ) throws(DefinitionRefusal) {
    let control = try marketControl(set)
    var controlled = MarketControlled()
    controlled.subject = set.subject
    controlled.actionCode = set.actionCode
    controlled.scopeCode = set.scopeCode
    controlled.situationCode = set.situationCode
    controlled.instruments = try judge(set).instruments
    controlled.request = set.request
    controlled.uid = set.uid
    controlled.reason = reason
    events.append(eventHead(.marketControlled, for: .venue), body: controlled)
    perform(control, into: &events)
  }

  /// The reason that stands behind the body of a command.
  func reason<Body: BitwiseCopyable>(
    in command: RawSpan, behind body: Body.Type, _ length: UInt16
  ) throws(DefinitionRefusal) -> ReasonText {
    let start = RecordHead.byteCount + MemoryLayout<Body>.size
    let end = start + Int(length)
    guard end <= RecordHead.byteCount + Int(cause.bodyLength), end <= command.byteCount,
      let reason = ReasonText(command.extracting(start..<end))
    else { throw DefinitionRefusal(.invalidValue, Int64(length)) }
    return reason
  }

  /// What a command says, where all that it names exists.
  private func marketControl(_ set: ControlMarket) throws(DefinitionRefusal) -> MarketControl {
    guard let action = MarketAction(rawValue: set.actionCode) else {
      throw DefinitionRefusal(.invalidValue, Int64(set.actionCode))
    }
    guard let scope = MarketScope(rawValue: set.scopeCode) else {
      throw DefinitionRefusal(.invalidValue, Int64(set.scopeCode))
    }
    let situation = AbnormalSituation(rawValue: set.situationCode)
    guard (situation != nil) == (action == .halt), situation != nil || set.situationCode == 0,
      set.subject.isEmpty == (scope == .venue)
    else { throw DefinitionRefusal(.invalidValue, Int64(set.situationCode)) }
    var control = MarketControl(
      action: action, scope: scope, situation: situation, commodity: set.subject)
    switch scope {
    case .venue: break
    case .instrument:
      guard let id = reference.instrument(Symbol(set.subject)), reference[id].trades
      else { throw DefinitionRefusal(.unknownInstrument, 0) }
      control.instrument = Symbol(set.subject)
    case .warehouse:
      guard let number = reference.warehouse(CompID(set.subject)) else {
        throw DefinitionRefusal(.unknownWarehouse, 0)
      }
      control.warehouse = number
    case .commodity:
      guard hasInstrument(of: control) else { throw DefinitionRefusal(.unknownCommodity, 0) }
    }
    return control
  }

  private func hasInstrument(of control: MarketControl) -> Bool {
    for number in 1..<(reference.instrumentCount + 1)
    where control.concerns(reference.instruments[number]) { return true }
    return false
  }

  /// Whether what is to open or close is all halted.
  private func staysHalted(_ control: MarketControl) -> Bool {
    switch control.action {
    case .halt, .resume: return false
    case .open, .close: break
    }
    for number in 1..<(reference.instrumentCount + 1)
    where control.concerns(reference.instruments[number]) && reference.instruments[number].isHeld {
      return true
    }
    return false
  }

  /// Whether it halts or resumes a warehouse: its documents are sold in other instruments too.
  private func changesWarehouse(_ control: MarketControl) -> Bool {
    guard control.scope == .warehouse else { return false }
    let isHalted = reference.warehouses[control.warehouse].isHalted
    switch control.action {
    case .halt: return !isHalted
    case .resume: return isHalted
    case .open, .close: return false
    }
  }

  private mutating func perform(_ control: MarketControl, into events: inout RecordBuffer) {
    if changesWarehouse(control) {
      reference.warehouses[control.warehouse].isHalted = control.action == .halt
      reference.warehouses[control.warehouse].situation = control.situation
    }
    for number in 1..<(reference.instrumentCount + 1)
    where control.changes(reference.instruments[number]) {
      perform(control, on: InstrumentID(rawValue: number), into: &events)
    }
  }

  private mutating func perform(
    _ control: MarketControl, on id: InstrumentID, into events: inout RecordBuffer
  ) {
    switch control.action {
    case .halt:
      reference[id].halts.insert(HaltScopes(control.scope))
      reference[id].situation = control.situation
      enter(WaitingPhase(phase: .halted, cause: .venueOperator), of: id, into: &events)
    case .resume:
      let left = reference[id].halts.subtracting(HaltScopes(control.scope))
      if left.isEmpty { return liftHalt(of: id, into: &events) }
      reference[id].halts = left
    case .open:
      followOperator(id, to: .open, into: &events)
      enter(WaitingPhase(phase: .open, cause: .venueOperator), of: id, into: &events)
    case .close:
      followOperator(id, to: .closed, into: &events)
      enter(WaitingPhase(phase: .closed, cause: .venueOperator), of: id, into: &events)
    }
  }

  /// An instrument that is new, or lies at another warehouse, is halted by the scopes that are.
  mutating func reviewHalts(of id: InstrumentID, into events: inout RecordBuffer) {
    let instrument = reference[id]
    guard instrument.trades else { return }
    var halts = instrument.halts.intersection(HaltScopes(.instrument))
    var situation = instrument.situation
    for number in 1..<(reference.instrumentCount + 1) {
      let other = reference.instruments[number]
      var shared = other.halts.intersection(HaltScopes(.venue))
      if other.symbol.commodity == instrument.symbol.commodity {
        shared.formUnion(other.halts.intersection(HaltScopes(.commodity)))
      }
      if !shared.isEmpty { situation = situation ?? other.situation }
      halts.formUnion(shared)
    }
    let warehouse = reference.warehouses[instrument.warehouse]
    if warehouse.isHalted {
      halts.insert(HaltScopes(.warehouse))
      situation = situation ?? warehouse.situation
    }
    guard halts != instrument.halts else { return }
    if halts.isEmpty { return liftHalt(of: id, into: &events) }
    reference[id].halts = halts
    reference[id].situation = situation
    guard !instrument.isHeld else { return }
    enter(WaitingPhase(phase: .halted, cause: .venueOperator), of: id, into: &events)
  }
}
