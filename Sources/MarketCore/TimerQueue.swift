import Market
import Memory

/// A phase that the calendar sets at an instant.
struct PhaseTimer: HeapElement {
  var at = Instant.none
  /// Timers of one instant run in the order in which they were set.
  var number: UInt64 = 0
  /// None stands for all instruments with an order book.
  var instrument = InstrumentID.none
  var phase = TradingPhase.closed
  /// Whether it is about deals alone (`DealHours`).
  var isOfDeals = false

  func precedes(_ other: PhaseTimer) -> Bool {
    at != other.at ? at < other.at : number < other.number
  }
}

/// The timers that are to run, earliest first.
struct TimerQueue: ~Copyable {
  private var heap: Heap<PhaseTimer>
  private var lastNumber: UInt64 = 0

  init(capacity: Int) { heap = Heap(capacity: capacity, repeating: PhaseTimer()) }

  var count: UInt32 { heap.count }
  var capacity: Int { heap.capacity }

  /// The timer that runs next.
  var first: PhaseTimer? { heap.first }

  /// Whether it is to run at or before `instant`.
  func isDue(at instant: Instant) -> Bool { heap.count > 0 && heap[0].at <= instant }

  /// A timer by its place, in no order that means anything.
  subscript(_ place: UInt32) -> PhaseTimer { heap[place] }

  /// False where there is no room.
  mutating func add(_ timer: PhaseTimer) -> Bool {
    guard heap.hasRoom else { return false }
    lastNumber += 1
    var timer = timer
    timer.number = lastNumber
    heap.add(timer) { _, _ in }
    return true
  }

  /// Takes the timer that runs next.
  mutating func removeFirst() -> PhaseTimer { heap.remove(at: 0) { _, _ in } }
}

extension TimerQueue: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    heap.transfer(by: &transfer)
    transfer.move(&lastNumber)
  }
}
