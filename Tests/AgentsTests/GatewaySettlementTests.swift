import Market
import Testing

@testable import Agents

/// What becomes of a trade reaches clearing and the parties like any report: it waits, and comes again.
@Suite struct GatewaySettlementTests {
  private static func order(_ id: String, side: Int) -> String {
    "35=D|11=\(id)|55=CU|54=\(side)|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|"
  }

  /// The third session is clearing's.
  private static func venue(_ path: String) throws -> TestVenue {
    let venue = try TestVenue(path) { _, _ in
    } setup: { name, session in
      if name == "THROTTLED" { session.role = .clearing }
    }
    venue.defineSession(3, role: .clearing)
    return venue
  }

  private static func trade(_ venue: TestVenue) throws -> [TestClient] {
    let parties = [try venue.logOn("BUYER"), try venue.logOn("SELLER")]
    for (place, party) in parties.enumerated() {
      party.send(order("O\(place)", side: place + 1))
      precondition(venue.expect(party, "11=O\(place)", "150=0") != nil, "it is taken")
    }
    for party in parties { precondition(venue.expect(party, "150=F") != nil, "it is filled") }
    return parties
  }

  @Test("an instruction waits for clearing, and is resent as it was")
  func waits() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    _ = try Self.trade(venue)
    let clearing = try venue.logOn("THROTTLED")
    #expect(venue.expect(clearing, "35=AE", "34=2", "571=1", "856=0") != nil)
    clearing.send("35=2|7=2|16=2|")
    #expect(venue.expect(clearing, "35=AE", "34=2", "43=Y", "571=1") != nil)
  }

  @Test("an expiry is told to a holder who logs on for the first time behind it")
  func expiry() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    venue.admit("X1", validUntil: venue.now.adding(nanoseconds: 5_000_000))
    for _ in 0..<20 { venue.cycle() }
    let holder = try venue.logOn("SELLER")
    #expect(venue.expect(holder, "35=UT", "34=2", "7701=X1", "7706=11", "7754=19") != nil)
    holder.send("35=2|7=2|16=2|")
    #expect(venue.expect(holder, "35=UT", "34=2", "43=Y", "7701=X1", "7706=11") != nil)
  }

  @Test("clearing's refusal is told to both parties, and their fills are undone")
  func refused() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let parties = try Self.trade(venue)
    let clearing = try venue.logOn("THROTTLED")
    #expect(venue.expect(clearing, "35=AE", "571=1", "880=1") != nil)
    clearing.send("35=AR|571=1|150=F|939=1|880=1|55=CU|58=No cover|")
    for (place, party) in parties.enumerated() {
      #expect(venue.expect(party, "35=AE", "487=1", "880=1", "54=\(place + 1)", "7774=12") != nil)
      #expect(venue.expect(party, "35=8", "11=O\(place)", "150=H", "14=0") != nil)
    }
    clearing.send("35=AR|571=1|150=F|939=1|880=1|55=CU|")
    #expect(venue.expect(clearing, "35=j", "372=AR", "379=1", "7777=3") != nil)
  }
}
