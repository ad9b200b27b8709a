import Foundation
import Testing

/// What the core keeps from one command to the next is in its snapshots: each stored variable of what owns tables stands
/// in a `transfer(by:)`.
@Suite struct StateTests {
  static let modules: Set<String> = [
    "Matching", "Titles", "Funds", "Negotiation", "Auctions", "Surveillance", "MarketCore",
  ]

  /// What is in snapshots beside the core, and where.
  static let notes: [String: String] = [
    "ReferenceIndex": "MarketDefinition", "ScheduledPhases": "MarketDefinition",
    "ReservationHistory": "Agents", "LogFacts": "cangdan",
  ]

  /// What holds nothing beyond one command, and why.
  static let momentary: [String: String] = [
    "FillBuffer": "the fills of the order that is being matched",
    "TitleChanges": "what the title request that is being done has changed",
    "TransitionTable": "a constant",
    "Venue.fills": "the fills of the order that is being matched",
    "Venue.titleChanges": "what the title request that is being done has changed",
    "Venue.owingProgram": "set before each message that is counted",
    "Venue.rateMark": "set before each message that is counted",
    "Venue.rateRefusal": "set before each message that is counted",
    "Venue.request": "the operator's request while it is being done",
    "Venue.crossID": "the cross while it is being dealt",
    "Venue.acting": "set by each command",
    "Venue.ordinal": "set by each command",
  ]

  @Test("each stored variable of a table is in a snapshot, or is named here with a reason")
  func transferred() throws {
    let modules = Self.modules.union(Self.notes.values)
    let files = SourceTree.sources.filter { modules.contains($0.module) }
    let transfers = Self.transfers(files)
    var missing: [String] = []
    for (owner, name) in Self.variables(files) {
      guard Self.momentary[owner] == nil, Self.momentary["\(owner).\(name)"] == nil else {
        continue
      }
      let words = transfers[owner] ?? ""
      let forms = ["(&\(name))", "(&\(name)[", "\(name).transfer("]
      if !forms.contains(where: words.contains) {
        missing.append("\(owner).\(name)")
      }
    }
    #expect(missing == [])
    #expect(transfers.count > 30)
  }

  /// The lines of all `transfer(by:)`, and of what they call, by type.
  private static func transfers(_ files: [SourceTree.File]) -> [String: String] {
    let holder = /^extension ([A-Za-z]+): StateHolder/
    var found: [String: String] = [:]
    for file in files {
      var owner: String?
      for line in file.code {
        if let match = line.firstMatch(of: holder) {
          owner = String(match.1)
        } else if line == "}" {
          owner = nil
        }
        if let owner { found[owner, default: ""] += line + "\n" }
      }
    }
    return found
  }

  /// The stored variables of all types that own tables.
  private static func variables(_ files: [SourceTree.File]) -> [(owner: String, name: String)] {
    let type = /^(?:public )?struct ([A-Za-z]+)(?:<.*>)?(.*) \{$/
    let variable =
      /^  (?:(?:public|private|fileprivate|internal)(?:\(set\))? )*var ([A-Za-z]+)(?::| =)[^{]*$/
    var found: [(owner: String, name: String)] = []
    for file in files {
      var owner: String?
      for line in file.code {
        if let match = line.firstMatch(of: type) {
          let name = String(match.1)
          let isTable = match.2.contains("~Copyable") && modules.contains(file.module)
          if isTable || notes[name] == file.module { owner = name }
        } else if line == "}" {
          owner = nil
        }
        if let owner, let match = line.firstMatch(of: variable) {
          found.append((owner, String(match.1)))
        }
      }
    }
    return found
  }
}
