import Foundation
import Oracle

/// `soak`: random streams against the venue and the naive one, until a number of commands has agreed.
@main
enum SoakCommand {
  private static let usage = """
    usage: soak book [--commands N] [--seed S] [--length N] [--features A,B ...] [--quick]
           soak venue [--commands N] [--seed S] [--length N] [--quick]
    `venue`: settlement, see CONTRIBUTING.md. `book`:
    Runs streams of random commands, seed after seed, through the venue and through a naive one that
    is written from the rules; after each command events, books and money must be the same, and so must
    the venue's books and what its events tell of their changes. Ends with exit code 1 at the first
    disagreement, or where either venue ends the process, after printing the shortest stream that shows
    it as a table for Tests/Scenarios/venue. Progress is told on standard error.
      --commands N  commands in all, by default 10,000,000
      --seed S      the first seed, by default 1
      --length N    commands of one stream, by default 2,000
      --features    what streams use beside limit orders, by default all:
                    \(Feature.allCases.map(\.rawValue).joined(separator: ","))
      --quick       seeds 1 to 20, 200,000 commands
      --alone       in this process, which tells each stream as it begins
      --steps A-B,C only these steps of one stream, alone
      --table       writes the table of these steps instead
    """

  static func main() {
    if var soak = SettlementSoak(CommandLine.arguments.dropFirst()) { exit(soak.run() ? 0 : 1) }
    guard let plan = SoakPlan(CommandLine.arguments.dropFirst()) else {
      complain(usage)
      exit(2)
    }
    exit(plan.run() ? 0 : 1)
  }
}

/// What one run does.
struct SoakPlan {
  var commands = 10_000_000
  var seed: UInt64 = 1
  var length = 2_000
  var features = Feature.standard
  var isAlone = false
  /// The steps that are performed of one stream; nil for all of as many streams as it takes.
  var steps: [Int]?
  /// Whether the table of these steps is written instead.
  var isTable = false

  init?(_ arguments: ArraySlice<String>) {
    guard arguments.first == "book" else { return nil }
    var words = arguments.dropFirst()
    while let word = words.popFirst() {
      switch word {
      case "--quick": (commands, length, seed) = (200_000, 10_000, 1)
      case "--alone": isAlone = true
      case "--table": isTable = true
      default:
        guard let value = words.popFirst(), take(word, value) else { return nil }
      }
    }
  }

  private mutating func take(_ word: String, _ value: String) -> Bool {
    switch word {
    case "--commands": return read(&commands, value)
    case "--length": return read(&length, value)
    case "--seed":
      guard let number = UInt64(value) else { return false }
      seed = number
      return true
    case "--features":
      let named = value.split(separator: ",").map { Feature(rawValue: String($0)) }
      features = Set(named.compactMap { $0 })
      return features.count == named.count
    case "--steps":
      steps = StepRanges.steps(in: value)
      return steps != nil
    default: return false
    }
  }

  private func read(_ field: inout Int, _ value: String) -> Bool {
    guard let number = Int(value), number > 0 else { return false }
    field = number
    return true
  }

  /// Whether everything has agreed.
  func run() -> Bool {
    if let steps {
      let stream = CommandStream(seed: seed, commands: length, features: features)
      guard !isTable else {
        VenueTable.say(stream.steps(at: steps), in: stream.market, say)
        return true
      }
      return Comparison.run(stream.steps(at: steps), in: stream.market) == nil
    }
    return isAlone ? runAlone() : Supervisor(self).run()
  }

  private func runAlone() -> Bool {
    say("features \(features.map(\.rawValue).sorted().joined(separator: ","))")
    say("seeds from \(seed), \(length) commands each, \(commands) in all")
    let begin = DispatchTime.now().uptimeNanoseconds
    var tally = Tally()
    var next = seed
    while tally.commands < commands {
      let count = min(length, commands - tally.commands)
      say(StreamLabel(seed: next, commands: count).text)
      let stream = CommandStream(seed: next, commands: count, features: features)
      guard tally.add(stream) else { return false }
      next += 1
      if tally.isTimeToTell { complain(tally.line(since: begin, seed: next - 1)) }
    }
    say(tally.line(since: begin, seed: next - 1))
    say(tally.reasonsLine)
    say("agreed")
    return true
  }
}

/// How a process says which stream it begins.
struct StreamLabel {
  let seed: UInt64
  let commands: Int

  init(seed: UInt64, commands: Int) {
    self.seed = seed
    self.commands = commands
  }

  init?(_ line: Substring) {
    let words = line.split(separator: " ")
    guard words.count == 5, words[0] == "begin", let seed = UInt64(words[2]),
      let commands = Int(words[3])
    else { return nil }
    self.init(seed: seed, commands: commands)
  }

  var text: String { "begin seed \(seed) \(commands) commands" }
}

/// A line on standard output, at once.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// A line on standard error.
func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
