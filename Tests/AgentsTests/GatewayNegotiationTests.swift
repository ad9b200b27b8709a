import Foundation
import Market
import Testing

@testable import Agents

/// The examples of negotiated trading in Specs/RULES_OF_ENGAGEMENT.md, message by message.
@Suite struct GatewayNegotiationTests {
  /// The third session is a broker's, which the other firms have named.
  private static func venue(_ path: String) throws -> TestVenue {
    let venue = try TestVenue(path, throttleLimit: 100) { _, _ in
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

  @Test(
    "the examples happen as they are told",
    arguments: [
      "### Hours and delivery", "### Crosses", "### Trades that one firm alleges", "### Quotes",
      "### Deal tickets",
    ])
  func examples(_ heading: String) throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    if heading == "### Deal tickets" {
      venue.defineInstrument { instrument in
        instrument.signingFlowCode = SigningFlow.affirm.rawValue
        instrument.signSeconds = 60
      }
    }
    var clients: [String: TestClient] = [:]
    for name in TestVenue.sessions { clients[name] = try venue.logOn(name) }
    clients["BROKER"] = clients["THROTTLED"]
    clients["THROTTLED"] = nil
    try venue.play(heading, clients)
  }

  @Test("every example is played")
  func complete() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let tests = names.map { TestVenue.text(of: "Tests/AgentsTests/\($0)") }.joined()
    let headings = TestVenue.headingsWithExamples
    #expect(headings.count > 14)
    #expect(headings.filter { !tests.contains("\"\($0)\"") } == [])
  }
}
