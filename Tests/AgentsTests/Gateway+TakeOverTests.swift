import FIXSession
import Market
import TLS
import Testing

@testable import Agents

/// A second connection of a session that is live, by the session's policy.
@Suite struct GatewayTakeOverTests {
  /// A further connection of the session that `first` is, with its next number.
  private func again(_ first: TestClient, _ venue: TestVenue) throws -> TestClient {
    let second = try TestClient(first.name, venue)
    second.nextNumber = first.nextNumber
    second.send("35=A|98=0|108=30|")
    return second
  }

  private func venue(_ folder: TemporaryFolder, _ policy: TakeOver) throws -> TestVenue {
    try TestVenue(folder.path, setup: { _, setup in setup.takeOver = policy })
  }

  @Test("who is silent for two seconds after our TestRequest(1) gives way, and is told")
  func silent() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, .probe)
    let first = try venue.logOn("BUYER")
    let second = try again(first, venue)
    #expect(venue.expect(first, "35=1") != nil)
    #expect(venue.expect(second, "35=A", cycles: 1_990) == nil)
    #expect(!second.isClosed)
    #expect(venue.expect(second, "35=A", "34=4", cycles: 50) != nil)
    first.receive()
    let text = "58=Taken over by another connection of SenderCompID(49)"
    #expect(first.messages.contains { $0.contains("|35=5|") && $0.contains(text) })
    #expect(first.isClosed)
    #expect(venue.connectionCount == 1)
    second.send(order("B1"))
    #expect(venue.expect(second, "11=B1", "150=0") != nil)
  }

  @Test("who says anything stays, and the second one is closed without a message")
  func alive() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, .probe)
    let first = try venue.logOn("BUYER")
    let second = try again(first, venue)
    #expect(venue.expect(first, "35=1") != nil)
    first.send("35=0|112=1|")
    #expect(venue.expectClosed(second, cycles: 10))
    #expect(second.messages.isEmpty)
    #expect(venue.gatewayRefusals() == [.sessionInUse])
    first.send(order("B1"))
    #expect(venue.expect(first, "11=B1", "150=0") != nil)
  }

  @Test("a third connection is closed at once while the first one is asked")
  func third() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, .probe)
    let first = try venue.logOn("BUYER")
    let second = try again(first, venue)
    #expect(venue.expect(first, "35=1") != nil)
    let third = try again(first, venue)
    #expect(venue.expectClosed(third, cycles: 20))
    #expect(!second.isClosed)
    #expect(venue.expect(second, "35=A", cycles: 2_020) != nil)
  }

  @Test("a first one that goes while it is asked leaves its place at once")
  func gone() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, .probe)
    let first = try venue.logOn("BUYER")
    let second = try again(first, venue)
    #expect(venue.expect(first, "35=1") != nil)
    first.disconnect()
    #expect(venue.expect(second, "35=A", cycles: 20) != nil)
  }

  @Test("a venue that shuts down seats nobody")
  func shutdown() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, .probe)
    let first = try venue.logOn("BUYER")
    let second = try again(first, venue)
    #expect(venue.expect(first, "35=1") != nil)
    venue.beginShutdown()
    #expect(venue.expectClosed(second, cycles: 10))
    #expect(venue.gatewayRefusals() == [.shuttingDown])
  }

  @Test("who may never be taken over stays without being asked")
  func never() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, .never)
    let first = try venue.logOn("BUYER")
    let second = try again(first, venue)
    #expect(venue.expectClosed(second, cycles: 20))
    first.receive()
    #expect(!first.messages.contains { $0.contains("|35=1|") })
    #expect(venue.gatewayRefusals() == [.sessionInUse])
  }

  @Test("the same certificate takes over at once, another line does not")
  func certificate() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let venue = try TestVenue(
      folder.path, tls: CurrentTLSContext(authority.server()),
      setup: { _, setup in setup.takeOver = .certificate })
    let context = try authority.client("BUYER")
    let first = try TestClient("BUYER", venue, tls: context)
    first.send("35=A|98=0|108=30|")
    #expect(venue.expect(first, "35=A") != nil)
    let plain = try again(first, venue)
    #expect(venue.expectClosed(plain, cycles: 50))
    let second = try TestClient("BUYER", venue, tls: context)
    second.nextNumber = first.nextNumber
    second.send("35=A|98=0|108=30|")
    #expect(venue.expect(second, "35=A", cycles: 50) != nil)
    #expect(venue.expectClosed(first, cycles: 10))
  }

  private func order(_ clOrdID: String) -> String {
    "35=D|11=\(clOrdID)|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|"
  }
}
