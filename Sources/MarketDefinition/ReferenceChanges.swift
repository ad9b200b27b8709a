public import Market
import Records

/// The commands that bring a log's reference data to what a definition says, and the difference in words.
public struct ReferenceChanges: ~Copyable {
  /// One line per change: `+` new, `~` changed, `!` what can't be changed this way.
  public internal(set) var lines: [String] = []
  /// How many commands there are.
  public internal(set) var commandCount = 0
  var index: ReferenceIndex
  var scratch = RecordBuffer(capacity: Limits.recordBytes)
  /// The terms of the log's instruments that are in force; nil where nobody says them, and then all may change.
  var inForce: [Symbol: DefineInstrument]?

  /// Compares with what `index` has taken from the log, and with the terms of its instruments that are in force.
  public init(since index: ReferenceIndex, inForce: [Symbol: DefineInstrument]? = nil) {
    self.index = index
    self.inForce = inForce
  }

  /// The index with everything of the definition in it.
  public var updatedIndex: ReferenceIndex { index }

  /// Gives each command of the difference to `publish`, as a record without sequence and time.
  public mutating func apply(
    _ definition: Definition, publish: (RawSpan) -> Void
  ) {
    let numbers = numbers(of: definition.firms)
    for firm in definition.firms {
      define(firm, among: definition.firms, numbers, publish)
    }
    if index.approvals != nil || definition.venue.approvals != ApprovalsDefinition() {
      let command = definition.venue.approvals.command
      emit(.defineApprovals, command, "", "approvals", index.approvals, publish)
    }
    for firm in definition.firms { defineCounterparties(of: firm, publish) }
    for currency in definition.venue.currencies { define(currency, publish) }
    for warehouse in definition.warehouses { define(warehouse, publish) }
    for instrument in definition.instruments {
      define(instrument, in: definition, publish)
    }
    for session in definition.sessions { define(session, publish) }
    for session in definition.sessions { defineCopies(of: session, publish) }
    defineMonitors(of: definition.venue, publish)
    admit(definition.documents, publish)
    credit(definition.funds, publish)
    reportMissing(definition)
  }

  private mutating func define(
    _ firm: FirmDefinition, among firms: [FirmDefinition], _ numbers: [CompID: UInt32],
    _ publish: (RawSpan) -> Void
  ) {
    let known = index.firms[firm.code]
    var body = DefineFirm()
    body.firm = FirmID(rawValue: known?.number ?? UInt32(index.firms.count + 1))
    let leader =
      firm.controlGroup.isEmpty
      ? firm.code : firms.first { $0.controlGroup == firm.controlGroup }?.code
    body.controlGroup = leader.flatMap { index.firms[$0]?.number } ?? body.firm.rawValue
    body.code = firm.code
    body.state = firm.state
    body.origin = firm.origin
    body.isOperator = firm.isOperator ? 1 : 0
    body.clearingMember = FirmID(rawValue: numbers[firm.clearingMember] ?? 0)
    body.broker = FirmID(rawValue: numbers[firm.broker] ?? 0)
    let attributes = "name=\(firm.name)\n"
    body.attributesLength = UInt16(attributes.utf8.count)
    emit(.defineFirm, body, attributes, "firm \(firm.code.text)", known, publish)
  }

  /// The numbers that the firms have, or are given in their order.
  private func numbers(of firms: [FirmDefinition]) -> [CompID: UInt32] {
    var numbers = index.firms.mapValues(\.number)
    for firm in firms where numbers[firm.code] == nil {
      numbers[firm.code] = UInt32(numbers.count + 1)
    }
    return numbers
  }

  private mutating func define(_ currency: CurrencyDefinition, _ publish: (RawSpan) -> Void) {
    var body = DefineCurrency()
    body.currency = currency.code
    body.haircutBasisPoints = currency.haircutBasisPoints
    let name = String(
      decoding: (0..<3).map { UInt8(truncatingIfNeeded: currency.code >> ($0 * 8)) }, as: UTF8.self)
    emit(
      .defineCurrency, body, "", "currency \(name)", index.currencies[currency.code], publish)
    guard currency.firstFixing > 0, !index.fixed.contains(currency.code) else { return }
    var fixing = SetFixing()
    fixing.currency = currency.code
    fixing.tenMillionths = currency.firstFixing
    append(.setFixing, fixing, "", publish)
    index.fixed.insert(currency.code)
    lines.append("+ fixing of \(name)")
  }

