import Market
import Matching
import Memory
import Records

/// Whose turn it is in a step of pending work.
private enum WorkTurn {
  /// Orders behind fences are cancelled.
  case fences
  /// An instrument goes on with a change of its phase or band.
  case instrument(WorkKind, InstrumentID)
  /// A state of a trade ends, or a balance is paid.
  case settlement
  /// A title document expires.
  case titles
  /// An alleged trade ends without an answer, or may.
  case negotiation
  /// A lot of an auction opens, moves, or is wound up.
  case auctions
  /// Orders are told to who has asked for their state.
  case massStatuses
  /// Documents and money are told to who has asked for positions.
  case positions
}

/// Work on many orders is done in steps, one behind each command or tick.
///
/// What changes orders is done in the order in which it came: fences that were set before an instrument
/// came to its work before that, later ones behind it. What only tells of orders has its turn in every
/// second step at least: a step that does not finish lets the other side begin the next one. So none
/// is delayed by more than what had come before it, whatever comes later.
extension Venue {
  /// One step. It goes on while its budget lasts; what begins is done whole.
  mutating func workOn(into events: inout RecordBuffer) {
    var budget = WorkBudget()
    while let turn = nextTurn {
      guard !budget.isUsedUp else {
        if tellsFirst { tellsPositions.toggle() }
        tellsFirst.toggle()
        return
      }
      switch turn {
      case .fences: workOnFence(&budget, into: &events)
      case .instrument(let kind, let id): work(on: id, kind, &budget, into: &events)
      case .settlement: settleOne(&budget, into: &events)
      case .titles: expireTitle(&budget, into: &events)
      case .negotiation: workOnNegotiation(&budget, into: &events)
      case .auctions: workOnAuctions(&budget, into: &events)
      case .massStatuses: workOnMassStatus(&budget, into: &events)
      case .positions: workOnPositions(&budget, into: &events)
      }
    }
    tellsFirst = false
    tellsPositions = false
  }

  /// Whether it is anybody's turn.
  @inline(__always)  // asked behind each command (benchmark `venue`)
  var hasWork: Bool {
    !fences.isEmpty || !work.isEmpty || hasSettlementWork || hasTitleWork || hasNegotiationWork
      || hasAuctionWork || !massStatuses.isEmpty || !positionRequests.isEmpty
  }

  private var nextTurn: WorkTurn? {
    if tellsFirst, let telling { return telling }
    if !fences.isEmpty && fences.setBeforeFirst < work.fencesBefore(in: reference) ?? .max {
      return .fences
    }
    if let (kind, instrument) = work.first { return .instrument(kind, instrument) }
    if hasSettlementWork { return .settlement }
    if hasTitleWork { return .titles }
    if hasNegotiationWork { return .negotiation }
    if hasAuctionWork { return .auctions }
    return telling
  }

  /// What only tells, by turns where both wait.
  private var telling: WorkTurn? {
    if positionRequests.isEmpty { return massStatuses.isEmpty ? nil : .massStatuses }
    return massStatuses.isEmpty || tellsPositions ? .positions : .massStatuses
  }

  /// Goes on with the first of what an instrument has to do, and to the next where that is done.
  private mutating func work(
    on id: InstrumentID, _ kind: WorkKind, _ budget: inout WorkBudget,
    into events: inout RecordBuffer
  ) {
    // A band that was changed meanwhile comes before the work that its instrument stands for.
    if reference[id].progress.nextWork == kind {
      switch kind {
      case .lists: endOne(of: id, &budget, into: &events)
      case .entries: enterOneAtClose(of: id, &budget, into: &events)
      case .uncross: uncrossOnce(id, &budget, into: &events)
      }
    }
    if reference[id].progress.nextWork != kind {
      work.removeFirst(kind, in: &reference)
      proceed(id, into: &events)
    }
  }
}
