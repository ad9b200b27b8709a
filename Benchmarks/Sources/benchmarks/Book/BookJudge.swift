import Storage

/// Compares what the contenders give: with what is known of the stream, else with what the first gave.
struct BookJudge {
  private let name: String
  private var checksums: BookChecksums?
  private var events: EventDigest?

  init(_ workload: BookWorkload) {
    name = workload.name
    checksums = workload.known?.checksums
  }

  /// Void where a result differs.
  mutating func judge(_ result: BookPass.Result, of contender: BookContender) throws {
    if let checksums, result.checksums != checksums {
      throw Benchmark.VoidRun(
        reason: "\(contender.rawValue) gave \(result.checksums) for \(name), not \(checksums)")
    }
    checksums = result.checksums
    guard contender.writes else { return }
    if let events, result.events != events {
      throw Benchmark.VoidRun(
        reason: "\(contender.rawValue) wrote \(result.events) for \(name), not \(events)")
    }
    events = result.events
  }
}
