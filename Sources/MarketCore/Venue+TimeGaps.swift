import Auctions
import Market
import Memory
import Records

/// Time in which the venue did not run: between two processes, and where one stood still. Durations stand from its
/// beginning until `Resumed`; instants do not move.
extension Venue {
  /// The venue did not run, as a `TimeGap` or a `ProcessRestarted` says; `last` is the time of the command
  /// before. A process that has ended has lost its connections.
  mutating func beginGap(_ command: RawSpan, behind last: Instant) {
    var from = last
    if cause.typeCode == CommandType.timeGap.rawValue {
      guard Int(cause.bodyLength) >= MemoryLayout<TimeGap>.size else { return }
      from = min(max(command.loadBody(TimeGap.self).from, last), now)
      awaitRunningGraces()
    } else {
      endAllConnections()
    }
    auctions.beginGap(at: from)
    durations.stop(at: from)
  }

  /// Sessions can come back: what stood still goes on.
  mutating func endGap() {
    durations.goOn(at: now)
    beginAwaitedGraces()
    auctions.endGap(at: now)
  }
}
