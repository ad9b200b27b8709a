import Market
import Matching

/// What an instrument does on its way from one phase to another.
///
/// | from | to | before it is entered | after |
/// |---|---|---|---|
/// | any but open | open | uncrosses; orders at the opening and at the close in the book expire | |
/// | closingCall | any but halted | the same | |
/// | open | any | | all-or-none orders are cancelled |
/// | any | closingCall | | waiting orders at the close come to the book |
/// | any | closed | | day orders and those at the opening and at the close expire |
///
/// Before it is entered no order is taken, and none is cancelled. After it orders wait too, cancels
/// do not. A halt never trades (rule book Art. 49).
struct PhaseTransition {
  let uncrosses: Bool
  let cancelsAllOrNone: Bool
  let entersAtClose: Bool
  let expires: Bool

  init(from old: TradingPhase, to next: TradingPhase) {
    uncrosses = next == .open || (old == .closingCall && next != .halted)
    cancelsAllOrNone = old == .open
    entersAtClose = next == .closingCall
    expires = next == .closed
  }
}

/// PhaseChanged.cause.
enum PhaseCause: UInt8, BitwiseCopyable {
  case calendar = 1
  case venueOperator = 2
  /// A price has moved too far at once, or the call that this has brought about is over.
  case market = 3
}

/// A phase that is to be entered, and who has set it.
struct WaitingPhase: BitwiseCopyable {
  var phase: TradingPhase
  var cause: PhaseCause
}

/// The phases that wait while an instrument is on its way: the last one set, and before it a close,
/// which is never passed over.
struct WaitingPhases: BitwiseCopyable {
  private(set) var close: PhaseCause?
  private(set) var last: WaitingPhase?

  mutating func add(_ next: WaitingPhase) {
    if next.phase == .closed {
      close = next.cause
      last = nil
    } else {
      last = next
    }
  }

  mutating func removeFirst() -> WaitingPhase? {
    if let cause = close {
      close = nil
      return WaitingPhase(phase: .closed, cause: cause)
    }
    defer { last = nil }
    return last
  }
}

/// How far an uncross has come.
enum Uncross: BitwiseCopyable {
  case none
  /// The book is crossed; its price is searched for.
  case due
  /// Price and what is left of the volume.
  case priced(UncrossPrice)
}

/// How far an instrument has come on its way to a phase.
struct PhaseProgress: BitwiseCopyable {
  /// The phase that is entered when what comes before it is done.
  var entering: WaitingPhase?
  var waiting = WaitingPhases()
  var uncross = Uncross.none
  /// How far a change of the price band has come.
  var sweep = BandSweep.none
  /// The lists whose orders end.
  var ending = OrderListSet()
  /// Orders at the close come to the book.
  var isEnteringAtClose = false
  /// The queue that the instrument is in; nil where it has nothing to do.
  var work: WorkKind?
  /// How many fences had been set when it came to that queue: its work waits for these.
  var fencesBefore: UInt64 = 0
  /// The instrument behind it in that queue.
  var next = InstrumentID.none

  /// Whether orders outside a changed price band are cancelled.
  var isSweeping: Bool {
    switch sweep {
    case .none: false
    case .prices, .stopLimits: true
    }
  }

  /// What is to be done next.
  var nextWork: WorkKind? {
    switch uncross {
    case .due, .priced: return .uncross
    case .none: break
    }
    if isSweeping || !ending.isEmpty { return .lists }
    return isEnteringAtClose ? .entries : nil
  }
}
