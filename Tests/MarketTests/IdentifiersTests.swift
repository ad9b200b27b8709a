import Market
import Testing

@Suite struct IdentifiersTests {
  @Test("numbers count on from what they are")
  func next() {
    #expect(MsgSeqNum(rawValue: 7).next == MsgSeqNum(rawValue: 8))
    #expect(Epoch(rawValue: 1).next > Epoch(rawValue: 1))
    #expect(Sequence(rawValue: 0).next == Sequence(rawValue: 1))
  }
}
