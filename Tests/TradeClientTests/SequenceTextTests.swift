import FIXSession
import Market
import Testing
import TradeClient

@Suite struct SequenceTextTests {
  @Test("what is written is read again, also over a longer line")
  func roundTrip() {
    let numbers = SessionNumbers(
      epoch: Epoch(rawValue: 3), nextInbound: MsgSeqNum(rawValue: 57),
      nextOutbound: MsgSeqNum(rawValue: 60))
    let line = SequenceText.line(numbers)
    #expect(line.utf8.count == 80)
    #expect(SequenceText.numbers(line) == numbers)
  }

  @Test(
    "anything else is nothing",
    arguments: [
      "", "epoch 3 in 0 out 1", "epoch 3 in 1 out 0", "epoch x in 1 out 1", "3 57 60",
      "epoch 3 in 57 out 60 more",
    ])
  func broken(_ line: String) {
    #expect(SequenceText.numbers(line) == nil)
  }
}
