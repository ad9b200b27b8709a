import Market
import Memory

/// A phase that the calendar sets at an instant.
struct PhaseTimer: BitwiseCopyable {
  var at = Instant.none
  /// Timers of one instant run in the order in which they were set.
  var number: UInt64 = 0
  /// None stands for all instruments with an order book.
  var instrument = InstrumentID.none
  var phase = TradingPhase.closed

  func runsBefore(_ other: PhaseTimer) -> Bool {
    at != other.at ? at < other.at : number < other.number
  }
}

/// The timers that are to run, earliest first: a binary heap.
/// - Complexity: O(log timers) to add and to take.
struct TimerQueue: ~Copyable {
  private(set) var heap: Slab<PhaseTimer>
  private(set) var count: UInt32 = 0
  private var lastNumber: UInt64 = 0

  init(capacity: Int) { heap = Slab(capacity: capacity, repeating: PhaseTimer()) }

  /// The timer that runs next.
  var first: PhaseTimer? { count == 0 ? nil : heap[0] }

  /// False where there is no room.
  mutating func add(_ timer: PhaseTimer) -> Bool {
    guard Int(count) < heap.capacity else { return false }
    lastNumber += 1
    var index = count
    count += 1
    heap[index] = timer
    heap[index].number = lastNumber
    while index > 0, heap[index].runsBefore(heap[(index - 1) / 2]) {
      swap(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
    return true
  }

  /// Takes the timer that runs next.
  mutating func removeFirst() -> PhaseTimer {
    precondition(count > 0, "a timer is due")
    let timer = heap[0]
    count -= 1
    heap[0] = heap[count]
    var index: UInt32 = 0
    while let child = earlierChild(of: index), heap[child].runsBefore(heap[index]) {
      swap(index, child)
      index = child
    }
    return timer
  }

  private func earlierChild(of index: UInt32) -> UInt32? {
    let left = 2 * index + 1
    guard left < count else { return nil }
    return left + 1 < count && heap[left + 1].runsBefore(heap[left]) ? left + 1 : left
  }

  private mutating func swap(_ a: UInt32, _ b: UInt32) {
    let timer = heap[a]
    heap[a] = heap[b]
    heap[b] = timer
  }
}
