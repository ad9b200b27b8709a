import Market
import Records

/// When firms may deal beside the book, where an instrument has hours of its own for that.
///
/// An instrument that has none follows its book: firms deal while that is open.
struct DealHours: BitwiseCopyable {
  /// Bits: 1 `areOwn`, 2 `areOpen`, 4 `areOpenByCalendar`.
  private(set) var bits: UInt8 = 0

  /// Whether there are any.
  var areOwn: Bool {
    get { bits & 1 != 0 }
    set { set(1, newValue) }
  }

  /// Whether firms may deal now, unless the instrument is halted.
  var areOpen: Bool {
    get { bits & 2 != 0 }
    set { set(2, newValue) }
  }

  /// Whether the calendar alone would let them.
  var areOpenByCalendar: Bool {
    get { bits & 4 != 0 }
    set { set(4, newValue) }
  }

  private mutating func set(_ bit: UInt8, _ isOn: Bool) {
    bits = isOn ? bits | bit : bits & ~bit
  }
}

extension Instrument {
  /// Whether firms may agree on trades in it now.
  var takesDeals: Bool {
    guard isNegotiated else { return false }
    return deals.areOwn ? deals.areOpen && !isHeld : phase == .open
  }

  /// Whether it has hours of deals, and they are not so now.
  func mayTurn(dealsTo areOpen: Bool) -> Bool { deals.areOwn && deals.areOpen != areOpen }

  /// Whether its hours of deals are over, by the calendar.
  var areDealsClosed: Bool { !deals.areOwn || !deals.areOpenByCalendar }
}

/// The hours of deals begin and end.
extension Venue {
  /// The calendar opens or closes an instrument's deals. The trading day ends with the later one of both closes.
  mutating func changeDeals(
    of id: InstrumentID, isOpen: Bool, into events: inout RecordBuffer
  ) {
    guard reference[id].deals.areOwn else { return }
    if !isOpen && reference[id].deals.areOpenByCalendar && reference[id].calendarPhase == .closed {
      reference[id].tradingDay += 1
    }
    reference[id].deals.areOpenByCalendar = isOpen
    setDeals(of: id, areOpen: isOpen, into: &events)
  }

  /// The calendar or the operator opens or closes them: who has subscribed to the instrument's phase is told.
  mutating func setDeals(
    of id: InstrumentID, areOpen: Bool, into events: inout RecordBuffer
  ) {
    guard reference[id].deals.areOwn, reference[id].deals.areOpen != areOpen else { return }
    reference[id].deals.areOpen = areOpen
    tellDeals(of: id, Text32(), to: .venue, into: &events)
    reviewNegotiation(in: id)
  }

  /// How they stand, where there are any: to all, or behind the answer to a request of this name.
  mutating func tellDeals(
    of id: InstrumentID, _ reqID: Text32, to session: SessionID, into events: inout RecordBuffer
  ) {
    guard reference[id].deals.areOwn else { return }
    var body = DealHoursChanged()
    body.reqID = reqID
    body.symbol = reference[id].symbol
    body.instrument = id
    body.areOpen = reference[id].deals.areOpen ? 1 : 0
    events.append(eventHead(.dealHoursChanged, for: session), body: body)
  }

  /// Something of an instrument has changed by which its time may stand or go on, and what is open there be over.
  mutating func reviewNegotiation(in id: InstrumentID) {
    followPause(of: id)
    reviewNegotiation()
  }
}
