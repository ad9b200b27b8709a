import Market
import Testing

@testable import Agents

/// The examples of the mode listing in Specs/RULES_OF_ENGAGEMENT.md, message by message.
@Suite struct GatewayListingTests {
  @Test("the examples happen as they are told", arguments: ["### Taking a listing by its name"])
  func examples(_ heading: String) throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path, throttleLimit: 100)
    venue.defineInstrument(mode: .listing)
    var clients: [String: TestClient] = [:]
    for name in TestVenue.sessions { clients[name] = try venue.logOn(name) }
    try venue.play(heading, clients)
  }
}
