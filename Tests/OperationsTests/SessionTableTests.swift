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
        == "SESSION  ROLE    STATE  HOURS  ADDRESS         OUT  IN  LAST OUT      LAST IN  "
        + "LAST DISCONNECT"
    )
    #expect(
      lines[1]
        == "DLR001   dealer  live   -      127.0.0.1:4711  12   9   11:06:40.000  -        -")
  }

  @Test("whether it is within its hours, and when that changes, to the minute")
  func hours() {
    let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
    let block = counters[CounterLayout.session(1)]
    let card = SessionCard(session: SessionID(rawValue: 1), definition: SessionDefinition())
    block.store(1_795_590_000_000_000_000, at: SessionCounter.hoursChangeAt.rawValue)
    let open = SessionFigures(card, block)
    #expect(open.state == "away")
    #expect(open.hoursEndAt == "2026-11-25T07:00:00.000Z" && open.hoursBeginAt == nil)
    #expect(SessionTable.list([open]).contains("  away   to 2026-11-25T07:00Z  "))
    block.store(1, at: SessionCounter.isOutsideHours.rawValue)
    let closed = SessionFigures(card, block)
    #expect(closed.state == "closed")
    #expect(closed.hoursBeginAt == "2026-11-25T07:00:00.000Z" && closed.hoursEndAt == nil)
    #expect(SessionTable.list([closed]).contains("  closed  from 2026-11-25T07:00Z  "))
    #expect(SessionTable.show(closed).contains("policy schedule"))
  }

  @Test("one session with its counters and policies")
  func show() {
    let text = SessionTable.show(Self.figures())
    for part in ["next out", "12", "disconnects by logout", "policy heartbeat", "5-60"] {
      #expect(text.contains(part))
    }
  }
}
