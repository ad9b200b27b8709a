import Agents
public import Market
import MarketDefinition

/// A finding of a reconciliation in a request; what does not apply is left out.
public struct AdminFinding: Codable, Equatable, Sendable {
  /// RegistrySeq(7796) and ReconID(7790).
  public var number: UInt64
  public var reconID: UInt64
  /// ReconStatus(7794) and ReconBreak(7795).
  public var status: UInt8
  public var code: UInt8
  /// TrdMatchID(880).
  public var trade: UInt64?
  /// The number of a title document.
  public var document: String?
  /// registry, warehouse or clearing: who states what differs.
  public var source: String?
  public var expected: String?
  public var found: String?
  /// Codes of a warehouse and of its goods, and their weights in 1/1000 of the unit.
  public var warehouse: String?
  public var goods: String?
  public var documentsWeight: Int64?
  public var reportedWeight: Int64?
  /// GoodsMatch(7791), TradeMatch(7792), FundsMatch(7793).
  public var goodsMatch: Bool?
  public var tradeMatch: Bool?
  public var fundsMatch: Bool?

  private static let sources: [(String, SessionRole)] = [
    ("registry", .registry), ("warehouse", .warehouse), ("clearing", .clearing),
  ]

  /// As the log has it.
  public init(_ finding: ReconFinding) {
    number = finding.number
    reconID = finding.reconID
    status = finding.statusCode
    code = finding.breakCode
    trade = finding.tradeID == .none ? nil : finding.tradeID.rawValue
    document = Self.text("\(finding.document.text)")
    source = Self.sources.first { $0.1.rawValue == finding.sourceCode }?.0
    expected = Self.text("\(finding.expected)")
    found = Self.text("\(finding.found)")
    warehouse = Self.text("\(finding.warehouse.text)")
    goods = Self.text("\(finding.goods)")
    documentsWeight = trade == nil ? finding.documentsWeight.thousandths : nil
    reportedWeight = trade == nil ? finding.reportedWeight.thousandths : nil
    goodsMatch = Self.match(finding.goodsMatch)
    tradeMatch = Self.match(finding.tradeMatch)
    fundsMatch = Self.match(finding.fundsMatch)
  }

  private static func text(_ text: String) -> String? { text.isEmpty ? nil : text }

  private static func match(_ code: UInt8) -> Bool? {
    switch ReconMatch(rawValue: code) {
    case .agrees: true
    case .differs: false
    case .unknown, nil: nil
    }
  }

  /// The same for the log; a text that does not fit is said.
  func finding() throws(AdminProblem) -> ReconFinding {
    var finding = ReconFinding()
    finding.number = number
    finding.reconID = reconID
    finding.statusCode = status
    finding.breakCode = code
    finding.tradeID = TradeID(rawValue: trade ?? 0)
    finding.document = TitleDocID(try Self.text32(document, "document"))
    finding.expected = try Self.text32(expected, "expected")
    finding.found = try Self.text32(found, "found")
    finding.warehouse = CompID(try Self.text16(warehouse, "warehouse"))
    finding.goods = try Self.text16(goods, "goods")
    finding.documentsWeight = Quantity(thousandths: documentsWeight ?? 0)
    finding.reportedWeight = Quantity(thousandths: reportedWeight ?? 0)
    finding.goodsMatch = Self.code(goodsMatch)
    finding.tradeMatch = Self.code(tradeMatch)
    finding.fundsMatch = Self.code(fundsMatch)
    if let source {
      guard let role = Self.sources.first(where: { $0.0 == source })?.1 else {
        throw AdminProblem("'source' is one of \(Self.sources.map(\.0).joined(separator: ", "))")
      }
      finding.sourceCode = role.rawValue
    }
    return finding
  }

  private static func text32(_ text: String?, _ key: String) throws(AdminProblem) -> Text32 {
    if let value = Text32(text ?? "") { return value }
    throw AdminProblem("'\(key)' has at most 32 printable ASCII characters")
  }

  private static func text16(_ text: String?, _ key: String) throws(AdminProblem) -> Text16 {
    if let value = Text16(text ?? "") { return value }
    throw AdminProblem("'\(key)' has at most 16 printable ASCII characters")
  }

  private static func code(_ match: Bool?) -> UInt8 {
    (match.map { $0 ? ReconMatch.agrees : .differs } ?? .unknown).rawValue
  }
}

extension AdminRequest {
  /// The command of a finding.
  func reconCommand(request number: UInt32, by who: AdminActor) throws(AdminProblem)
    -> OperatorCommand
  {
    guard let finding else { throw AdminProblem("recon takes a finding") }
    var body = ReportRecon()
    body.finding = try finding.finding()
    body.request = number
    body.uid = who.uid
    body.pid = who.pid
    return .recon(body)
  }

  /// The command of a request about a trade, a document, a currency, a warehouse, a finding or a lot.
  func marketCommand(request number: UInt32, by who: AdminActor) throws(AdminProblem)
    -> OperatorCommand
  {
    switch request {
    case .title: try titleCommand(request: number, by: who)
    case .fixing: .fixing(setFixing(number, by: who))
    case .approve, .decline: decision(request: number, by: who)
    case .market: try marketControl(request: number, by: who)
    case .grade: gradeCommand(request: number, by: who)
    case .recon: try reconCommand(request: number, by: who)
    case .useReserve: reserveCommand(request: number, by: who)
    case .auction: try auctionCommand(request: number, by: who)
    default: tradeCommand(request: number, by: who)
    }
  }

  /// A finding is filed by recon alone.
  func checkFinding() throws(AdminProblem) {
    guard (finding != nil) == (request == .recon) else {
      throw AdminProblem("recon, and it alone, takes a finding")
    }
  }
}
