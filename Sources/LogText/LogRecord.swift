import Market
public import Records

/// A record of the command log or the event log, ready to be printed.
public struct LogRecord: Sendable {
  public let head: RecordHead
  /// The type's name; `type 99` for one that this program does not know.
  public let typeName: String
  public let isEvent: Bool
  public let fields: RecordFields

  /// A whole record of the command log.
  public init(command record: RawSpan) {
    head = record.loadHead()
    isEvent = false
    var reader = BodyReader(record, head)
    guard let type = CommandType(rawValue: head.typeCode) else {
      typeName = "type \(head.typeCode)"
      fields = reader.fields
      return
    }
    typeName = "\(type)"
    reader.read(type)
    fields = reader.fields
  }

  /// A whole record of the event log.
  public init(event record: RawSpan) {
    head = record.loadHead()
    isEvent = true
    var reader = BodyReader(record, head)
    guard let type = EventType(rawValue: head.typeCode) else {
      typeName = "type \(head.typeCode)"
      fields = reader.fields
      return
    }
    typeName = "\(type)"
    reader.read(type)
    fields = reader.fields
  }
}

/// Reads the body and the trailing part of one record.
struct BodyReader: ~Escapable {
  let record: RawSpan
  let head: RecordHead
  var fields = RecordFields()

  @_lifetime(copy record)
  init(_ record: RawSpan, _ head: RecordHead) {
    self.record = record
    self.head = head
  }

  /// The body, if the record has all of it; else the fields say so.
  @_lifetime(self: copy self)
  mutating func body<Body: BitwiseCopyable>(_ type: Body.Type) -> Body? {
    let size = MemoryLayout<Body>.size
    guard Int(head.bodyLength) >= size, record.byteCount >= RecordHead.byteCount + size else {
      fields.word("body", "\(head.bodyLength) of \(size) bytes")
      return nil
    }
    return record.loadBody(type)
  }

  /// The numbers of `count` documents behind a body of type `Body`.
  @_lifetime(self: copy self)
  mutating func documents<Body: BitwiseCopyable>(_ count: UInt16, behind type: Body.Type) {
    let fitting =
      (Int(head.bodyLength) - MemoryLayout<Body>.size) / MemoryLayout<TitleDocID>.size
    guard count > 0, fitting >= Int(count) else { return }
    let names = (0..<Int(count)).map { "\(record.loadDocument($0, behind: type).text)" }
    fields.word("documents", names.joined(separator: ","))
  }

  /// The codes of `count` firms behind a body of type `Body`.
  @_lifetime(self: copy self)
  mutating func firms<Body: BitwiseCopyable>(_ count: UInt16, behind type: Body.Type) {
    let fitting = (Int(head.bodyLength) - MemoryLayout<Body>.size) / MemoryLayout<CompID>.size
    guard count > 0, fitting >= Int(count) else { return }
    let codes = (0..<Int(count)).map {
      "\(record.loadTrailing(CompID.self, $0, behind: type).text)"
    }
    fields.word("firms", codes.joined(separator: ","))
  }

  /// A report of an order, and what stands behind it.
  @_lifetime(self: copy self)
  mutating func readReport() {
    guard let body = body(ExecutionReport.self) else { return }
    fields.add(body)
    documents(body.documentCount, behind: ExecutionReport.self)
    statusRequest(of: body)
    massStatus(of: body)
    execRefID(of: body)
    cross(of: body)
    listing(of: body)
    auction(of: body)
  }

  /// The firms behind a list of counterparties.
  @_lifetime(self: copy self)
  mutating func counterparties(of body: DefineCounterparties) {
    let size = MemoryLayout<DefineCounterparties>.size
    let fitting = (Int(head.bodyLength) - size) / MemoryLayout<FirmID>.size
    guard body.count > 0, fitting >= Int(body.count) else { return }
    let firms = (0..<Int(body.count)).map { place in
      record.loadTrailing(FirmID.self, place, behind: DefineCounterparties.self)
    }
    fields.word("counterparties", firms.map { "\($0.rawValue)" }.joined(separator: ","))
  }

  /// The OrdStatusReqID(790) behind the documents of a report.
  @_lifetime(self: copy self)
  mutating func statusRequest(of body: ExecutionReport) {
    guard body.hasOrdStatusReqID == 1 else { return }
    let text = record.loadDocument(Int(body.documentCount), behind: ExecutionReport.self)
    fields.text("ordStatusReqID", text.text)
  }

  /// The CrossID(548) behind the documents of a report.
  @_lifetime(self: copy self)
  mutating func cross(of body: ExecutionReport) {
    guard body.referenceCode == ReportReference.cross.rawValue else { return }
    let text = record.loadDocument(Int(body.documentCount), behind: ExecutionReport.self)
    fields.text("crossID", text.text)
  }

  /// The AuctionID(7762) behind the documents of a report.
  @_lifetime(self: copy self)
  mutating func auction(of body: ExecutionReport) {
    guard body.referenceCode == ReportReference.auction.rawValue else { return }
    let words = 4 * Int(body.documentCount)
    fields.number("auction", record.loadTrailing(UInt64.self, words, behind: ExecutionReport.self))
  }

  /// The ListingOrderID(7772) behind the documents of a report.
  @_lifetime(self: copy self)
  mutating func listing(of body: ExecutionReport) {
    guard body.referenceCode == ReportReference.listing.rawValue else { return }
    let perDocument = MemoryLayout<TitleDocID>.size / MemoryLayout<OrderID>.size
    let listing = record.loadTrailing(
      OrderID.self, Int(body.documentCount) * perDocument, behind: ExecutionReport.self)
    fields.number("listingOrderID", listing.rawValue)
  }

  /// What a report says of the mass status request that it answers.
  @_lifetime(self: copy self)
  mutating func massStatus(of body: ExecutionReport) {
    guard body.hasMassStatusAnswer == 1, body.documentCount == 0,
      Int(head.bodyLength) >= MemoryLayout<ExecutionReport>.size
        + MemoryLayout<MassStatusAnswer>.size
    else { return }
    let answer = record.loadTrailing(MassStatusAnswer.self, behind: ExecutionReport.self)
    fields.text("massStatusReqID", answer.massStatusReqID)
    fields.word("totNumReports", "\(answer.totNumReports)")
    fields.flag("lastRptRequested", answer.isLast)
  }

  /// The report whose trade a report undoes.
  @_lifetime(self: copy self)
  mutating func execRefID(of body: ExecutionReport) {
    guard body.hasExecRefID == 1, body.documentCount == 0,
      Int(head.bodyLength) >= MemoryLayout<ExecutionReport>.size + MemoryLayout<ExecID>.size
    else { return }
    fields.number(
      "execRefID", record.loadTrailing(ExecID.self, behind: ExecutionReport.self).rawValue)
  }

  /// The text behind a body of type `Body` and `skipped` bytes, lines joined by semicolons.
  @_lifetime(self: copy self)
  mutating func trailingText<Body: BitwiseCopyable>(
    _ name: String, behind type: Body.Type, _ skipped: Int = 0
  ) {
    let start = RecordHead.byteCount + MemoryLayout<Body>.size + skipped
    let end = RecordHead.byteCount + Int(head.bodyLength)
    guard end > start, end <= record.byteCount else { return }
    let bytes = Span<UInt8>(_bytes: record.extracting(start..<end))
    let text = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    let lines = text.split(separator: "\n").joined(separator: "; ")
    if !lines.isEmpty { fields.word(name, lines) }
  }
}
