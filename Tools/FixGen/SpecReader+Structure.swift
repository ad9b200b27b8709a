// Components, groups and messages.
extension SpecReader {
  mutating func addContainer(_ element: Element) throws(SpecError) {
    let id = try number("id", of: element)
    let name = try attribute("name", of: element)
    guard containers[id] == nil else { throw error(element, "id \(id) is taken") }
    guard !containers.values.contains(where: { $0.attributes["name"] == name }) else {
      throw error(element, "name \(name) is taken")
    }
    containers[id] = element
  }

  mutating func readMessages(_ elements: [Element]) throws(SpecError) -> [Spec.Message] {
    var messages: [Spec.Message] = []
    for element in elements {
      let message = try readMessage(element)
      guard !messages.contains(where: { $0.msgType == message.msgType }) else {
        throw error(element, "msgType \(message.msgType) is taken")
      }
      guard !messages.contains(where: { $0.name == message.name }) else {
        throw error(element, "name \(message.name) is taken")
      }
      messages.append(message)
    }
    return messages
  }

  private mutating func readMessage(_ element: Element) throws(SpecError) -> Spec.Message {
    let msgType = try attribute("msgType", of: element)
    guard (1...2).contains(msgType.utf8.count) else {
      throw error(element, "msgType=\"\(msgType)\" is not one or two characters")
    }
    let structures = element.children.filter { $0.name == "structure" }
    guard structures.count == 1, let structure = structures.first else {
      throw error(element, "not exactly one structure")
    }
    return Spec.Message(
      name: try attribute("name", of: element), msgType: msgType,
      isAdmin: try attribute("category", of: element) == "Session", flow: try flow(of: element),
      documentation: try requiredDocumentation(of: element), members: try body(structure))
  }

  private func flow(of element: Element) throws(SpecError) -> Spec.Flow {
    switch element.attributes["flow"] {
    case nil: return .both
    case "ClientToVenue": return .clientToVenue
    case "VenueToClient": return .venueToClient
    case .some(let name): throw error(element, "flow=\"\(name)\" is no flow")
    }
  }

  /// The members between standard header and trailer.
  private mutating func body(_ structure: Element) throws(SpecError) -> [Spec.Member] {
    let refs = structure.children
    guard refs.first?.attributes["name"] == "StandardHeader" else {
      throw error(structure, "does not begin with StandardHeader")
    }
    guard refs.count > 1, refs.last?.attributes["name"] == "StandardTrailer" else {
      throw error(structure, "does not end with StandardTrailer")
    }
    for ref in [refs[0], refs[refs.count - 1]] { _ = try container(of: ref, kind: "component") }
    let body = try members(of: refs.dropFirst().dropLast())
    try checkNoTagTwice(body, in: structure)
    try checkDataFields(body, in: structure)
    return body
  }

  mutating func members(of container: Element) throws(SpecError) -> [Spec.Member] {
    let kinds: Set = ["annotation", "numInGroup"]
    let members = try members(of: container.children.filter { !kinds.contains($0.name) }[...])
    try checkDataFields(members, in: container)
    return members
  }

  private mutating func members(of refs: ArraySlice<Element>) throws(SpecError) -> [Spec.Member] {
    var members: [Spec.Member] = []
    for ref in refs {
      switch ref.name {
      case "fieldRef": members.append(try fieldMember(ref))
      case "groupRef": members.append(try groupMember(ref))
      case "componentRef":
        members += try componentMembers(ref)
      default: throw error(ref, "only fieldRef, groupRef and componentRef stand here")
      }
    }
    return members
  }

  /// The members of a component; where it need not be there, nor need any of them.
  private mutating func componentMembers(_ ref: Element) throws(SpecError) -> [Spec.Member] {
    let component = try container(of: ref, kind: "component")
    let presence = try presence(of: ref)
    let rule = try conditionalRule(of: ref, presence)
    let members = try members(of: component)
    if presence == .required { return members }
    return members.map { member in
      guard member.presence == .required else { return member }
      return Spec.Member(
        tag: member.tag, presence: presence, documentation: rule, group: member.group)
    }
  }

  private mutating func fieldMember(_ ref: Element) throws(SpecError) -> Spec.Member {
    let field = try referredField(ref)
    guard field.type != .numInGroup else {
      throw error(ref, "a NumInGroup field is referred to by groupRef")
    }
    let presence = try presence(of: ref)
    let rule = try conditionalRule(of: ref, presence)
    return Spec.Member(tag: field.tag, presence: presence, documentation: rule, group: nil)
  }

  /// What is said of a reference; a conditional one says when.
  private func conditionalRule(
    of ref: Element, _ presence: Spec.Presence
  ) throws(SpecError) -> String {
    let rule = documentation(of: ref)
    guard presence != .conditional || rule.hasSuffix(".") else {
      throw error(ref, "conditional without a rule in its documentation")
    }
    return rule
  }

  private mutating func groupMember(_ ref: Element) throws(SpecError) -> Spec.Member {
    let element = try container(of: ref, kind: "group")
    let group = try resolvedGroup(element)
    return Spec.Member(
      tag: group.counter, presence: try presence(of: ref), documentation: documentation(of: ref),
      group: group.name)
  }

  private mutating func resolvedGroup(_ element: Element) throws(SpecError) -> Spec.Group {
    let name = try attribute("name", of: element)
    if let group = groups[name] { return group }
    guard let counterRef = element.children.first(where: { $0.name == "numInGroup" }) else {
      throw error(element, "no numInGroup")
    }
    let counter = try referredField(counterRef)
    guard counter.type == .numInGroup else {
      throw error(counterRef, "\(counter.name)(\(counter.tag)) is not of type NumInGroup")
    }
    let members = try members(of: element)
    guard let delimiter = members.first, delimiter.presence == .required, delimiter.group == nil
    else { throw error(element, "its first member is not a required field") }
    try checkNoTagTwice(members, in: element)
    let group = Spec.Group(
      name: name, counter: counter.tag, documentation: try requiredDocumentation(of: element),
      members: members)
    groups[name] = group
    return group
  }

  private func presence(of ref: Element) throws(SpecError) -> Spec.Presence {
    let text = ref.attributes["presence"] ?? "optional"
    guard let presence = Spec.Presence(rawValue: text) else {
      throw error(ref, "presence=\"\(text)\" is not required, optional or conditional")
    }
    return presence
  }
}
