public import Market
import Records

/// What the venue's log says of delivered trades, of documents and of warehouses, learnt record by record.
public struct VenueBooks: Sendable {
  /// A document as it was delivered in a trade.
  public struct Delivery: Equatable, Sendable {
    /// TitleVersion(7708) behind the delivery.
    public var version: UInt32
    /// Of the receipt.
    public var netWeight: Quantity
    /// As the venue has taken it from the warehouse; nil while it has none.
    public var outturn: Quantity?
    /// The warehouse's code.
    public var warehouse: String
  }

  /// A trade, as far as the log has come.
  public struct Trade: Sendable {
    public var symbol = ""
    public var buyer = ""
    public var seller = ""
    /// What the buyer pays and the seller gets, with fees.
    public var paid = Amount.zero
    public var received = Amount.zero
    public var deliveredAt = Instant.none
    /// By number.
    public var documents: [String: Delivery] = [:]
    /// A weight was awaited until its time was over.
    public var isWeighedLate = false
    /// The net run by which it was settled, and the members who paid and got its money; nil of a trade that
    /// was settled by itself.
    public var net: Net?
    /// Clearing was told to pay back what it had settled.
    public var isTakenBack = false

    public var isDelivered: Bool { deliveredAt != .none }
  }

  /// How a trade's money was netted.
  public struct Net: Equatable, Sendable {
    /// NetRunID(7779).
    public var run: UInt32
    /// The buyer's and the seller's clearing member.
    public var members: [String]
  }

  /// A document that stands for goods.
  public struct Document: Equatable, Sendable {
    /// HSCode(7733) where the definition has it, else the instrument's symbol.
    public var goods: String
    /// The warehouse's code; empty for a bill of lading.
    public var warehouse: String
    public var netWeight: Quantity
    public var status: TitleStatus
  }

  public private(set) var trades: [UInt64: Trade] = [:]
  public private(set) var documents: [String: Document] = [:]
  /// The codes of all warehouses.
  public var warehouseCodes: [String] { warehouses.values.sorted() }
  /// What reconciliations have filed.
  public private(set) var findings = FiledFindings()
  private(set) var nets = NetBooks()
  /// The time of the last record.
  public private(set) var lastTime = Instant.none
  private var firms: [UInt32: String] = [:]
  private var warehouses: [UInt32: String] = [:]
  private var symbols: [UInt32: String] = [:]
  /// A weight that was reported, until it is known whether it was taken.
  private var pending: (sequence: Sequence, report: ReportWeight)?

  public init() {}

  /// Learns from a command; the events of the one before have been learnt.
  public mutating func learn(command record: RawSpan) {
    let head = record.loadHead()
    lastTime = max(lastTime, head.time)
    takePending()
    switch CommandType(rawValue: head.typeCode) {
    case .defineFirm:
      let body = record.loadBody(DefineFirm.self)
      firms[body.firm.rawValue] = "\(body.code.text)"
      nets.learn(body)
    case .defineWarehouse:
      let body = record.loadBody(DefineWarehouse.self)
      warehouses[body.warehouse] = "\(body.code.text)"
    case .defineInstrument:
      let body = record.loadBody(DefineInstrument.self)
      symbols[body.instrument.rawValue] = "\(body.symbol.text)"
    case .admitDocument: admit(record)
    case .reportWeight: pending = (head.sequence, record.loadBody(ReportWeight.self))
    default: break
    }
  }

  /// Learns from an event.
  public mutating func learn(event record: RawSpan) {
    let head = record.loadHead()
    lastTime = max(lastTime, head.time)
    switch EventType(rawValue: head.typeCode) {
    case .tradeMatched:
      let body = record.loadBody(TradeMatched.self)
      trades[body.tradeID.rawValue, default: Trade()].symbol = "\(body.symbol.text)"
    case .titleChanged: learn(record.loadBody(TitleChanged.self))
    case .tradeChanged: learn(record.loadBody(TradeChanged.self), at: head.time)
    case .reconReported where head.session == .venue:
      findings.learn(record.loadBody(ReconReported.self).finding, at: head.time)
    case .settlementInstructed:
      let body = record.loadBody(SettlementInstructed.self)
      if body.takesBack != .none { trades[body.tradeID.rawValue]?.isTakenBack = true }
    case .transferInstructed: learn(record.loadBody(TransferInstructed.self))
    case .netRunChanged: nets.learn(record.loadBody(NetRunChanged.self))
    case .netPublished where head.session == .venue:
      nets.learn(record.loadBody(NetPublished.self))
    case .noticeRefused:
      if pending?.sequence == head.sequence { pending = nil }
    default: break
    }
  }

  /// The log has no more for now: what was reported last was taken.
  public mutating func reachedEnd() { takePending() }

  private mutating func takePending() {
    guard let report = pending?.report else { return }
    pending = nil
    let document = "\(report.document.text)"
    trades[report.tradeID.rawValue]?.documents[document]?.outturn = report.netWeight
  }

  private mutating func admit(_ record: RawSpan) {
    let body = record.loadBody(AdmitDocument.self)
    let start = RecordHead.byteCount + MemoryLayout<AdmitDocument>.size
    let bytes = Span<UInt8>(
      _bytes: record.extracting(start..<start + Int(body.attributesLength)))
    let text = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    let code = text.split(separator: "\n").first { $0.hasPrefix("hsCode=") }?.dropFirst(7)
    documents["\(body.document.text)"] = Document(
      goods: code.map(String.init) ?? symbols[body.instrument.rawValue] ?? "",
      warehouse: warehouses[body.warehouse] ?? "", netWeight: body.netWeight,
      status: TitleStatus(rawValue: body.statusCode) ?? .void)
  }

  private mutating func learn(_ body: TitleChanged) {
    let document = "\(body.document.text)"
    let warehouse = warehouses[body.warehouse] ?? ""
    let goods =
      documents[document]?.goods ?? documents["\(body.parent.text)"]?.goods
      ?? symbols[body.instrument.rawValue] ?? ""
    documents[document] = Document(
      goods: goods, warehouse: warehouse, netWeight: body.netWeight,
      status: TitleStatus(rawValue: body.statusCode) ?? .void)
    guard body.tradeID != .none, body.actionCode == TitleAction.transfer.rawValue else { return }
    trades[body.tradeID.rawValue, default: Trade()].documents[document] = Delivery(
      version: body.version, netWeight: body.netWeight, warehouse: warehouse)
  }

  private mutating func learn(_ body: TradeChanged, at time: Instant) {
    guard body.sideCode == 0, let state = TradeState(rawValue: body.stateCode) else { return }
    let number = body.tradeID.rawValue
    trades[number, default: Trade()].buyer = firms[body.buyFirm.rawValue] ?? ""
    trades[number]?.seller = firms[body.sellFirm.rawValue] ?? ""
    trades[number]?.paid = Amount(fen: body.grossTradeAmt.fen + body.buyerFees.fen)
    trades[number]?.received = Amount(fen: body.grossTradeAmt.fen - body.sellerFees.fen)
    if state == .dvpDone && body.fromCode != TradeState.dispute.rawValue {
      trades[number]?.deliveredAt = time
    }
    if state == .weightFinal && body.reasonCode == TradeReason.deadline.rawValue {
      trades[number]?.isWeighedLate = true
    }
  }

  /// The registry is asked: the money is settled.
  private mutating func learn(_ body: TransferInstructed) {
    guard let run = nets.run(of: body) else { return }
    let members = [body.buyFirm, body.sellFirm].map { nets.member(of: $0, in: run) }
    trades[body.tradeID.rawValue]?.net = Net(run: run, members: members)
  }
}
