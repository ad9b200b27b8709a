import Foundation
import Oracle

/// `soak`: random streams against the venue and the naive one, until a number of commands has agreed.
@main
enum SoakCommand {
  private static let usage = """
    usage: soak book [--commands N] [--seed S] [--length N] [--features A,B ...] [--trace] [--quick]
    Runs streams of random commands, seed after seed, through the venue and through a naive one that
    is written from the rules; after each command events, books and money must be the same, and so must
    the venue's books and what its events tell of their changes. Ends with exit code 1 at the first
    disagreement, after printing the shortest stream that shows it.
      --commands N  commands in all, by default 10,000,000
      --seed S      the first seed, by default 1
      --length N    commands of one stream, by default 2,000
      --features    what streams use beside limit orders: \(Feature.allCases.map(\.rawValue).joined(separator: ","))
      --trace       prints each command before it is performed, for streams that end the process
      --quick       seeds 1 to 20, 200,000 commands
    """

  static func main() {
    guard let plan = SoakPlan(CommandLine.arguments.dropFirst()) else {
      FileHandle.standardError.write(Data((usage + "\n").utf8))
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
  var isTraced = false

  init?(_ arguments: ArraySlice<String>) {
    guard arguments.first == "book" else { return nil }
    var words = arguments.dropFirst()
    while let word = words.popFirst() {
      if word == "--quick" {
        (commands, length, seed) = (200_000, 10_000, 1)
        continue
      }
      if word == "--trace" {
        isTraced = true
        continue
      }
      guard let value = words.popFirst(), take(word, value) else { return nil }
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
    default: return false
    }
  }

  private func read(_ field: inout Int, _ value: String) -> Bool {
    guard let number = Int(value), number > 0 else { return false }
    field = number
    return true
  }

  /// Runs streams until `commands` have agreed; false at a disagreement.
  func run() -> Bool {
    say("features \(features.map(\.rawValue).sorted().joined(separator: ","))")
    say("seeds from \(seed), \(length) commands each, \(commands) in all")
    let begin = DispatchTime.now().uptimeNanoseconds
    var tally = Tally()
    var next = seed
    while tally.commands < commands {
      let stream = CommandStream(
        seed: next, commands: min(length, commands - tally.commands), features: features)
      guard tally.add(stream, isTraced: isTraced) else { return false }
      next += 1
      if tally.isTimeToTell { tally.tell(since: begin, seed: next - 1) }
    }
    tally.tell(since: begin, seed: next - 1)
    say("agreed")
    return true
  }
}
