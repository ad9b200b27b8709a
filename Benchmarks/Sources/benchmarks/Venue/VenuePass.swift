import MarketCore
import Records
import Storage

/// A pass over a recorded log: sixteen commands are moved, told to the venue, applied, and their events
/// sealed, as the engine does under load.
struct VenuePass {
  let nanos: UInt64
  let digest: EventDigest
  /// The venue's own digest at the end.
  let state: UInt64

  /// The first `commands` of a log, the time of the processor.
  init(_ log: borrowing VenueLog, commands: Int) {
    var market = log.market()
    var offset = 0
    var done = 0
    let start = Clock.processor()
    while done < commands {
      let group = min(Venue.expectedMost, commands - done)
      offset = market.apply(log.records, from: offset, count: group)
      market.seal()
      done += group
    }
    nanos = Clock.processor() - start
    digest = market.digest
    state = market.venue.digest()
  }
}
