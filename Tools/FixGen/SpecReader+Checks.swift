// References and what must hold for the whole.
extension SpecReader {
  mutating func referredField(_ ref: Element) throws(SpecError) -> Spec.Field {
    let tag = try number("id", of: ref)
    let name = try attribute("name", of: ref)
    guard let field = fields[tag] else { throw error(ref, "no field \(tag)") }
    guard field.name == name else {
      throw error(ref, "field \(tag) is \(field.name), not \(name)")
    }
    usedTags.insert(tag)
    return field
  }

  mutating func container(of ref: Element, kind: String) throws(SpecError) -> Element {
    let id = try number("id", of: ref)
    let name = try attribute("name", of: ref)
    guard let found = containers[id], found.name == kind else {
      throw error(ref, "no \(kind) \(id)")
    }
    guard found.attributes["name"] == name else {
      throw error(ref, "\(kind) \(id) is \(found.attributes["name"] ?? ""), not \(name)")
    }
    usedContainers.insert(id)
    return found
  }

  /// A tag stands once in a message, the entries of its groups included.
  func checkNoTagTwice(_ members: [Spec.Member], in element: Element) throws(SpecError) {
    var seen: Set<Int> = []
    for tag in allTags(members) where !seen.insert(tag).inserted {
      throw error(element, "\(fields[tag]?.name ?? "")(\(tag)) stands in it twice")
    }
  }

  private func allTags(_ members: [Spec.Member]) -> [Int] {
    members.flatMap { member in
      [member.tag] + allTags(member.group.flatMap { groups[$0] }?.members ?? [])
    }
  }

  /// A data field stands directly behind the field that counts its bytes.
  func checkDataFields(_ members: [Spec.Member], in element: Element) throws(SpecError) {
    for (index, member) in members.enumerated() {
      guard let lengthTag = fields[member.tag]?.lengthTag else { continue }
      guard index > 0, members[index - 1].tag == lengthTag else {
        throw error(element, "field \(member.tag) is not directly behind field \(lengthTag)")
      }
    }
  }

  func checkEverythingUsed(_ root: Element) throws(SpecError) {
    for element in root.children[1].children {
      guard usedTags.contains(try number("id", of: element)) else {
        throw error(element, "nothing uses it")
      }
    }
    for element in root.children[2].children + root.children[3].children {
      guard usedContainers.contains(try number("id", of: element)) else {
        throw error(element, "nothing uses it")
      }
    }
  }
}
