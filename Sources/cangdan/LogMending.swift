import Market
import Storage

/// `cangdan log --repair` and `--set-aside`.
enum LogMending {
  /// Mends the commands from a copy, and verifies what has come of it.
  static func repair(_ path: String, from copy: String) throws {
    let directory = try StorageDirectory.open(path)
    let outcome = try CommandLogRepair.mend(directory, from: copy)
    if outcome == CommandLogRepair.Outcome() {
      print("nothing to take from \(copy)")
    } else {
      print("\(outcome.records) records taken from \(copy)")
    }
    tell(outcome)
    try LogVerification.run(path)
  }

  /// Gives up what is behind the damage. The last batch may be short now, until the next start says so in the log.
  static func setAside(_ path: String, behind last: Sequence) throws {
    let directory = try StorageDirectory.open(path)
    let outcome = try CommandLogRepair.setAside(directory, behind: last)
    print("given up: every command behind \(last.rawValue); the venue starts on what is left")
    tell(outcome)
  }

  private static func tell(_ outcome: CommandLogRepair.Outcome) {
    for file in outcome.aside { print("aside: \(file)") }
  }
}
