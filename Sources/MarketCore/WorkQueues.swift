import Market
import Memory

/// The kinds of work that an instrument has on many orders, in the order in which they are done.
enum WorkKind: UInt8, BitwiseCopyable {
  /// Orders expire or are cancelled.
  case lists
  /// Waiting orders come to the book.
  case entries
  /// A crossed book trades.
  case uncross
}

/// What is left of one step of pending work: it ends when either is used up.
struct WorkBudget: BitwiseCopyable {
  var orders = Limits.ordersPerStep
  var looks = Limits.looksPerStep

  var isUsedUp: Bool { orders <= 0 || looks <= 0 }
}

/// The instruments that have work to do, by kind, in the order in which they came to it.
struct WorkQueues: BitwiseCopyable {
  private struct Queue: BitwiseCopyable {
    var first = InstrumentID.none
    var last = InstrumentID.none
  }
  private var queues = InlineArray<3, Queue>(repeating: Queue())

  var isEmpty: Bool {
    queues[0].first == .none && queues[1].first == .none && queues[2].first == .none
  }

  /// The kind that is done now, and the instrument whose turn it is.
  var first: (kind: WorkKind, instrument: InstrumentID)? {
    for place in 0..<queues.count where queues[place].first != .none {
      guard let kind = WorkKind(rawValue: UInt8(place)) else { break }
      return (kind, queues[place].first)
    }
    return nil
  }

  /// How many fences had been set when the instrument came that has waited for its turn the longest;
  /// nil where there is none.
  func fencesBefore(in reference: borrowing ReferenceData) -> UInt64? {
    var least: UInt64?
    for place in 0..<queues.count where queues[place].first != .none {
      least = min(least ?? .max, reference[queues[place].first].progress.fencesBefore)
    }
    return least
  }

  /// Adds an instrument, behind so many fences that had been set before.
  mutating func append(
    _ instrument: InstrumentID, _ kind: WorkKind, behind fences: UInt64,
    in reference: inout ReferenceData
  ) {
    precondition(reference[instrument].progress.work == nil, "an instrument is in one queue")
    reference[instrument].progress.work = kind
    reference[instrument].progress.fencesBefore = fences
    reference[instrument].progress.next = .none
    let place = Int(kind.rawValue)
    if queues[place].first == .none {
      queues[place].first = instrument
    } else {
      reference[queues[place].last].progress.next = instrument
    }
    queues[place].last = instrument
  }

  /// Takes the first instrument of a kind out of its queue.
  mutating func removeFirst(_ kind: WorkKind, in reference: inout ReferenceData) {
    let place = Int(kind.rawValue)
    let instrument = queues[place].first
    precondition(reference[instrument].progress.work == kind, "instruments work in turn")
    queues[place].first = reference[instrument].progress.next
    reference[instrument].progress.work = nil
    reference[instrument].progress.next = .none
  }
}
