public import Market
import Records

/// Checks that the records of a command log belong together, beyond the CRC and the sequence that
/// its reader checks: each batch has the commands that its header counts, types are known, and time
/// never goes back.
///
/// A batch may be short where a torn tail was cut: then the next process says so at once.
public struct LogVerifier: Sendable {
  public private(set) var commandCount: UInt64 = 0
  public private(set) var lastSequence = Sequence(rawValue: 0)
  public private(set) var firstTime = Instant.none
  public private(set) var lastTime = Instant.none
  private var missing: UInt32 = 0
  private var isFirstOfBatch = false
  private var eventPosition: UInt64 = 0

  public init() {}

  /// Looks at the next record; what is wrong with it, nil where nothing is.
  public mutating func check(_ record: RawSpan) -> String? {
    let head = record.loadHead()
    if head.time < lastTime {
      return "time \(TextForm.timestamp(head.time)) after \(TextForm.timestamp(lastTime))"
    }
    guard let type = CommandType(rawValue: head.typeCode) else {
      return "unknown type \(head.typeCode)"
    }
    if type == .batch { return open(record) }
    return count(record, type)
  }

  /// Looks at the end of the log; what is wrong with it. A writer may be in the midst of a batch.
  public func checkEnd(isTorn: Bool) -> String? {
    missing > 0 && !isTorn ? "the last batch ends \(missing) commands early" : nil
  }

  /// `120 commands, last sequence 120, from ... to ...`
  public var summary: String {
    let span =
      commandCount == 0
      ? "" : ", from \(TextForm.timestamp(firstTime)) to \(TextForm.timestamp(lastTime))"
    return "\(commandCount) commands, last sequence \(lastSequence.rawValue)\(span)"
  }

  private mutating func open(_ record: RawSpan) -> String? {
    let head = record.loadHead()
    guard Int(head.bodyLength) >= MemoryLayout<BatchHeader>.size else {
      return "a batch header of \(head.bodyLength) bytes"
    }
    let header = record.loadBody(BatchHeader.self)
    if header.commandCount == 0 { return "a batch of no commands" }
    if header.eventPosition < eventPosition {
      return "event position \(header.eventPosition) after \(eventPosition)"
    }
    if header.committedThrough >= head.sequence.rawValue {
      return "committed through \(header.committedThrough) before it was written"
    }
    eventPosition = header.eventPosition
    isFirstOfBatch = true
    wasShort = missing
    missing = header.commandCount
    return nil
  }

  /// Commands that the batch before this one lacks.
  private var wasShort: UInt32 = 0

  private mutating func count(_ record: RawSpan, _ type: CommandType) -> String? {
    let head = record.loadHead()
    if missing == 0 { return "a command that no batch header counts" }
    if isFirstOfBatch, wasShort > 0, type != .processRestarted, type != .termOpened {
      return "the batch before it ends \(wasShort) commands early"
    }
    if commandCount == 0 {
      if type != .logOpened && head.sequence.rawValue == 1 { return "the log begins with \(type)" }
      firstTime = head.time
    }
    isFirstOfBatch = false
    wasShort = 0
    missing -= 1
    commandCount += 1
    lastSequence = head.sequence
    lastTime = head.time
    return nil
  }
}
