public import Market

/// What a finding is about: the same from run to run.
public struct FindingKey: Hashable, Sendable {
  /// TrdMatchID(880); zero of a total.
  public var trade: UInt64 = 0
  public var document = ""
  public var code = ReconBreakCode.quantity
  /// Who states what differs; nil of a total.
  public var source: SessionRole?
  public var warehouse = ""
  public var goods = ""

  init(_ found: ReconBreak) {
    trade = found.trade
    document = found.document
    code = found.code
    source = found.source.role
  }

  init(_ total: StockTotal) {
    warehouse = total.warehouse
    goods = total.goods
  }

  /// Nil where its code has no meaning here.
  init?(_ finding: ReconFinding) {
    guard let code = ReconBreakCode(rawValue: finding.breakCode) else { return nil }
    trade = finding.tradeID.rawValue
    document = "\(finding.document.text)"
    self.code = code
    source = SessionRole(rawValue: finding.sourceCode)
    warehouse = "\(finding.warehouse.text)"
    goods = "\(finding.goods)"
  }
}

/// What of a venue's log was filed by reconciliations: the log is the only place where that is kept.
public struct FiledFindings: Sendable {
  /// Where one break stands.
  public struct Entry: Equatable, Sendable {
    /// ReconID(7790).
    public var reconID: UInt64
    public var status: ReconStatus
    /// When it was found first.
    public var foundAt: Instant
  }

  /// RegistrySeq(7796) of the last finding.
  public private(set) var last: UInt64 = 0
  public private(set) var entries: [FindingKey: Entry] = [:]

  mutating func learn(_ finding: ReconFinding, at time: Instant) {
    last = max(last, finding.number)
    guard let key = FindingKey(finding), let status = ReconStatus(rawValue: finding.statusCode)
    else { return }
    let isFirst = finding.reconID == finding.number
    let foundAt = isFirst ? time : entries[key]?.foundAt ?? time
    entries[key] = Entry(reconID: finding.reconID, status: status, foundAt: foundAt)
  }

  /// Where the breaks of a trade stand that are not closed; empty where all are, or none was filed.
  func open(of trade: UInt64) -> [ReconStatus] {
    entries.filter { $0.key.trade == trade && $0.value.status != .closed }.map(\.value.status)
  }

  /// Whether breaks of a trade were filed, and all are closed.
  func isClosed(_ trade: UInt64) -> Bool {
    entries.contains { $0.key.trade == trade } && open(of: trade).isEmpty
  }
}
