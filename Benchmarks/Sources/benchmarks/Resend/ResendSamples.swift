import Foundation

/// What was measured, and the figures and ratios made of it.
struct ResendSamples {
  let machine: Machine
  private var roundTripsAlone: [Latencies] = []
  private var roundTripsBeside: [Latencies] = []
  private var insideAlone: [Latencies] = []
  private var insideBeside: [Latencies] = []
  var paced: [Double] = []
  var underLoad: [Double] = []
  var free: [Double] = []
  var ratesAlone: [Double] = []
  var ratesBeside: [Double] = []
  var shares: [Double] = []
  var secondsToAll: [Double] = []
  var waits: [Double] = []

  init(machine: Machine) { self.machine = machine }

  /// A pair of rounds: without and with resends.
  mutating func add(_ alone: RoundTrips, _ beside: RoundTrips) {
    roundTripsAlone.append(alone.latencies)
    roundTripsBeside.append(beside.latencies)
    insideAlone.append(alone.inside)
    insideBeside.append(beside.inside)
  }

  func report(_ workload: String) -> Report {
    Report("resend", workload: workload, figures: figures, ratios: ratios, machine: machine)
  }

  private var figures: [Report.Figure] {
    Latencies.figures("received to sent, undisturbed", insideAlone)
      + Latencies.figures("received to sent, disturbed", insideBeside)
      + Latencies.figures("round trip, undisturbed", roundTripsAlone)
      + Latencies.figures("round trip, disturbed", roundTripsBeside)
      + [
        Report.Figure("resent at the pace", unit: "messages/s", samples: paced),
        Report.Figure("resent under load", unit: "messages/s", samples: underLoad),
        Report.Figure("resent to the end", unit: "messages/s", samples: free),
        Report.Figure("orders with a window, undisturbed", unit: "orders/s", samples: ratesAlone),
        Report.Figure("orders with a window, disturbed", unit: "orders/s", samples: ratesBeside),
        Report.Figure("share of busy duty cycles under load", unit: "1", samples: shares),
        Report.Figure("request to the last message", unit: "s", samples: secondsToAll),
        Report.Figure("waits of the venue's thread for the disk", unit: "1", samples: waits),
      ]
  }

  private var ratios: [Report.Ratio] {
    func median(_ beside: [Latencies], _ alone: [Latencies], _ percentile: Double) -> Double {
      WireSamples.median(
        zip(beside, alone).map { $0.nanos(at: percentile) / max(1, $1.nanos(at: percentile)) })
    }
    return [
      Report.Ratio(name: "resend/p99-disturbed", value: median(insideBeside, insideAlone, 99)),
      Report.Ratio(
        name: "resend/round-trip-p50-disturbed",
        value: median(roundTripsBeside, roundTripsAlone, 50)),
      Report.Ratio(
        name: "resend/round-trip-p99-disturbed",
        value: median(roundTripsBeside, roundTripsAlone, 99)),
      Report.Ratio(name: "resend/share-under-load", value: WireSamples.median(shares)),
      Report.Ratio(
        name: "resend/rate-disturbed",
        value: WireSamples.median(zip(ratesBeside, ratesAlone).map { $0 / $1 })),
    ]
  }
}

/// Page faults of the venue's thread that had to wait for the disk, by the kernel's account.
struct ThreadFaults {
  private(set) var major = 0

  init(of process: Int32, thread name: String = "venue") {
    let folder = "/proc/\(process)/task"
    for thread in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      let bytes = FileManager.default.contents(atPath: "\(folder)/\(thread)/stat") ?? Data()
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.contains("(\(name))"), let rest = text.split(separator: ")").last else { continue }
      let words = rest.split(separator: " ")
      if words.count > 9 { major += Int(words[9]) ?? 0 }
    }
  }
}

/// What a running venue says of its resends.
struct ResendFigures {
  private var resendNanos = 0.0
  private var allNanos = 0.0

  init(_ setup: WireSetup) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: setup.cangdan)
    process.arguments = ["top", "--metrics", "--data", setup.dataFolder(.memory)]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 2, let value = Double(words[1]) else { continue }
      if words[0] == "cangdan_busy_resend_nanos_total" { resendNanos = value }
      if words[0] == "cangdan_resend_busy_nanos_total" { allNanos = value }
    }
  }

  /// The part of duty cycles with other work that resends took.
  func share(since before: ResendFigures) throws -> Double {
    guard allNanos > before.allNanos else {
      throw Benchmark.VoidRun(reason: "the venue has counted nothing")
    }
    return (resendNanos - before.resendNanos) / (allNanos - before.allNanos)
  }
}
