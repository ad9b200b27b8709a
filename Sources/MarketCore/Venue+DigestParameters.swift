import Market

/// What the operator changes of instruments, in the digest.
extension Venue {
  func mixParameters(into digest: inout Digest) {
    digest.mix(UInt64(parameters.ruleVersion))
    digest.mix(parameters.lastNumber)
    for number in 1..<(reference.instrumentCount + 1) {
      let definition = parameters.definition(of: InstrumentID(rawValue: number))
      for parameter in InstrumentParameter.allCases {
        digest.mix(definition.value(of: parameter))
      }
    }
    digest.mix(parameters.count)
    for place in 0..<parameters.count {
      let change = parameters[place]
      digest.mix(change.number)
      digest.mix(change.value)
      digest.mix(change.publishedOn.nanoseconds)
      digest.mix(change.effectiveAt.nanoseconds)
      digest.mix(change.instrument.rawValue)
      digest.mix(change.parameter.rawValue)
      digest.mix(change.situationCode)
    }
  }
}
