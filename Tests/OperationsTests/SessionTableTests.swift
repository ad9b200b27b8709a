import Agents
import Market
import MarketDefinition
import Operations
import Storage
import Testing

/// Sessions as people read them.
@Suite struct SessionTableTests {
  private static func figures() -> SessionFigures {
    let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
    let block = counters[CounterLayout.session(1)]
    var definition = SessionDefinition()
    definition.compID = CompID(Text16("DLR001") ?? Text16())
    definition.firm = CompID(Text16("F1") ?? Text16())
    block.store(SessionPresence.live.rawValue, at: SessionCounter.presence.rawValue)
    block.store(0xffff_7f00_0001, at: SessionCounter.addressLow.rawValue)
    block.store(4_711, at: SessionCounter.port.rawValue)
    block.store(12, at: SessionCounter.nextOutbound.rawValue)
    block.store(9, at: SessionCounter.nextInbound.rawValue)
    block.store(1_795_000_000_000_000_000, at: SessionCounter.lastSentAt.rawValue)
    block.store(3, at: SessionCounter.disconnectsByReason + 1)
    let card = SessionCard(session: SessionID(rawValue: 1), definition: definition)
    return SessionFigures(card, block)
  }

  @Test("a line for each session, in columns")
  func list() {
    let lines = SessionTable.list([Self.figures()]).split(separator: "\n")
    #expect(
      lines[0]
        == "SESSION  ROLE    STATE  ADDRESS         OUT  IN  LAST OUT      LAST IN  LAST DISCONNECT"
    )
    #expect(
      lines[1]
        == "DLR001   dealer  live   127.0.0.1:4711  12   9   11:06:40.000  -        -")
  }

  @Test("one session with its counters and policies")
  func show() {
    let text = SessionTable.show(Self.figures())
    for part in ["next out", "12", "disconnects by logout", "policy heartbeat", "5-60"] {
      #expect(text.contains(part))
    }
  }
}
