import Market
import Memory

/// When a session's clock is looked at.
struct SessionTimer: HeapElement {
  var at = Instant.none
  var session: UInt32 = 0

  func precedes(_ other: SessionTimer) -> Bool {
    at != other.at ? at < other.at : session < other.session
  }
}

/// When each session's clock is looked at: at most one time for a session, the earliest first.
///
/// A time may be too early, never too late: what has moved a session's deadline on need not say so, for
/// whoever is taken and is not due yet gives its time again.
struct SessionTimers: ~Copyable {
  private var heap: Heap<SessionTimer>
  /// By session: its place in the heap; `nowhere` where it has no time.
  private var places: Slab<UInt32>

  private static var nowhere: UInt32 { .max }

  /// Room for the sessions numbered below `capacity`.
  init(capacity: Int) {
    heap = Heap(capacity: capacity, repeating: SessionTimer())
    places = Slab(capacity: capacity, repeating: Self.nowhere)
  }

  /// The earliest time; nil where no session has one.
  var first: Instant? { heap.first?.at }

  /// Has `session` looked at, at `time` at the latest; `distantFuture` asks for nothing.
  /// - Complexity: O(log sessions) where that is earlier than before, else O(1).
  mutating func look(at session: UInt32, by time: Instant) {
    let place = places[session]
    if place == Self.nowhere {
      if time == .distantFuture { return }
    } else {
      if heap[place].at <= time { return }
      Self.remove(at: place, &heap, &places)
    }
    Self.add(SessionTimer(at: time, session: session), &heap, &places)
  }

  /// The session with the earliest time, if that is not later than `now`; it has none then.
  mutating func takeDue(now: Instant) -> UInt32? {
    guard let entry = heap.first, entry.at <= now else { return nil }
    Self.remove(at: 0, &heap, &places)
    return entry.session
  }

  private static func add(
    _ entry: SessionTimer, _ heap: inout Heap<SessionTimer>, _ places: inout Slab<UInt32>
  ) {
    heap.add(entry) { places[$0.session] = $1 }
  }

  private static func remove(
    at place: UInt32, _ heap: inout Heap<SessionTimer>, _ places: inout Slab<UInt32>
  ) {
    let entry = heap.remove(at: place) { places[$0.session] = $1 }
    places[entry.session] = nowhere
  }
}
