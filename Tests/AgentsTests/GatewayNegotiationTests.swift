import Foundation
import Market
import Testing

@testable import Agents

/// The examples of negotiated trading in Specs/RULES_OF_ENGAGEMENT.md, message by message.
@Suite struct GatewayNegotiationTests {
  /// The third session is a broker's, which the other firms have named.
  private static func venue(_ path: String) throws -> TestVenue {
    let venue = try TestVenue(path) { _, _ in
    } setup: { name, session in
      if name == "THROTTLED" { session.role = .broker }
    }
    venue.defineSession(3, role: .broker)
    for number in UInt32(1)...2 {
      var firm = DefineFirm()
      firm.firm = FirmID(rawValue: number)
      firm.controlGroup = number
      firm.code = CompID(Text16(TestVenue.sessions[Int(number) - 1]) ?? Text16())
      firm.state = 1
      firm.broker = FirmID(rawValue: 3)
      venue.publish(.defineFirm, firm)
    }
    return venue
  }

  /// The lines of the code blocks behind a heading, one unless said: who, whether it sends or is told, and the
  /// fields.
  static func example(
    behind heading: String, blocks: Int = 1
  ) -> [(who: String, sends: Bool, line: String)] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Specs/RULES_OF_ENGAGEMENT.md")
    let text: String
    do { text = try String(contentsOf: file, encoding: .utf8) } catch { return [] }
    var blocksLeft = blocks
    var isInBlock = false
    var lines: [String] = []
    for line in text.components(separatedBy: "\n").drop(while: { $0 != heading }) {
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

  @Test(
    "the examples happen as they are told",
    arguments: [
      "### Hours and delivery", "### Crosses", "### Trades that one firm alleges", "### Quotes",
    ])
  func examples(_ heading: String) throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let lines = Self.example(behind: heading)
    #expect(lines.count > 3, "\(heading) has an example")
    var clients: [String: TestClient] = [:]
    for name in TestVenue.sessions { clients[name] = try venue.logOn(name) }
    clients["BROKER"] = clients["THROTTLED"]
    for line in lines {
      let client = try #require(clients[line.who])
      if line.sends {
        client.send(line.line)
      } else {
        let parts = line.line.split(separator: "|").map(String.init)
        #expect(venue.expect(client, all: parts) != nil, "\(line.who) < \(line.line)")
      }
    }
  }
}
