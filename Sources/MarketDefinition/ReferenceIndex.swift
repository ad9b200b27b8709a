public import Market
import Records
import Titles

/// The reference data that a command log holds: which numbers its codes have, and what was said last.
///
/// Numbers given once stay for ever, so a changed definition is read against this index.
public struct ReferenceIndex {
  /// What was last said of a code.
  struct Entry: Equatable {
    var number: UInt32
    /// CRC32C of the body and attributes.
    var crc: UInt32
  }

  var firms: [CompID: Entry] = [:]
  /// CRC32C of what was last said of a firm's counterparties.
  var counterparties: [FirmID: UInt32] = [:]
  var warehouses: [CompID: Entry] = [:]
  var instruments: [Symbol: Entry] = [:]
  /// How they were defined last.
  var definedInstruments: [Symbol: DefineInstrument] = [:]
  var sessions: [SessionKey: Entry] = [:]
  /// Whose copies sessions get, by the number of the session.
  var entitlements: [UInt32: Entry] = [:]
  var documents: Set<TitleDocID> = []
  /// How warehouses were defined last, and the grades that they were given since.
  var definedWarehouses: [CompID: DefineWarehouse] = [:]
  var givenGrades: [CompID: UInt8] = [:]
  /// By the code of the currency.
  var currencies: [UInt32: Entry] = [:]
  /// The thresholds in force; nil where none were ever defined.
  var monitors: Entry?
  /// Currencies that have a fixing: a definition gives the first one only.
  var fixed: Set<UInt32> = []
  /// What two persons do; nil where nothing was said.
  var approvals: Entry?
  /// Whether money has been credited: opening balances belong to the beginning of a log.
  var hasFunds = false

  /// A session's identity at the venue.
  public struct SessionKey: Hashable, Sendable, BitwiseCopyable {
    public let compID: CompID
    public let subID: CompID
    public init(compID: CompID, subID: CompID) {
      self.compID = compID
      self.subID = subID
    }

    /// As it stands in messages to the operator.
    public var name: String {
      subID.text.isEmpty ? "\(compID.text)" : "\(compID.text)/\(subID.text)"
    }
  }

  public init() {}

  /// Takes note of one record of the log where the venue has taken it, as its events say. What it has refused
  /// is not there, and is tried again when the log is gone on with; but not a document that it has already.
  public mutating func note(_ record: RawSpan, told events: RawSpan) {
    guard Self.isNoted(record.loadHead().typeCode) else { return }
    guard let refusal = Self.refusal(in: events) else { return note(record) }
    if refusal == .duplicateDocument {
      documents.insert(record.loadBody(AdmitDocument.self).document)
    }
  }

  private static func isNoted(_ typeCode: UInt16) -> Bool {
    switch CommandType(rawValue: typeCode) {
    case .defineFirm, .defineWarehouse, .gradeWarehouse, .defineInstrument, .defineSession,
      .admitDocument, .creditFunds, .defineCurrency, .setFixing, .defineEntitlement,
      .defineCounterparties, .defineApprovals, .defineMonitors:
      true
    default: false
    }
  }

  /// Why a command was refused; `invalidValue` where its sender was told so as of a notice.
  private static func refusal(in events: RawSpan) -> CommandRefusal? {
    var offset = 0
    while offset < events.byteCount {
      let head = events.loadHead(at: offset)
      let record = events.extracting(offset..<offset + Int(head.length))
      switch EventType(rawValue: head.typeCode) {
      case .commandRefused:
        return CommandRefusal(rawValue: record.loadBody(CommandRefused.self).reasonCode)
          ?? .invalidValue
      case .noticeRefused: return .invalidValue
      default: offset += Int(head.length)
      }
    }
    return nil
  }

  /// Takes note of one record that the venue takes; those that are no reference data are passed over.
  public mutating func note(_ record: RawSpan) {
    let head = record.loadHead()
    let body = record.extracting(
      RecordHead.byteCount..<RecordHead.byteCount + Int(head.bodyLength))
    let crc = body.crc32c()
    switch CommandType(rawValue: head.typeCode) {
    case .defineFirm:
      let firm = record.loadBody(DefineFirm.self)
      firms[firm.code] = Entry(number: firm.firm.rawValue, crc: crc)
    case .defineCounterparties:
      counterparties[record.loadBody(DefineCounterparties.self).firm] = crc
    case .defineWarehouse:
      let warehouse = record.loadBody(DefineWarehouse.self)
      warehouses[warehouse.code] = Entry(number: warehouse.warehouse, crc: crc)
      let before = definedWarehouses.updateValue(warehouse, forKey: warehouse.code)
      if before?.grade != warehouse.grade { givenGrades[warehouse.code] = nil }
    case .gradeWarehouse:
      let given = record.loadBody(GradeWarehouse.self)
      givenGrades[given.code] = given.grade
    case .defineInstrument:
      let instrument = record.loadBody(DefineInstrument.self)
      instruments[instrument.symbol] = Entry(number: instrument.instrument.rawValue, crc: crc)
      definedInstruments[instrument.symbol] = instrument
    case .defineSession:
      let session = record.loadBody(DefineSession.self)
      let key = SessionKey(compID: session.compID, subID: session.subID)
      sessions[key] = Entry(number: session.session.rawValue, crc: crc)
    case .defineEntitlement:
      let session = record.loadBody(DefineEntitlement.self).session
      entitlements[session.rawValue] = Entry(number: 0, crc: crc)
    case .admitDocument:
      documents.insert(record.loadBody(AdmitDocument.self).document)
    case .creditFunds: hasFunds = true
    case .defineCurrency:
      let code = record.loadBody(DefineCurrency.self).currency
      currencies[code] = Entry(number: 0, crc: crc)
    case .defineApprovals: approvals = Entry(number: 0, crc: crc)
    case .defineMonitors: monitors = Entry(number: 0, crc: crc)
    case .setFixing: fixed.insert(record.loadBody(SetFixing.self).currency)
    default: break
    }
  }

  /// Whether a document of that state may come to the market at a warehouse, as the core judges it.
  func admits(_ status: TitleStatus, at code: CompID) -> Bool {
    guard status.isApproved, let warehouse = definedWarehouses[code] else { return true }
    let grade = givenGrades[code] ?? warehouse.grade
    return WarehouseStanding(isBonded: warehouse.bonded != 0, grade: grade).admitsReceipts
  }

  /// The number of a session; nil where the log has none of that name.
  public func session(_ key: SessionKey) -> SessionID? {
    sessions[key].map { SessionID(rawValue: $0.number) }
  }

  /// The number of an instrument; nil where the log has none of that name.
  public func instrument(_ symbol: Symbol) -> InstrumentID? {
    instruments[symbol].map { InstrumentID(rawValue: $0.number) }
  }

  /// The number of a firm; nil where the log has none of that name.
  public func firm(_ code: CompID) -> FirmID? {
    firms[code].map { FirmID(rawValue: $0.number) }
  }

  /// Numbers of all sessions.
  public var sessionIDs: [SessionID] {
    sessions.values.map { SessionID(rawValue: $0.number) }.sorted()
  }

  /// Codes and numbers of all firms.
  public var firmCodes: [(FirmID, CompID)] {
    firms.map { (FirmID(rawValue: $0.value.number), $0.key) }
  }
}
