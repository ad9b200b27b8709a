import Foundation
import Simulation

/// Runs seeds in a process of their own, since a venue that breaks a rule of its own ends its process; makes the
/// first plan small that fails.
struct SeedSupervisor {
  private let plan: SimulationPlan
  private let count: Int
  /// How often it says how far it is, in seconds.
  private static let sayEvery = 30.0

  init(_ plan: SimulationPlan, _ count: Int) {
    self.plan = plan
    self.count = count
  }

  /// Whether all seeds have come to rest.
  func run() -> Bool {
    guard let failed = firstFailure(telling: say) else { return true }
    say("seed \(failed.seed) fails; it is made small")
    var shrinker = SimulationShrinker(failed) { plan in
      SeedSupervisor(plan, 1).firstFailure { _ in } != nil
    }
    shrinker.shrink()
    _ = SeedSupervisor(shrinker.plan, 1).firstFailure(telling: say)
    say("again: Tools/simulate \(shrinker.plan.arguments)")
    return false
  }

  /// The first plan that fails; nil where none does. `tell` hears what is said, but for which seed begins.
  func firstFailure(telling tell: (String) -> Void) -> SimulationPlan? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments =
      ["--alone", "--seeds", "\(count)"] + plan.arguments.split(separator: " ").map(String.init)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    do { try process.run() } catch {
      complain("the process of the seeds can't be started: \(error)")
      exit(2)
    }
    let seed = follow(pipe.fileHandleForReading, tell)
    process.waitUntilExit()
    if process.terminationReason == .exit && process.terminationStatus == 0 { return nil }
    if process.terminationReason != .exit { tell("the process ends by a signal") }
    var failed = plan
    failed.seed = seed ?? plan.seed
    return failed
  }

  /// Passes on what is said; the last seed that has begun.
  private func follow(_ file: FileHandle, _ tell: (String) -> Void) -> UInt64? {
    var seed: UInt64?
    var rest = ""
    let begin = Date()
    var nextWord = begin + Self.sayEvery
    while true {
      let data = file.availableData
      if data.isEmpty { break }
      rest += String(decoding: data, as: UTF8.self)
      var lines = rest.split(separator: "\n", omittingEmptySubsequences: false)
      rest = String(lines.removeLast())
      for line in lines {
        if line.hasPrefix("seed "), let number = UInt64(line.dropFirst(5)) {
          seed = number
          guard Date() >= nextWord else { continue }
          nextWord += Self.sayEvery
          let (done, time) = (Int(number - plan.seed), Date().timeIntervalSince(begin))
          complain("seed \(number): \(done) of \(count) in \(Int(time)) s")
        } else {
          tell(String(line))
        }
      }
    }
    return seed
  }
}
