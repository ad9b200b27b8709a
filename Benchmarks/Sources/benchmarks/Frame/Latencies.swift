import Histogram

/// Times of single events, 1 ns to 10 s, kept to three digits.
struct Latencies {
  private var histogram = Histogram<UInt64>(
    highestTrackableValue: 10_000_000_000, numberOfSignificantValueDigits: .three)

  static var percentiles: [Double] { [50, 90, 99, 99.9, 99.99] }

  var count: UInt64 { histogram.totalCount }

  mutating func record(nanos: UInt64) { histogram.record(min(nanos, 10_000_000_000)) }

  /// Takes over what another one has recorded.
  mutating func add(_ other: Latencies) {
    for value in other.histogram.recordedValues() {
      histogram.record(value.value, count: value.count)
    }
  }

  func nanos(at percentile: Double) -> Double {
    Double(histogram.valueAtPercentile(percentile))
  }

  /// One figure for each percentile, over the repetitions.
  static func figures(_ name: String, _ repetitions: [Latencies]) -> [Report.Figure] {
    percentiles.map { percentile in
      Report.Figure(
        "\(name) p\(text(percentile))", unit: "ns",
        samples: repetitions.map { $0.nanos(at: percentile) })
    }
  }

  /// A percentile without a point when it is whole.
  static func text(_ percentile: Double) -> String {
    percentile == percentile.rounded() ? String(Int(percentile)) : String(percentile)
  }
}
