import Foundation
import Market
import Testing

/// The examples in Specs/RULES_OF_ENGAGEMENT.md.
extension TestVenue {
  /// Has the clients send what the example behind a heading says, and expects what it says that they are told. A line
  /// of CLOCK lets that time of day come, one of OPERATOR is what the test does by `act`.
  func play(
    _ heading: String, _ clients: [String: TestClient], blocks: Int = 1,
    operator act: (String) throws -> Void = { _ in }
  ) throws {
    let lines = Self.example(behind: heading, blocks: blocks)
    #expect(lines.count > 1, "\(heading) has an example")
    for line in lines {
      if line.who == "CLOCK" {
        try go(to: line.line, Array(clients.values))
      } else if line.who == "OPERATOR" {
        try act(line.line)
      } else if line.sends {
        try #require(clients[line.who]).send(line.line)
      } else {
        let parts = line.line.split(separator: "|").map(String.init)
        let client = try #require(clients[line.who])
        let isTold = expect(client, all: parts) != nil
        let others = client.messages.filter { $0.contains("|\(parts[0])|") }.suffix(2)
        #expect(isTold, "\(line.who) < \(line.line) and not \(Array(others))")
      }
    }
  }

  /// Lets the time come, while nobody is silent for so long that its session ends.
  func go(to time: String, _ clients: [TestClient]) throws {
    let parts = time.split(separator: ":").compactMap { Int64($0) }
    try #require(parts.count == 3, "\(time) is a time of day")
    let day: Int64 = 86_400_000_000_000
    let start = now.nanoseconds / day * day
    let instant = start + (parts[0] * 3_600 + parts[1] * 60 + parts[2]) * 1_000_000_000
    try #require(instant > now.nanoseconds, "the example goes on in time")
    var beats: Int64 = 0
    while now.nanoseconds < instant {
      let seconds = now.nanoseconds / 1_000_000_000
      if seconds >= beats {
        for client in clients { client.send("35=0|") }
        beats = seconds + 20
      }
      for client in clients {
        client.flush()
        client.receive()
      }
      cycle(nanoseconds: min(500_000_000, instant - now.nanoseconds))
    }
  }

  /// The lines of the code blocks behind a heading, one unless said: who, whether it sends or is told, and the
  /// fields.
  static func example(
    behind heading: String, blocks: Int = 1
  ) -> [(who: String, sends: Bool, line: String)] {
    var blocksLeft = blocks
    var isInBlock = false
    var lines: [String] = []
    for line in rules.drop(while: { $0 != heading }) {
      if line == "```" {
        if isInBlock { blocksLeft -= 1 }
        isInBlock.toggle()
        if blocksLeft == 0 { break }
      } else if isInBlock {
        lines.append(line)
      }
    }
    return lines.compactMap { line in
      let words = line.split(separator: " ", maxSplits: 2).map(String.init)
      return words.count == 3 ? (words[0], words[1] == ">", words[2]) : nil
    }
  }

  /// The headings behind which somebody sends or is told something.
  static var headingsWithExamples: Set<String> {
    var headings: Set<String> = []
    var heading = ""
    for line in rules {
      if line.hasPrefix("#") { heading = line }
      let words = line.split(separator: " ", maxSplits: 2)
      let isLine = words.count == 3 && (words[1] == ">" || words[1] == "<")
      if isLine && words[2].hasPrefix("35=") { headings.insert(heading) }
    }
    return headings
  }

  private static var rules: [String] {
    text(of: "Specs/RULES_OF_ENGAGEMENT.md").components(separatedBy: "\n")
  }

  /// A file of the repository; empty where it can't be read.
  static func text(of path: String) -> String {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: path)
    do { return try String(contentsOf: file, encoding: .utf8) } catch { return "" }
  }
}
