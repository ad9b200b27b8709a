import Funds
import Market
import MarketCore
import Testing

/// What no command may change: the sums of money, titles and lots.
@Suite struct ConservationTests {
  @Test("money, titles and lots are conserved by any stream", arguments: 1...4)
  func conserved(_ seed: UInt64) {
    var lastExecID: UInt64 = 0
    var sold: Set<Substring> = []
    let stream = RandomStream(seed: seed).run(commands: 300) { market, row, events in
      let finding = market.tester.applier.venue.audit()
      #expect(finding == nil, "seed \(seed), after \(row)")
      for number in 1...4 {
        let account = market.tester.applier.venue.account(of: FirmID(rawValue: UInt32(number)))
        #expect(account.balance.fen == 10_000_000_000, "no command moves money out")
      }
      for event in events {
        let words = event.split(separator: " ")
        if let exec = words.first(where: { $0.hasPrefix("exec=") }) {
          let number = UInt64(exec.dropFirst(5)) ?? 0
          #expect(number == lastExecID + 1, "ExecIDs go up by one")
          lastExecID = number
        } else if event.hasPrefix("cancel-reject") {
          lastExecID += 1
        }
        if event.hasPrefix("trade"), let docs = words.first(where: { $0.hasPrefix("docs=") }) {
          for document in docs.dropFirst(5).split(separator: ",") {
            #expect(sold.insert(document).inserted, "\(document) is sold once")
          }
        }
      }
    }
    #expect(stream.rows.count > 300)
    #expect(!sold.isEmpty)
  }
}