  private mutating func define(_ warehouse: WarehouseDefinition, _ publish: (RawSpan) -> Void) {
    let known = index.warehouses[warehouse.code]
    var body = DefineWarehouse()
    body.warehouse = known?.number ?? UInt32(index.warehouses.count + 1)
    body.grade = warehouse.grade
    body.bonded = warehouse.isBonded ? 1 : 0
    body.code = warehouse.code
    body.firm = FirmID(rawValue: index.firms[warehouse.firm]?.number ?? 0)
    body.depositMultiple = warehouse.depositMultiple
    let attributes = "name=\(warehouse.name)\nplace=\(warehouse.place)\n"
    body.attributesLength = UInt16(attributes.utf8.count)
    emit(.defineWarehouse, body, attributes, "warehouse \(warehouse.code.text)", known, publish)
  }

  private mutating func define(
    _ instrument: InstrumentDefinition, in definition: Definition, _ publish: (RawSpan) -> Void
  ) {
    let known = index.instruments[instrument.code]
    var body = DefineInstrument(instrument)
    body.calls = definition.calls(of: instrument)
    body.instrument = InstrumentID(rawValue: known?.number ?? UInt32(index.instruments.count + 1))
    body.warehouse = index.warehouses[instrument.warehouse]?.number ?? 0
    keepParameters(of: instrument, in: &body)
    let attributes = definition.attributes(of: instrument)
    body.attributesLength = UInt16(attributes.utf8.count)
    emit(.defineInstrument, body, attributes, "instrument \(instrument.code.text)", known, publish)
  }

  /// A file changes no parameter that is traded by: that is published 30 days before (Art. 35). It may say what is in
  /// force.
  private mutating func keepParameters(
    of instrument: InstrumentDefinition, in body: inout DefineInstrument
  ) {
    guard let present = inForce?[instrument.code],
      let former = index.definedInstruments[instrument.code]
    else { return }
    var kept: [String] = []
    for parameter in InstrumentParameter.allCases {
      let value = body.value(of: parameter)
      guard value != former.value(of: parameter), value != present.value(of: parameter) else {
        continue
      }
      _ = body.set(parameter, to: former.value(of: parameter))
      kept.append("\(parameter.words)")
    }
    guard !kept.isEmpty else { return }
    lines.append(
      "! instrument \(instrument.code.text): \(kept.joined(separator: ", ")) as in force, whatever the file says: "
        + "changes are published 30 days before, by 'cangdan operate change' (rule book Art. 35)")
  }

  private mutating func define(_ session: SessionDefinition, _ publish: (RawSpan) -> Void) {
    let key = ReferenceIndex.SessionKey(compID: session.compID, subID: session.subID)
    let known = index.sessions[key]
    var body = DefineSession()
    body.session = SessionID(rawValue: known?.number ?? UInt32(index.sessions.count + 1))
    body.firm = FirmID(rawValue: index.firms[session.firm]?.number ?? 0)
    body.compID = session.compID
    body.subID = session.subID
    body.roleCode = session.policies.role.rawValue
    body.state = session.policies.isEnabled ? 1 : 2
    body.throttleLimit = session.policies.throttle.limit
    body.throttleWindow = session.policies.throttle.windowMilliseconds
    emit(.defineSession, body, "", "session \(session.name)", known, publish)
  }

