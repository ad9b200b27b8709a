import Agents
import MarketDefinition
import Memory

/// What is noted of a log's commands while they are applied.
struct LogFacts {
  var index = ReferenceIndex()
  /// The last phase that is scheduled for each instrument.
  var scheduled = ScheduledPhases()
  /// Where sessions had been served up to when their numbers were reserved.
  private(set) var reservations = ReservationHistory()

  /// One command, and the events that the venue has made of it.
  mutating func note(_ record: RawSpan, told events: RawSpan) {
    index.note(record, told: events)
    scheduled.note(record)
    reservations.note(record)
  }
}

extension LogFacts: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    index.transfer(by: &transfer)
    scheduled.transfer(by: &transfer)
    reservations.transfer(by: &transfer)
  }
}
