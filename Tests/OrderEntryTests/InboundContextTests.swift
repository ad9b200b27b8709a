import Market
import OrderEntry
import Records
import Testing

/// What a command record has from the gateway and not from the message.
@Suite struct InboundContextTests {
  static let lines = OrderEntryDecoderTests.lines
  static let commands = OrderEntryDecoderTests.commands

  @Test("the head repeats what the gateway knows; sequence and time are the engine's")
  func head() {
    for (line, command) in zip(Self.lines, Self.commands) {
      let head = Decoded(line).head
      #expect(head.typeCode == command.rawValue)
      #expect(head.session == SessionID(rawValue: 7))
      #expect(head.epoch == Epoch(rawValue: 3))
      #expect(head.msgSeqNum == MsgSeqNum(rawValue: 12))
      #expect(head.received == Instant(nanoseconds: 99))
      #expect(head.flags == [])
      #expect(head.sequence.rawValue == 0)
      #expect(head.time == .none)
    }
  }

  @Test("PossDupFlag(43) and PossResend(97) are bits of the head", arguments: [0, 1, 2, 3])
  func flags(_ bits: UInt16) {
    var context = OrderLines.context()
    context.possDup = bits & 1 != 0
    context.possResend = bits & 2 != 0
    let head = Decoded(OrderLines.newOrder, context: context).head
    #expect(head.flags == RecordFlags(rawValue: bits))
  }

  @Test("ExpireDate(432) ends by the market's distance from UTC", arguments: [-39_600, 0, 28_800])
  func offset(_ seconds: Int32) {
    var context = OrderLines.context()
    context.marketUTCOffsetSeconds = seconds
    let decoded = Decoded(
      OrderLines.line(OrderLines.newOrder, with: "59=6|432=20261124"), context: context)
    let midnight: Int64 = 1_795_564_800
    let expireTime = decoded.body(NewOrder.self).expireTime
    #expect(expireTime.nanoseconds == (midnight - Int64(seconds)) * 1_000_000_000)
  }
}