  private mutating func admit(_ documents: [DocumentDefinition], _ publish: (RawSpan) -> Void) {
    var admitted = 0
    for document in documents where !index.documents.contains(document.document) {
      guard index.admits(document.status, at: document.warehouse) else {
        lines.append(
          "! document \(document.document.text) is not admitted: warehouse \(document.warehouse.text) has been "
            + "given a grade that brings no new receipts to the market")
        continue
      }
      index.documents.insert(document.document)
      var body = AdmitDocument()
      body.document = document.document
      body.instrument = InstrumentID(rawValue: index.instruments[document.symbol]?.number ?? 0)
      body.warehouse = index.warehouses[document.warehouse]?.number ?? 0
      body.holder = FirmID(rawValue: index.firms[document.holder]?.number ?? 0)
      body.statusCode = document.status.rawValue
      body.docType = UInt8(ascii: document.isBillOfLading ? "B" : "R")
      body.netWeight = document.netWeight
      body.premium = document.premium
      body.validUntil = document.storedUntil
      body.storedFrom = document.storedFrom
      body.version = document.version
      body.issuer = FirmID(rawValue: index.firms[document.carrier]?.number ?? 0)
      body.pledgee = FirmID(rawValue: index.firms[document.pledgee]?.number ?? 0)
      body.digest = document.digest
      body.position = document.position
      body.feePaidTo = document.feePaidTo
      body.certificateUntil = document.certificateUntil
      body.flags = document.flags
      body.attributesLength = UInt16(document.attributes.utf8.count)
      append(.admitDocument, body, document.attributes, publish)
      admitted += 1
    }
    if admitted > 0 { lines.append("+ \(admitted) title documents") }
  }

  private mutating func credit(_ funds: [FundsDefinition], _ publish: (RawSpan) -> Void) {
    if index.hasFunds || funds.isEmpty { return }
    for line in funds {
      var body = CreditFunds()
      if line.account == .deposit {
        body.warehouse = index.warehouses[line.firm]?.number ?? 0
      } else {
        body.firm = FirmID(rawValue: index.firms[line.firm]?.number ?? 0)
      }
      body.accountKind = line.account.rawValue
      body.currency = line.currency
      body.amount = line.amount
      append(.creditFunds, body, "", publish)
    }
    index.hasFunds = true
    lines.append("+ opening balances of \(funds.count) accounts")
  }

  private mutating func reportMissing(_ definition: Definition) {
    let firms = Set(definition.firms.map(\.code))
    for code in index.firms.keys.filter({ !firms.contains($0) }).map({ "\($0.text)" }).sorted() {
      lines.append(
        "! firm \(code) is no longer defined and stays as it was: set its state to exited")
    }
    let sessions = Set(
      definition.sessions.map { ReferenceIndex.SessionKey(compID: $0.compID, subID: $0.subID) })
    for name in index.sessions.keys.filter({ !sessions.contains($0) }).map(\.name).sorted() {
      lines.append("! session \(name) is no longer defined: nobody can log on as it")
    }
  }

  mutating func emit<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, _ attributes: String, _ what: String,
    _ known: ReferenceIndex.Entry?, _ publish: (RawSpan) -> Void
  ) {
    write(type, body, attributes)
    let head = scratch.bytes.loadHead()
    let used = RecordHead.byteCount..<RecordHead.byteCount + Int(head.bodyLength)
    if let known, known.crc == scratch.bytes.extracting(used).crc32c() { return }
    lines.append(known == nil ? "+ \(what)" : "~ \(what)")
    Self.note(scratch, in: &index)
    commandCount += 1
    publish(scratch.bytes)
  }

  private static func note(_ buffer: borrowing RecordBuffer, in index: inout ReferenceIndex) {
    index.note(buffer.bytes)
  }

  private mutating func append<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, _ attributes: String, _ publish: (RawSpan) -> Void
  ) {
    write(type, body, attributes)
    commandCount += 1
    publish(scratch.bytes)
  }

  private mutating func write<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, _ attributes: String
  ) {
    var head = RecordHead()
    head.typeCode = type.rawValue
    scratch.removeAll()
    scratch.append(head, body: body, text: attributes)
  }
}

extension Definition {
  /// The calls of an instrument's hours; none where it has no book.
  func calls(of instrument: InstrumentDefinition) -> CallPhases {
    instrument.bookMode == nil ? [] : venue.calendar.calls(of: instrument.hours)
  }
}
