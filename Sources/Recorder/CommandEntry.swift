import GRDB
import LogText
import Market
import Records

/// A command on its way into the books: what no event repeats, the reference data first of all.
struct CommandEntry {
  let db: Database
  let head: RecordHead

  private var sequence: Int64 { stored(head.sequence.rawValue) }
  private var atNanos: Int64 { head.time.nanoseconds }

  /// Enters the command, if the books keep its type; the core has not refused it.
  func take(_ record: RawSpan) throws {
    guard let type = CommandType(rawValue: head.typeCode) else { return }
    switch type {
    case .defineFirm: try take(record, DefineFirm.self, enter)
    case .defineSession: try take(record, DefineSession.self, enter)
    case .defineInstrument: try take(record, DefineInstrument.self, enter)
    case .defineWarehouse: try take(record, DefineWarehouse.self, enter)
    case .admitDocument: try take(record, AdmitDocument.self, enter)
    case .setPhase: try take(record, SetPhase.self, enter)
    default:
      // The log has all others, and the events say what has come of them.
      break
    }
  }

  private func take<Body: BitwiseCopyable>(
    _ record: RawSpan, _ type: Body.Type, _ enter: (Body, RecordFields) throws -> Void
  ) throws {
    guard Int(head.bodyLength) >= MemoryLayout<Body>.size else { return }
    try enter(record.loadBody(type), LogRecord(command: record).fields)
  }

  private func enter(_ body: DefineFirm, _ fields: RecordFields) throws {
    try db.upsert(
      "firms", key: "firm",
      [
        "firm": body.firm.rawValue, "code": "\(body.code.text)",
        "attributes": fields["attributes"], "state": body.state, "origin": body.origin,
        "isOperator": body.isOperator,
      ])
  }

  private func enter(_ body: DefineSession, _ fields: RecordFields) throws {
    try db.upsert(
      "sessions", key: "session",
      [
        "session": body.session.rawValue, "firm": body.firm.rawValue,
        "compID": "\(body.compID.text)", "subID": "\(body.subID.text)",
        "role": BookText.name(body.roleCode, SessionRole.self),
      ])
  }

  private func enter(_ body: DefineWarehouse, _ fields: RecordFields) throws {
    try db.upsert(
      "warehouses", key: "warehouse",
      [
        "warehouse": body.warehouse, "code": "\(body.code.text)",
        "attributes": fields["attributes"], "grade": BookText.character(body.grade),
        "isBonded": body.bonded, "firm": body.firm.rawValue,
      ])
  }

  /// The instrument as it is now, and the change: Art. 42 has it reported.
  private func enter(_ body: DefineInstrument, _ fields: RecordFields) throws {
    let known = try db.first(
      "SELECT 1 FROM instruments WHERE instrument = ?", [body.instrument.rawValue])
    try db.upsert(
      "instruments", key: "instrument",
      [
        "instrument": body.instrument.rawValue, "symbol": "\(body.symbol.text)",
        "warehouse": body.warehouse, "docType": BookText.character(body.docType),
        "documentUnitThousandths": body.documentUnit.thousandths,
        "referencePriceTenThousandths": body.referencePrice.tenThousandths,
      ])
    let terms = fields.entries.map { "\($0.name)=\(TextForm.word($0.value))" }
    try db.insert(
      "instrumentChanges",
      [
        "sequence": sequence, "atNanos": atNanos, "instrument": body.instrument.rawValue,
        "symbol": "\(body.symbol.text)", "isNew": known == nil,
        "referencePriceTenThousandths": body.referencePrice.tenThousandths,
        "terms": terms.joined(separator: " "),
      ])
  }

  private func enter(_ body: AdmitDocument, _ fields: RecordFields) throws {
    let document = "\(body.document.text)"
    let status = BookText.name(body.statusCode, TitleStatus.self)
    try db.insert(
      "admissions",
      [
        "sequence": sequence, "atNanos": atNanos, "document": document,
        "instrument": body.instrument.rawValue, "warehouse": body.warehouse,
        "docType": BookText.character(body.docType), "holder": body.holder.rawValue,
        "status": status, "version": body.version,
        "netWeightThousandths": body.netWeight.thousandths,
        "premiumTenThousandths": body.premium.tenThousandths,
      ])
    try db.upsert(
      "documents", key: "document", keeping: ["endorsementCount", "head", "recipient"],
      [
        "document": document, "instrument": body.instrument.rawValue,
        "warehouse": body.warehouse, "docType": BookText.character(body.docType),
        "holder": body.holder.rawValue, "status": status, "version": body.version,
        "netWeightThousandths": body.netWeight.thousandths, "parent": "", "endorsementCount": 0,
        "head": "", "recipient": 0,
      ])
  }

  private func enter(_ body: SetPhase, _ fields: RecordFields) throws {
    try db.insert(
      "operatorPhases",
      [
        "sequence": sequence, "atNanos": atNanos, "instrument": body.instrument.rawValue,
        "phase": BookText.name(body.phaseCode, TradingPhase.self), "reason": fields["text"],
      ])
  }
}

extension RecordFields {
  /// The value of the field of that name; empty where it is left out.
  subscript(name: String) -> String { entries.first { $0.name == name }?.value ?? "" }
}
