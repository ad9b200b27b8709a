/// The result of a benchmark: figures with their spread over the repetitions, and ratios of the same
/// run, which hold on other machines too.
struct Report: Codable {
  /// A figure: the lowest, the middle and the highest of the repetitions.
  struct Figure: Codable {
    let name: String
    /// Such as "ns", "M records/s", "1".
    let unit: String
    let min: Double
    let median: Double
    let max: Double

    /// - Parameter samples: one for each repetition, at least one.
    init(_ name: String, unit: String, samples: [Double]) {
      precondition(!samples.isEmpty, "a figure was measured")
      let sorted = samples.sorted()
      self.name = name
      self.unit = unit
      min = sorted[0]
      median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      max = sorted[sorted.count - 1]
    }
  }

  /// One figure by another of the same run.
  struct Ratio: Codable {
    let name: String
    let value: Double
  }

  let name: String
  let machine: Machine
  /// What was done, how often, and how it was checked.
  let workload: String
  let figures: [Figure]
  let ratios: [Ratio]

  init(
    _ name: String, workload: String, figures: [Figure], ratios: [Ratio],
    machine: Machine = Machine()
  ) {
    self.name = name
    self.machine = machine
    self.workload = workload
    self.figures = figures
    self.ratios = ratios
  }
}
