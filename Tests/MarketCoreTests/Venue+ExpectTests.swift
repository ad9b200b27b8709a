import Market
import MarketCore
import Testing

@Suite struct VenueExpectTests {
  @Test("commands that are expected together make what they make alone", arguments: [1, 3, 8, 20])
  func together(_ most: Int) {
    let log = RandomStream(seed: 6).run(commands: 400).market.tester.log
    var copy = Applier()
    var place = 0
    while place < log.count {
      let group = log[place..<min(place + most, log.count)]
      copy.expect(group.flatMap(\.command))
      for (command, events) in group {
        let again = copy.replay(command)
        #expect(again == events)
      }
      place += group.count
    }
  }
}
