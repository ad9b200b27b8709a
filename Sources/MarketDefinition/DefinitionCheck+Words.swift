import Market

extension DefinitionCheck {
  /// What an instrument says in words is told to who asks for its terms.
  func checkWords() {
    for instrument in definition.instruments {
      let count = definition.attributes(of: instrument).utf8.count
      guard count > Limits.instrumentWordsBytes else { continue }
      problems.add(
        files.path("instruments.yaml"), instrument.line,
        "instrument '\(instrument.code.text)': name, unit, brand, spec, hours and the other texts have \(count) "
          + "bytes with their keys, at most \(Limits.instrumentWordsBytes): shorten them")
    }
  }
}

extension Definition {
  /// What an instrument's definition says in words: see `Limits.instrumentWordsBytes`.
  func attributes(of instrument: InstrumentDefinition) -> String {
    let phases = instrument.trades ? venue.calendar.words(of: instrument.hours) : ""
    let deals = venue.calendar.words(of: instrument.negotiatedHours)
    return instrument.attributes + (phases.isEmpty ? "" : "phases=\(phases)\n")
      + (deals.isEmpty ? "" : "negotiatedPhases=\(deals)\n")
  }
}

extension InstrumentDefinition {
  /// The items of Art. 11 that are words, for those who ask for its terms or read the log.
  fileprivate var attributes: String {
    """
    name=\(name)
    unit=\(unit)
    brand=\(brand)
    spec=\(specification)
    hours=\(hours)
    guaranteeDue=\(guaranteeDue)
    matchRule=\(matchRule)
    signingFlow=\(signingFlow)
    authority=\(authority)
    cfi=\(cfi)
    splittable=\(isSplittable ? "yes" : "no")

    """
  }
}
