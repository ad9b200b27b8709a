import Market
import Testing

@testable import Agents

/// The examples of orders in Specs/RULES_OF_ENGAGEMENT.md that need an instrument of their kind, message by message.
@Suite struct GatewayListingTests {
  private static func clients(_ venue: TestVenue) throws -> [String: TestClient] {
    var clients: [String: TestClient] = [:]
    for name in TestVenue.sessions { clients[name] = try venue.logOn(name) }
    return clients
  }

  @Test("the examples happen as they are told", arguments: ["### Taking a listing by its name"])
  func examples(_ heading: String) throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path, throttleLimit: 100)
    venue.defineInstrument(mode: .listing)
    try venue.play(heading, Self.clients(venue))
  }

  @Test("the example of programmes happens as it is told")
  func programmes() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    try venue.play("## Programme trading", Self.clients(venue))
  }

  @Test("the example of premiums happens as it is told")
  func premiums() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let benchmark = try #require(Text16("SHFECU").flatMap { BenchmarkRef($0) })
    let instrument = InstrumentID(rawValue: 2)
    venue.defineInstrument { premium in
      premium.instrument = instrument
      premium.symbol = Symbol(compID("PR-BW-A").text)
      premium.priceBasisCode = PriceBasis.premium.rawValue
      premium.benchmark = benchmark
      premium.benchmarkBandBasisPoints = 500
      premium.bandBasisPoints = 200
      premium.modes = 2
    }
    venue.admit("P1", of: instrument)
    var phase = SetPhase()
    phase.phaseCode = TradingPhase.open.rawValue
    phase.instrument = instrument
    venue.publish(.setPhase, phase)
    try venue.play("## Premiums over a benchmark", Self.clients(venue)) { _ in
      var fixing = SetFixing()
      fixing.benchmark = benchmark
      fixing.tenMillionths = 684_500_000_000
      fixing.reference = try #require(Text32("SHFE"))
      venue.publish(.setFixing, fixing)
      for _ in 0..<10 { venue.cycle() }
    }
  }
}
