// Code sets and fields.
extension SpecReader {
  mutating func readCodeSet(_ element: Element) throws(SpecError) {
    let name = try attribute("name", of: element)
    guard codeSets[name] == nil else { throw error(element, "name \(name) is taken") }
    var codes: [Spec.Code] = []
    for child in element.children {
      guard child.name == "code" else { throw error(child, "only code elements stand here") }
      let code = try readCode(child)
      guard !codes.contains(where: { $0.value == code.value }) else {
        throw error(child, "value \(code.value) is taken")
      }
      guard !codes.contains(where: { $0.name == code.name }) else {
        throw error(child, "name \(code.name) is taken")
      }
      codes.append(code)
    }
    guard !codes.isEmpty else { throw error(element, "no codes") }
    codeSets[name] = CodeSet(type: try dataType(of: element), codes: codes, line: element.line)
  }

  private func readCode(_ element: Element) throws(SpecError) -> Spec.Code {
    let value = try attribute("value", of: element)
    guard value.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw error(element, "value is not printable ASCII without blanks")
    }
    return Spec.Code(name: try attribute("name", of: element), value: value)
  }

  mutating func readField(_ element: Element) throws(SpecError) {
    let tag = try number("id", of: element)
    let name = try attribute("name", of: element)
    guard fields[tag] == nil else { throw error(element, "tag \(tag) is taken") }
    guard !fields.values.contains(where: { $0.name == name }) else {
      throw error(element, "name \(name) is taken")
    }
    guard tag < 10_000 else { throw error(element, "user-defined tags end at 9999") }
    let codeSet = codeSets[try attribute("type", of: element)]
    let type = if let codeSet { codeSet.type } else { try dataType(of: element) }
    fields[tag] = Spec.Field(
      tag: tag, name: name, type: type, codes: codeSet?.codes ?? [],
      lengthTag: element.attributes["lengthId"] == nil ? nil : try number("lengthId", of: element),
      documentation: try requiredDocumentation(of: element))
  }

  private func dataType(of element: Element) throws(SpecError) -> DataType {
    let name = try attribute("type", of: element)
    guard let type = DataType(rawValue: name) else {
      throw error(element, "\(name) is neither a data type nor a code set")
    }
    return type
  }

  /// Each code set belongs to the field of its id, and that field uses it.
  func checkCodeSetsUsed(_ section: Element) throws(SpecError) {
    for element in section.children {
      let tag = try number("id", of: element)
      let name = try attribute("name", of: element)
      guard let field = fields[tag], name == field.name + "CodeSet" else {
        throw error(element, "no field \(tag) of this name")
      }
      guard !field.codes.isEmpty else { throw error(element, "nothing uses it") }
    }
  }

  /// Data fields, and only they, name the field that counts their bytes.
  func checkLengthFields(_ section: Element) throws(SpecError) {
    for element in section.children {
      guard let field = fields[try number("id", of: element)] else { continue }
      guard (field.type == .data) == (field.lengthTag != nil) else {
        throw error(element, "lengthId goes with type data")
      }
      guard let lengthTag = field.lengthTag else { continue }
      guard fields[lengthTag]?.type == .length else {
        throw error(element, "lengthId=\"\(lengthTag)\" is not a field of type Length")
      }
    }
  }
}
