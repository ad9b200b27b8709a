extension RingBenchmark {
  /// What carries the records.
  enum Channel: Equatable {
    case ring(Waiting)
    case locked

    var name: String {
      switch self {
      case .ring(let waiting): waiting.rawValue
      case .locked: "locked"
      }
    }

    static var all: [Channel] { Waiting.allCases.map { .ring($0) } + [.locked] }
  }

  struct HopCase {
    let channel: Channel
    let hop: Hop
    let name: String

    /// Awake: the receiver still looks when the next record comes. Asleep: it sleeps by then.
    init(_ channel: Channel, bytes: Int, isAsleep: Bool = false) {
      self.channel = channel
      hop = Hop(
        recordBytes: bytes, pauseNanos: isAsleep ? 100_000 : 1_000,
        count: isAsleep ? 2_000 : 50_000)
      name = "hop \(channel.name) \(isAsleep ? "asleep" : "awake") \(bytes) B"
    }
  }

  struct ThroughputCase {
    let channel: Channel
    let throughput: Throughput
    let name: String

    init(_ channel: Channel, bytes: Int, isFull: Bool = false) {
      self.channel = channel
      throughput = Throughput(
        recordBytes: bytes, count: min(400_000, (64 << 20) / bytes), readsAll: isFull)
      name = "rate \(channel.name) \(bytes) B\(isFull ? " full" : "")"
    }
  }

  static var sizes: [Int] { [64, 256, 1_024, 4_096, 16_384] }

  static var hopCases: [HopCase] {
    Channel.all.map { HopCase($0, bytes: 64) }
      + [
        HopCase(.ring(.park), bytes: 64, isAsleep: true),
        HopCase(.locked, bytes: 64, isAsleep: true),
        HopCase(.ring(.spin), bytes: 1_024),
        HopCase(.ring(.spin), bytes: 16_384),
        HopCase(.locked, bytes: 16_384),
      ]
  }

  static var throughputCases: [ThroughputCase] {
    sizes.flatMap { size in Channel.all.map { ThroughputCase($0, bytes: size) } }
      + [
        ThroughputCase(.ring(.spin), bytes: 1_024, isFull: true),
        ThroughputCase(.ring(.park), bytes: 1_024, isFull: true),
        ThroughputCase(.locked, bytes: 1_024, isFull: true),
      ]
  }
}
