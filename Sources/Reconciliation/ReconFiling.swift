public import Market

/// What is to be filed and frozen because of what was found, beyond what the log has already: market rules 2.9.
///
/// A new break freezes the documents that it concerns, then it is filed; so what is not done when the process ends
/// is done by the next run. Later it is filed again as escalated, explained, and closed.
public struct ReconFiling: Sendable {
  /// One thing to do, in this order.
  public enum Step: Sendable {
    /// A document is frozen, reason reconciliationBreak.
    case freeze(document: String, text: String)
    /// A finding is filed.
    case file(ReconFinding)
  }

  public private(set) var steps: [Step] = []

  private let books: VenueBooks
  private let reconciliation: Reconciliation
  private let rules: Rules
  private var frozen: Set<String> = []
  private var filed: Set<FindingKey> = []
  private var last: UInt64

  /// How it is filed.
  public struct Rules: Sendable {
    /// Documents are frozen too.
    public var freezes = false
    /// How long a break may stand without an explanation, in nanoseconds: a day.
    public var escalateNanos: Int64 = 86_400_000_000_000

    public init() {}
  }

  /// `totals` is nil where none were compared. A break without a trade can't be filed: the report has it.
  public init(
    _ books: VenueBooks, _ reconciliation: Reconciliation, totals: [StockTotal]?, _ rules: Rules
  ) {
    self.books = books
    self.reconciliation = reconciliation
    self.rules = rules
    last = books.findings.last
    for found in reconciliation.breaks where found.trade > 0 { judge(found) }
    for total in totals ?? [] where total.difference != 0 { judge(total) }
    closeOthers(comparesTotals: totals != nil)
  }

  private mutating func judge(_ found: ReconBreak) {
    let key = FindingKey(found)
    guard filed.insert(key).inserted else { return }
    let documents = reconciliation.documents(of: found)
    var finding = ReconFinding(key)
    finding.expected = Text32(cut: found.expected)
    finding.found = Text32(cut: found.found)
    mark(&finding)
    let entry = books.findings.entries[key]
    if reconciliation.isExplained(found) {
      guard let entry else { return }
      let isFrozen = documents.contains { books.documents[$0]?.status == .frozen }
      let status = isFrozen ? ReconStatus.explained : .closed
      if entry.status != .closed && entry.status != status { file(finding, status, entry) }
    } else if let status = next(entry) {
      if status == .broken { freeze(documents, found) }
      file(finding, status, entry)
    }
  }

  private mutating func judge(_ total: StockTotal) {
    let key = FindingKey(total)
    guard filed.insert(key).inserted else { return }
    let entry = books.findings.entries[key]
    guard let status = next(entry) else { return }
    var finding = ReconFinding(key)
    finding.documentsWeight = total.documents
    finding.reportedWeight = total.reported ?? .zero
    file(finding, status, entry)
  }

  /// What becomes of a break that nobody has explained; nil where it stays as it is.
  private func next(_ entry: FiledFindings.Entry?) -> ReconStatus? {
    guard let entry else { return .broken }
    switch entry.status {
    case .escalated: return nil
    case .broken:
      let isOverdue = books.lastTime >= entry.foundAt.adding(nanoseconds: rules.escalateNanos)
      return isOverdue ? .escalated : nil
    case .open, .matched, .explained, .closed: return .broken
    }
  }

  /// What was filed and was compared again, and is no break any more.
  private mutating func closeOthers(comparesTotals: Bool) {
    let others = books.findings.entries.filter { key, entry in
      !filed.contains(key) && entry.status != .closed
        && (key.source.map { reconciliation.hasCompared($0) } ?? comparesTotals)
    }
    for (key, entry) in others.sorted(by: { $0.value.reconID < $1.value.reconID }) {
      var finding = ReconFinding(key)
      mark(&finding)
      file(finding, .closed, entry)
    }
  }

  private mutating func freeze(_ documents: [String], _ found: ReconBreak) {
    guard rules.freezes else { return }
    for document in documents {
      switch books.documents[document]?.status {
      case .registered, .active, .pledged: break
      default: continue
      }
      guard frozen.insert(document).inserted else { continue }
      steps.append(
        .freeze(
          document: document,
          text: "break \(found.code.rawValue) of trade \(found.trade), \(found.source.rawValue)"))
    }
  }

  private mutating func file(
    _ finding: ReconFinding, _ status: ReconStatus, _ entry: FiledFindings.Entry?
  ) {
    var finding = finding
    last += 1
    finding.number = last
    // What was closed and breaks again is another break.
    finding.reconID = entry.flatMap { $0.status == .closed ? nil : $0.reconID } ?? last
    finding.statusCode = status.rawValue
    steps.append(.file(finding))
  }

  /// The legs of the trade.
  private func mark(_ finding: inout ReconFinding) {
    guard
      let trade = reconciliation.trades.first(where: { $0.trade == finding.tradeID.rawValue })
    else { return }
    finding.goodsMatch = ReconMatch(trade.goodsMatch).rawValue
    finding.tradeMatch = ReconMatch(trade.tradeMatch).rawValue
    finding.fundsMatch = ReconMatch(trade.fundsMatch).rawValue
  }
}

extension ReconMatch {
  fileprivate init(_ agrees: Bool?) {
    self = agrees.map { $0 ? .agrees : .differs } ?? .unknown
  }
}

extension ReconFinding {
  fileprivate init(_ key: FindingKey) {
    self.init()
    tradeID = TradeID(rawValue: key.trade)
    document = TitleDocID(Text32(cut: key.document))
    breakCode = key.code.rawValue
    sourceCode = key.source?.rawValue ?? 0
    warehouse = CompID(Text16(key.warehouse) ?? Text16())
    goods = Text16(key.goods) ?? Text16()
  }
}

extension Text32 {
  /// Its first 32 characters, those that are no printable ASCII as question marks.
  fileprivate init(cut text: String) {
    let characters = text.prefix(32).map { character in
      character.isASCII && character >= " " && character <= "~" ? character : "?"
    }
    self = Text32(String(characters)) ?? Text32()
  }
}
