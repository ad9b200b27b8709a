import Market
import MarketCore
public import Storage

/// What the engine shows of itself. Written by the engine's thread only.
public struct EngineFigures: Sendable {
  private let own: CounterBlock
  private let tables: CounterBlock
  private let questions: VenueQuestions

  /// `questions` come from the operator's desk.
  public init(_ counters: CounterFile, questions: VenueQuestions = VenueQuestions()) {
    self.questions = questions
    own = counters[CounterLayout.engine]
    tables = counters[CounterLayout.tables]
  }

  func tell(_ counters: Engine.Counters, _ role: CommitRole) {
    own.set(.commands, counters.commands)
    own.set(.batches, counters.batches)
    own.set(.inlineCommits, counters.inlineCommits)
    own.set(.stalls, counters.stalls)
    own.set(.timeGaps, counters.timeGaps)
    own.set(.uncommittedEventBytes, role.uncommittedEventBytes)
    own.set(.unwrittenEventBytes, role.unwrittenEventBytes)
    own.set(.committedAt, UInt64(bitPattern: role.committedAt.nanoseconds))
  }

  /// A batch is in the log.
  func tell(batchAt time: Instant, appliedNanos: Int64) {
    let nanos = UInt64(max(0, appliedNanos))
    own.set(.lastBatchAt, UInt64(bitPattern: time.nanoseconds))
    own.set(.appliedNanos, nanos)
    own.add(nanos, at: EngineCounter.busyNanos.rawValue)
  }

  /// Shows how full the tables are, and answers a question that waits.
  func tell(_ venue: borrowing Venue, asOf sequence: Sequence) {
    questions.answer(from: venue, asOf: sequence)
    // Not by `allCases`, which is an array: nothing is allocated beside the orders.
    for place in 0..<VenueTable.count {
      guard let table = VenueTable(rawValue: place) else { continue }
      let fill = venue.fill(of: table)
      tables.store(UInt64(fill.used), at: 2 * table.rawValue)
      tables.store(UInt64(fill.capacity), at: 2 * table.rawValue + 1)
    }
  }
}
