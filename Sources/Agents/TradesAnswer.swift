import Market
import OrderEntry

/// The answer to a session's request for past trades: where in the log it stands.
///
/// It is cut from the events before the request, a duty cycle's share at a time: first they are counted, from the
/// first segment on in which a trade of the wanted time may be, then told.
struct TradesAnswer {
  /// What it does next.
  enum Step: Equatable {
    /// Whether the segment begins before the wanted time.
    case probe(segment: UInt64)
    /// The event at that place.
    case look(at: UInt64)
    case acknowledge
    /// All is stored.
    case end
  }

  let question: TradeQuestion
  /// Its messages may have been sent before: PossResend(97)=Y.
  let isRepeat: Bool
  /// The first segment that is looked through is one of these.
  private var lowest: UInt64 = 0
  private var highest: UInt64
  /// Where the next event stands; nil before the first one is known.
  private var next: UInt64?
  private var isCounted = false
  /// Where the first report was found.
  private var first: UInt64?
  /// Reports that were found, and of them told.
  private(set) var total: UInt64 = 0
  private(set) var told: UInt64 = 0
  private var isAcknowledged = false
  private let segmentBytes: UInt64

  /// The log has been read up to `position`.
  init(_ question: TradeQuestion, isRepeat: Bool, segmentBytes: Int, to position: UInt64) {
    self.question = question
    self.isRepeat = isRepeat
    self.segmentBytes = UInt64(segmentBytes)
    highest = question.from == .none ? 0 : position / UInt64(segmentBytes)
  }

  var step: Step {
    if isAcknowledged, told == total { return .end }
    if isCounted, !isAcknowledged { return .acknowledge }
    if let next { return .look(at: next) }
    return lowest < highest
      ? .probe(segment: (lowest + highest + 1) / 2) : .look(at: lowest * segmentBytes)
  }

  /// The first event of a segment has this time.
  mutating func probed(_ segment: UInt64, _ time: Instant) {
    if time < question.from { lowest = segment } else { highest = segment - 1 }
  }

  /// The event at `position` is no report.
  mutating func passed(to end: UInt64) { next = end }

  /// The event at `position` is a report, which was told where they are counted.
  mutating func found(at position: UInt64, end: UInt64) {
    if isCounted { told += 1 } else { total += 1 }
    if first == nil { first = position }
    next = end
  }

  /// All events before the request were looked at.
  mutating func endCounting() {
    precondition(!isCounted, "what was counted is found again")
    isCounted = true
    next = first
  }

  /// TradeCaptureReportRequestAck(AQ) is stored.
  mutating func acknowledged() { isAcknowledged = true }

  /// Whether reports are told, and no longer counted.
  var isTelling: Bool { isAcknowledged }
}
