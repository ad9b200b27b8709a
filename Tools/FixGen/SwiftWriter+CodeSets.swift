extension SwiftWriter {
  /// CodeSets.swift: an enumeration for each field with a code set.
  func codeSets() -> String {
    let sets = spec.fields.filter { !$0.codes.isEmpty }.map(codeSet)
    return "\(head)\n"
      + "/// The code sets of the fields: the values that may stand on the wire.\n"
      + "public enum CodeSet {\n\(sets.joined(separator: "\n"))}\n"
  }

  private func codeSet(_ field: Spec.Field) -> String {
    let raw = rawType(field)
    let cases = field.codes.map { code in
      "    case \(SwiftName.lowerCamel(code.name)) = \(literal(code.value, of: raw))\n"
    }
    return comment("\(field.name)(\(field.tag)): \(field.documentation)")
      + "  public enum \(field.name): \(raw.rawValue), Sendable, CaseIterable {\n"
      + "\(cases.joined())  }\n"
  }

  /// What a code is in Swift: the ASCII character, the number, or the text.
  private enum RawType: String {
    case character = "UInt8"
    case number = "UInt16"
    case text = "String"
  }

  private func rawType(_ field: Spec.Field) -> RawType {
    switch field.type {
    case .int: return .number
    case .char, .multipleValueString:
      return field.codes.allSatisfy { $0.value.utf8.count == 1 } ? .character : .text
    case .length, .numInGroup, .seqNum, .qty, .price, .priceOffset, .amt, .percentage, .boolean,
      .string, .currency, .exchange, .country, .utcTimestamp, .utcTimeOnly, .utcDateOnly,
      .localMktDate, .monthYear, .data:
      return .text
    }
  }

  private func literal(_ value: String, of type: RawType) -> String {
    switch type {
    case .character: "0x" + String(value.utf8.first ?? 0, radix: 16)
    case .number: value
    case .text: "\"\(value)\""
    }
  }
}
