import Conformance
import FIXSession
import Market
import Testing

@Suite struct ScenarioSetupTests {
  private func setup(_ line: String) throws -> ScenarioSetup { try Scenario("S \(line)\n").setup }

  @Test("an acceptor begins with 1 on both sides, and is played everywhere")
  func plain() throws {
    let setup = try setup("acceptor")
    #expect(setup.side == .acceptor)
    #expect(setup.reach == .everywhere)
    #expect(setup.nextInbound.rawValue == 1 && setup.nextOutbound.rawValue == 1)
    #expect(setup.settings == SessionSettings())
    #expect(!setup.ignoresUnknownTags)
  }

  @Test("words after the side are numbers and settings")
  func words() throws {
    let setup = try setup("acceptor venue in=5 out=8 108=20 141=0 369=1 464=1 789=1 5000=0")
    #expect(setup.reach == .venue)
    #expect(setup.nextInbound.rawValue == 5 && setup.nextOutbound.rawValue == 8)
    #expect(setup.settings.heartBtInt == 20)
    #expect(!setup.settings.allowsReset)
    #expect(setup.settings.sendsLastMsgSeqNumProcessed)
    #expect(setup.settings.isTest)
    #expect(setup.settings.usesNextExpectedMsgSeqNum)
    #expect(setup.ignoresUnknownTags)
  }

  @Test("an initiator is played by a machine alone")
  func initiator() throws {
    let setup = try setup("initiator")
    #expect(setup.side == .initiator)
    #expect(setup.reach == .machine)
  }
}
