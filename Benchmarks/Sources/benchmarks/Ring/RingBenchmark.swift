import CLinux
import Rings

extension Benchmark {
  static var ring: Benchmark {
    Benchmark(name: "ring", about: "the record ring beside a queue with mutex and conditions") {
      var benchmark = RingBenchmark()
      return try benchmark.measure()
    }
  }
}

/// Hops and throughput of the ring under each wait strategy, beside the locked queue.
struct RingBenchmark {
  static var repetitions: Int { 5 }
  static var capacityBytes: Int { 1 << 20 }
  /// Room for three records of 16 KiB.
  static var smallCapacityBytes: Int { 1 << 16 }

  private var hops: [String: [Latencies]] = [:]
  private var rates: [String: [Double]] = [:]
  private var waits: [Double] = []

  /// The cases of each repetition come in turn, so that the machine's moods meet them all.
  mutating func measure() throws -> Report {
    guard clinux_processor_count() >= 2 else {
      throw Benchmark.VoidRun(reason: "two threads need two processors")
    }
    for _ in 0..<Self.repetitions {
      for hop in Self.hopCases { try measure(hop) }
      for throughput in Self.throughputCases { try measure(throughput) }
    }
    return Report("ring", workload: Self.workload, figures: figures(), ratios: ratios())
  }

  private static var workload: String {
    "\(repetitions) repetitions, threads pinned to processors 0 and 1; hop: one record under way, "
      + "one clock reading included; awake: 1 us between records, asleep: 100 us; throughput: "
      + "flushed by the \(Throughput.batch), ring of 1 MiB, full: of 64 KiB and every byte read; "
      + "order, number and both ends of each record checked"
  }

  private mutating func measure(_ hopCase: HopCase) throws {
    let hop = hopCase.hop
    let latencies: Latencies
    switch hopCase.channel {
    case .ring(let waiting):
      let (sender, receiver) = Self.ring(waiting, capacityBytes: Self.capacityBytes)
      latencies = try hop.measure(sender.open(), receiver.open(), hopCase.name)
    case .locked:
      let queue = LockedQueue(
        capacityBytes: Self.capacityBytes, recordBytes: hop.recordBytes)
      latencies = try hop.measure(
        LockedSender(queue: queue),
        LockedReceiver(queue: queue, recordBytes: hop.recordBytes),
        hopCase.name)
    }
    hops[hopCase.name, default: []].append(latencies)
  }

  private mutating func measure(_ throughputCase: ThroughputCase) throws {
    let throughput = throughputCase.throughput
    let capacity = throughput.readsAll ? Self.smallCapacityBytes : Self.capacityBytes
    let outcome: Throughput.Outcome
    switch throughputCase.channel {
    case .ring(let waiting):
      let (sender, receiver) = Self.ring(waiting, capacityBytes: capacity)
      outcome = try throughput.measure(sender.open(), receiver.open(), throughputCase.name)
    case .locked:
      let queue = LockedQueue(capacityBytes: capacity, recordBytes: throughput.recordBytes)
      outcome = try throughput.measure(
        LockedSender(queue: queue),
        LockedReceiver(queue: queue, recordBytes: throughput.recordBytes),
        throughputCase.name)
    }
    rates[throughputCase.name, default: []].append(outcome.rate)
    if throughput.readsAll, throughputCase.channel == .ring(.spin) { waits.append(outcome.waits) }
  }

  private static func ring(
    _ waiting: Waiting, capacityBytes: Int
  ) -> (Parcel<RingSender>, Parcel<RingReceiver>) {
    let flag = SleepFlag()
    let bell = Bell()
    let ring = Ring.make(capacityBytes: capacityBytes)
    return (
      Parcel(RingSender(producer: ring.producer, waiting: waiting, flag: flag, bell: bell)),
      Parcel(RingReceiver(consumer: ring.consumer, waiting: waiting, flag: flag, bell: bell))
    )
  }

  private func figures() -> [Report.Figure] {
    let latencies = Self.hopCases.flatMap { Latencies.figures($0.name, hops[$0.name] ?? []) }
    let throughputs = Self.throughputCases.map {
      Report.Figure($0.name, unit: "M records/s", samples: rates[$0.name] ?? [])
    }
    let full = Report.Figure("waits for room, full", unit: "per 1,000 records", samples: waits)
    return latencies + throughputs + [full]
  }

  /// What the locked queue takes by what the ring takes: by how much the ring is faster.
  private func ratios() -> [Report.Ratio] {
    let figures = figures()
    func median(_ name: String) -> Double { figures.first { $0.name == name }?.median ?? .nan }
    func ratio(_ name: String, _ by: String) -> Report.Ratio {
      Report.Ratio(name: "\(name) / \(by)", value: median(name) / median(by))
    }
    let hopRatios = Waiting.allCases.map {
      ratio("hop locked awake 64 B p50", "hop \($0.rawValue) awake 64 B p50")
    }
    let asleep = ratio("hop locked asleep 64 B p50", "hop park asleep 64 B p50")
    let rateRatios = Self.sizes.map {
      ratio("rate spin \($0) B", "rate locked \($0) B")
    }
    return hopRatios + [asleep] + rateRatios
  }
}
