import Foundation
import Oracle

/// Lets a child process do the work, so that a venue that ends its process is a finding like others, be
/// it the venue itself or the naive one.
struct Supervisor {
  private let plan: SoakPlan

  init(_ plan: SoakPlan) { self.plan = plan }

  /// Whether everything has agreed.
  func run() -> Bool {
    let child = self.child(plan.arguments + ["--alone"])
    let output = Pipe()
    child.standardOutput = output
    start(child)
    var begun: StreamLabel?
    var rest: Substring = ""
    while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
      rest += String(decoding: data, as: UTF8.self)
      while let end = rest.firstIndex(of: "\n") {
        let line = rest[..<end]
        if let label = StreamLabel(line) { begun = label } else { say(String(line)) }
        rest = rest[rest.index(after: end)...]
      }
    }
    child.waitUntilExit()
    if child.terminationReason == .uncaughtSignal, let begun {
      report(begun, signal: child.terminationStatus)
    }
    return child.terminationReason == .exit && child.terminationStatus == 0
  }

  /// Shrinks and prints a stream that ends the process.
  private func report(_ label: StreamLabel, signal: Int32) {
    say("seed \(label.seed): the process ended by signal \(signal); shrinking")
    let stream = CommandStream(
      seed: label.seed, commands: label.commands, features: plan.features)
    var shrinker = Shrinker(Array(stream.steps.indices)) { endsProcess(label, $0) }
    let isRepeated = endsProcess(label, shrinker.kept)
    if isRepeated { shrinker.shrink() }
    let steps = StepRanges.text(of: shrinker.kept)
    say("# seed \(label.seed), \(label.commands) commands, shrunk to steps \(steps)")
    let isNaive = endsProcess(label, shrinker.kept, table: FileHandle.standardOutput)
    let culprit = isNaive ? "the naive venue" : "the venue"
    say(
      isRepeated
        ? "# \(culprit) ends the process by signal \(signal) in the last of these steps"
        : "# alone these steps do not end a process by signal \(signal) again")
  }

  /// Whether these steps end a process: both venues', or that of the naive one alone, which writes the
  /// table of the steps.
  private func endsProcess(
    _ label: StreamLabel, _ steps: [Int], table: FileHandle? = nil
  ) -> Bool {
    var plan = plan
    plan.seed = label.seed
    plan.length = label.commands
    let words = ["--steps", StepRanges.text(of: steps)] + (table == nil ? [] : ["--table"])
    let child = self.child(plan.arguments + words)
    child.environment = ["SWIFT_BACKTRACE": "enable=no"]
    child.standardOutput = table ?? FileHandle.nullDevice
    child.standardError = FileHandle.nullDevice
    start(child)
    child.waitUntilExit()
    return child.terminationReason == .uncaughtSignal
  }

  private func child(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    return process
  }

  private func start(_ process: Process) {
    do {
      try process.run()
    } catch {
      complain("soak: can't start itself: \(error)")
      exit(2)
    }
  }
}

extension SoakPlan {
  /// The words that make this plan again.
  var arguments: [String] {
    [
      "book", "--commands", "\(commands)", "--seed", "\(seed)", "--length", "\(length)",
      "--features", features.map(\.rawValue).sorted().joined(separator: ","),
    ]
  }
}
