import Funds
import Market
import Matching
import Memory
import Records
import Titles

extension Venue {
  mutating func performDefinition(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) {
    do throws(DefinitionRefusal) {
      switch type {
      case .defineFirm: try define(load(DefineFirm.self, command))
      case .defineSession: try define(load(DefineSession.self, command))
      case .defineInstrument:
        let body = try load(DefineInstrument.self, command)
        try define(body, into: &events)
        let words = InstrumentWords(command, length: body.attributesLength)
        reference.words[body.instrument.rawValue] = words
      case .defineWarehouse: try define(load(DefineWarehouse.self, command))
      case .admitDocument: try admit(load(AdmitDocument.self, command))
      case .defineCounterparties:
        try define(load(DefineCounterparties.self, command), command)
      case .creditFunds, .defineCurrency, .setFixing:
        try performMoney(type, command, into: &events)
      case .defineEntitlement: try define(load(DefineEntitlement.self, command), into: &events)
      default: preconditionFailure("the caller has sorted the commands")
      }
    } catch {
      refuse(error.reason, detail: error.detail, request: error.request, into: &events)
    }
  }

  func load<Body: BitwiseCopyable>(_ type: Body.Type, _ command: RawSpan)
    throws(DefinitionRefusal) -> Body
  {
    guard Int(cause.bodyLength) >= MemoryLayout<Body>.size,
      RecordHead.byteCount + MemoryLayout<Body>.size <= command.byteCount
    else { throw DefinitionRefusal(.invalidValue, Int64(cause.bodyLength)) }
    return command.loadBody(type)
  }

  private mutating func define(_ body: DefineFirm) throws(DefinitionRefusal) {
    let number = body.firm.rawValue
    try checkNumber(number, count: reference.firmCount, capacity: reference.firms.capacity)
    guard let state = FirmState(rawValue: body.state), !body.code.text.isEmpty else {
      throw DefinitionRefusal(.invalidValue, Int64(body.state))
    }
    for other in 1..<(reference.firmCount + 1)
    where other != number && reference.firms[other].code == body.code {
      throw DefinitionRefusal(.duplicateCode, Int64(other))
    }
    // Live orders know their owner: in a new group the firm could trade with itself by them.
    let group = body.controlGroup == 0 ? number : body.controlGroup
    let isSame = number > reference.firmCount || reference.firms[number].controlGroup == group
    guard isSame || accountBooks.count(body.firm, nil, in: nil, of: nil) == 0 else {
      throw DefinitionRefusal(.invalidValue, Int64(group))
    }
    let oldGroup = reference.firms[number].controlGroup
    reference.firms[number].code = body.code
    reference.firms[number].controlGroup = group
    reference.firms[number].state = state
    reviewNegotiation()
    reference.firms[number].isOperator = body.isOperator != 0
    reference.firms[number].clearingMember = body.clearingMember
    reference.firms[number].broker = body.broker
    reference.firmCount = max(reference.firmCount, number)
    reference.noteSharing(of: oldGroup)
    reference.noteSharing(of: group)
  }

  private mutating func define(_ body: DefineSession) throws(DefinitionRefusal) {
    let number = body.session.rawValue
    try checkNumber(number, count: reference.sessionCount, capacity: reference.sessions.capacity)
    guard body.firm == .none || reference.knows(body.firm) else {
      throw DefinitionRefusal(.unknownFirm, Int64(body.firm.rawValue))
    }
    guard let role = SessionRole(rawValue: body.roleCode), !body.compID.text.isEmpty else {
      throw DefinitionRefusal(.invalidValue, Int64(body.roleCode))
    }
    for other in 1..<(reference.sessionCount + 1)
    where other != number && reference.sessions[other].compID == body.compID
      && reference.sessions[other].subID == body.subID
    {
      throw DefinitionRefusal(.duplicateCode, Int64(other))
    }
    let before = reference.sessions[number]
    reference.sessions[number].firm = body.firm
    reference.sessions[number].role = role
    reference.sessions[number].isEnabled = body.state == 1
    reference.sessions[number].compID = body.compID
    reference.sessions[number].subID = body.subID
    reference.sessionCount = max(reference.sessionCount, number)
    reference.chooseInstitutions()
    if role == .warehouse || before.role == .warehouse {
      reference.chooseSessions(ofWarehousesOf: before.firm)
      reference.chooseSessions(ofWarehousesOf: body.firm)
    }
    reference.chooseMailbox(of: before.firm, behind: body.session)
    reference.chooseMailbox(of: body.firm, behind: body.session)
  }

  private mutating func define(_ body: DefineWarehouse) throws(DefinitionRefusal) {
    let number = body.warehouse
    try checkNumber(
      number, count: reference.warehouseCount, capacity: reference.warehouses.capacity)
    guard Warehouse.isGrade(body.grade) else {
      throw DefinitionRefusal(.invalidValue, Int64(body.grade))
    }
    for other in 1..<(reference.warehouseCount + 1)
    where other != number && reference.warehouses[other].code == body.code {
      throw DefinitionRefusal(.duplicateCode, Int64(other))
    }
    let before = reference.warehouses[number]
    let isSame = number <= reference.warehouseCount && before.definedGrade == body.grade
    reference.warehouses[number] = Warehouse(
      code: body.code, firm: body.firm, grade: isSame ? before.grade : body.grade,
      definedGrade: body.grade, isBonded: body.bonded != 0,
      depositMultiple: body.depositMultiple, isHalted: before.isHalted,
      situation: before.situation)
    reference.warehouseCount = max(reference.warehouseCount, number)
    reference.chooseSessions(ofWarehousesOf: body.firm)
  }

  /// Definitions number their things densely from 1; one that is known is defined anew.
  func checkNumber(_ number: UInt32, count: UInt32, capacity: Int) throws(DefinitionRefusal) {
    guard number >= 1, number <= count + 1 else {
      throw DefinitionRefusal(.numberOutOfOrder, Int64(count) + 1)
    }
    guard Int(number) < capacity else {
      throw DefinitionRefusal(.limitReached, Int64(capacity) - 1)
    }
  }
}

/// Why a definition, a document or a credit is not taken.
struct DefinitionRefusal: Error {
  let reason: CommandRefusal
  let detail: Int64
  /// The operator's request, where it is the operator's; zero else.
  let request: UInt32

  init(_ reason: CommandRefusal, _ detail: Int64, request: UInt32 = 0) {
    self.reason = reason
    self.detail = detail
    self.request = request
  }
}
