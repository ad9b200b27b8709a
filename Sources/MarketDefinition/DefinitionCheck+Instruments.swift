import Market

extension DefinitionCheck {
  func checkInstruments() {
    let warehouses = definition.warehouses.map(\.code)
    for instrument in definition.instruments {
      if !instrument.isBillOfLading && !warehouses.contains(instrument.warehouse) {
        unknown(
          "instruments.yaml", instrument.line, "warehouse", "\(instrument.warehouse.text)",
          warehouses.map { "\($0.text)" })
      }
      if !instrument.hours.isEmpty && definition.venue.calendar.hours[instrument.hours] == nil {
        unknown(
          "instruments.yaml", instrument.line, "hours", instrument.hours,
          definition.venue.calendar.hours.keys.sorted())
      }
      checkDeals(of: instrument)
    }
  }

  /// Hours of deals are those of one trading day with the hours of the book: from the first opening to the last close
  /// one of both is open, so that a day ends once.
  private func checkDeals(of instrument: InstrumentDefinition) {
    let calendar = definition.venue.calendar
    guard !instrument.negotiatedHours.isEmpty else { return }
    guard let deals = calendar.hours[instrument.negotiatedHours] else {
      return unknown(
        "instruments.yaml", instrument.line, "negotiatedHours", instrument.negotiatedHours,
        calendar.hours.keys.sorted())
    }
    guard let book = calendar.hours[instrument.hours] else { return }
    if book.count + deals.count > TradingCalendar.phasesOfInstrument {
      complain(
        instrument,
        "have \(book.count + deals.count) phases with 'hours', at most "
          + "\(TradingCalendar.phasesOfInstrument) in a day")
    }
    if haveGap(book, deals) {
      complain(
        instrument,
        "leave a time between them and 'hours' in which neither is open: a trading day "
          + "would end twice")
    }
  }

  private func complain(_ instrument: InstrumentDefinition, _ sentence: String) {
    problems.add(
      files.path("instruments.yaml"), instrument.line,
      "instrument '\(instrument.code.text)': 'negotiatedHours' \(sentence)")
  }

  /// Whether both are closed before the last close of a day.
  private func haveGap(
    _ book: [TradingCalendar.PhaseOfDay], _ deals: [TradingCalendar.PhaseOfDay]
  ) -> Bool {
    let times = Set((book + deals).map(\.seconds)).sorted()
    let close = times.dropLast().first { time in
      isClosed(book, at: time) && deals.last { $0.seconds <= time }?.phase != .open
    }
    return close != nil
  }

  private func isClosed(_ phases: [TradingCalendar.PhaseOfDay], at time: Int) -> Bool {
    phases.last { $0.seconds <= time }?.phase ?? .closed == .closed
  }
}
