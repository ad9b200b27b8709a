import Market

extension ReferenceChanges {
  /// The thresholds of rates; where the definition has none any more nothing is counted from now on.
  mutating func defineMonitors(of venue: VenueDefinition, _ publish: (RawSpan) -> Void) {
    let offset = venue.calendar.utcOffsetSeconds
    guard let body = venue.monitors?.command(utcOffsetSeconds: offset) else {
      guard index.monitors != nil else { return }
      return emit(.defineMonitors, DefineMonitors(), "", "monitors", index.monitors, publish)
    }
    emit(.defineMonitors, body, "", "monitors", index.monitors, publish)
  }
}
