public import Market
import Memory

/// The one way in which title moves: all documents of a trade at once, to its buyer.
extension TitleRegister {
  /// Transfers the documents of a trade, all or none; those of `parts` are what the registry names,
  /// with their versions, or it names none.
  ///
  /// Done, the trade's chain is empty, the documents are the buyer's and free, and `changes` has them in
  /// the order in which they were sold.
  public mutating func transfer(
    _ trade: inout DocumentChain, _ request: TitleRequest, parts: Span<TitlePart>,
    at now: Instant, into changes: inout TitleChanges
  ) -> TitleOutcome {
    precondition(request.action == .transfer, "a trade is transferred and nothing else")
    changes.removeAll()
    do throws(TitleFault) {
      try check(trade, request, parts, at: now)
    } catch {
      return .refused(error.refusal, part: error.part)
    }
    while trade.count > 0 {
      let slot = removeFirst(of: &trade)
      setHolder(of: slot, to: particulars[slot].buyer)
      expectPlace(of: slot)
      endorse(slot, from: documents[slot].status, request, at: now, into: &changes)
      endSettlement(of: slot)
    }
    return .done
  }

  private func check(
    _ trade: DocumentChain, _ request: TitleRequest, _ parts: Span<TitlePart>, at now: Instant
  ) throws(TitleFault) {
    guard parts.count == 0 || parts.count == Int(trade.count) else {
      throw TitleFault(.wrongPartCount)
    }
    var slot = trade.first
    for place in 0..<Int(trade.count) {
      do throws(TitleFault) {
        try checkNamed(slot, among: parts)
        try checkTransfer(of: slot, request, at: now)
      } catch {
        throw TitleFault(error.refusal, part: place + 1)
      }
      slot = documents[slot].next
    }
  }

  /// Among the documents that are named each of the trade is, in the version that it has.
  private func checkNamed(_ slot: UInt32, among parts: Span<TitlePart>) throws(TitleFault) {
    guard parts.count > 0 else { return }
    for index in 0..<parts.count where parts[index].document == particulars[slot].id {
      guard parts[index].version == documents[slot].version else { throw TitleFault(.wrongVersion) }
      return
    }
    throw TitleFault(.notSettling)
  }

  private func checkTransfer(of slot: UInt32, _ request: TitleRequest, at now: Instant)
    throws(TitleFault)
  {
    guard let way = transitions.transition(from: documents[slot].status, by: .transfer) else {
      throw TitleFault(.wrongState)
    }
    guard way.actors.contains(request.actor) else { throw TitleFault(.wrongActor) }
    try check(way.guards, of: slot, request, Span(), at: now)
  }
}
