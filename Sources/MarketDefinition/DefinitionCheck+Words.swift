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
