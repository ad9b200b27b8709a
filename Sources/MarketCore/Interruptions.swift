import Market
import Matching
import Memory
import Records

/// When a call ends that the market itself has brought about.
struct Interruption: HeapElement {
  /// By the clock of durations.
  var until = Instant.none
  /// Calls that end at one instant end by the instruments' numbers.
  var instrument = InstrumentID.none

  func precedes(_ other: Interruption) -> Bool {
    until != other.until
      ? until < other.until : instrument.rawValue < other.instrument.rawValue
  }
}

/// The calls that end by themselves, the first one in front: one of an instrument at most, which
/// knows its place.
struct Interruptions: ~Copyable {
  private var heap: Heap<Interruption>

  init(instruments: Int) { heap = Heap(capacity: instruments, repeating: Interruption()) }

  var count: UInt32 { heap.count }

  /// The call that ends next.
  var first: Interruption? { heap.first }

  /// When the next one ends, as long as its clock runs; nil where none does.
  func nextEnd(by clock: DurationClock) -> Instant? {
    guard clock.isRunning else { return nil }
    return first.map { clock.time(of: $0.until) }
  }

  /// Whether it is over at or before `instant`.
  func isDue(at instant: Instant, by clock: DurationClock) -> Bool {
    heap.count > 0 && clock.isRunning && clock.time(of: heap[0].until) <= instant
  }

  /// A call by its place, in no order that means anything.
  subscript(_ place: UInt32) -> Interruption { heap[place] }

  mutating func add(_ id: InstrumentID, until: Instant, in reference: inout ReferenceData) {
    precondition(reference[id].interruption == nil, "an instrument is interrupted once")
    heap.add(Interruption(until: until, instrument: id)) {
      reference[$0.instrument].interruption = $1
    }
  }

  mutating func remove(_ id: InstrumentID, in reference: inout ReferenceData) {
    guard let place = reference[id].interruption else { return }
    heap.remove(at: place) { reference[$0.instrument].interruption = $1 }
    reference[id].interruption = nil
  }
}

extension Instrument {
  /// The prices at which an order trades that comes now: around the last price, or the reference
  /// price where there is none. Everything where there is no such band, or where it ends beyond what
  /// a book holds.
  var dynamicBand: PriceBand {
    guard dynamicBasisPoints > 0 else { return .none }
    return PriceBand(around: lastTick ?? referenceTick, basisPoints: dynamicBasisPoints) ?? .none
  }
}

extension Venue {
  /// An order has come to a price outside the dynamic band: the instrument goes over to a call, which
  /// ends by itself unless another phase is set before.
  mutating func interrupt(_ id: InstrumentID, into events: inout RecordBuffer) {
    enter(WaitingPhase(phase: .interrupted, cause: .market), of: id, into: &events)
    endCallByItself(id)
  }

  /// The call that an instrument goes to ends when its length is over.
  mutating func endCallByItself(_ id: InstrumentID) {
    let until = durations.reading(at: now).adding(nanoseconds: reference[id].interruptionNanos)
    interruptions.add(id, until: until, in: &reference)
  }

  /// The first call that is due ends: its instrument opens.
  mutating func endInterruption(into events: inout RecordBuffer) {
    guard let due = interruptions.first else { preconditionFailure("a call is due") }
    enter(WaitingPhase(phase: .open, cause: .market), of: due.instrument, into: &events)
  }
}

extension Interruptions: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    heap.transfer(by: &transfer)
  }
}
