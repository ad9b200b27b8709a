import Market
import Records

/// The comparison of goods, trade and funds happens outside; what it has found is filed here, so that who is
/// told of it is told by the log (rule book Arts 20 and 21).
extension Venue {
  /// A finding is taken where it is the next one, and told to the registry and to the supervisor.
  mutating func reportRecon(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(ReportRecon.self, of: command, into: &events),
      isOperators(into: &events)
    else { return }
    guard body.finding.isWhole else {
      return refuse(
        .invalidValue, detail: Int64(body.finding.statusCode), request: body.request, into: &events)
    }
    guard body.finding.number == findings + 1, body.finding.reconID <= findings + 1 else {
      return refuse(
        .numberOutOfOrder, detail: Int64(findings), request: body.request, into: &events)
    }
    findings += 1
    var told = ReconReported()
    told.finding = body.finding
    told.request = body.request
    events.append(eventHead(.reconReported, for: .venue), body: told)
    told.request = 0
    tell(told, to: reference.registry, into: &events)
    tell(told, to: reference.first(.supervisor), into: &events)
  }

  private mutating func tell(
    _ body: ReconReported, to session: SessionID, into events: inout RecordBuffer
  ) {
    guard session != .venue else { return }
    var body = body
    body.execID = numbers.nextExecID()
    events.append(eventHead(.reconReported, for: session), body: body)
  }
}

extension ReconFinding {
  /// Whether each code has a meaning, and it is about a trade or a total.
  fileprivate var isWhole: Bool {
    guard let status = ReconStatus(rawValue: statusCode), status != .open, status != .matched,
      ReconBreakCode(rawValue: breakCode) != nil, reconID > 0,
      ReconMatch(rawValue: goodsMatch) != nil, ReconMatch(rawValue: tradeMatch) != nil,
      ReconMatch(rawValue: fundsMatch) != nil
    else { return false }
    return (tradeID == .none) != warehouse.text.isEmpty
  }
}
