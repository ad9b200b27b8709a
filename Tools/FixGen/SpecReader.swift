import Digests

/// Reads the specification and checks it as a whole.
public struct SpecReader {
  let file: String
  var codeSets: [String: CodeSet] = [:]
  var fields: [Int: Spec.Field] = [:]
  /// Components and groups by their id.
  var containers: [Int: Element] = [:]
  /// Groups resolved so far, by name.
  var groups: [String: Spec.Group] = [:]
  /// What is referred to: a definition that nothing uses is an error.
  var usedTags: Set<Int> = []
  var usedContainers: Set<Int> = []

  struct CodeSet {
    let type: DataType
    let codes: [Spec.Code]
    let line: Int
  }

  /// The specification in `document`; `file` is its path in errors and generated files.
  public static func read(_ document: [UInt8], file: String) throws(SpecError) -> Spec {
    var reader = SpecReader(file: file)
    let root = try XMLTree.read(document, file: file)
    return try reader.read(root, digest: String(SHA256.hexDigest(document).prefix(16)))
  }

  private init(file: String) { self.file = file }

  private mutating func read(_ root: Element, digest: String) throws(SpecError) -> Spec {
    guard root.name == "repository" else { throw error(root, "the root is not a repository") }
    let sections = ["codeSets", "fields", "components", "groups", "actors", "messages"]
    guard root.children.map(\.name) == sections else {
      throw error(root, "its sections are not \(sections.joined(separator: ", "))")
    }
    for element in try children(root, 0, named: "codeSet") { try readCodeSet(element) }
    for element in try children(root, 1, named: "field") { try readField(element) }
    try checkCodeSetsUsed(root.children[0])
    try checkLengthFields(root.children[1])
    for element in try children(root, 2, named: "component") { try addContainer(element) }
    for element in try children(root, 3, named: "group") { try addContainer(element) }
    let header = try sharedMembers("StandardHeader", in: root.children[2])
    let trailer = try sharedMembers("StandardTrailer", in: root.children[2])
    let messages = try readMessages(children(root, 5, named: "message"))
    try checkEverythingUsed(root)
    return Spec(
      file: file, digest: digest, fields: fields.values.sorted { $0.tag < $1.tag },
      groups: groups.values.sorted { ($0.counter, $0.name) < ($1.counter, $1.name) },
      header: header, trailer: trailer, messages: messages.sorted { $0.msgType < $1.msgType })
  }

  private func children(
    _ root: Element, _ section: Int, named name: String
  ) throws(SpecError) -> [Element] {
    for element in root.children[section].children where element.name != name {
      throw error(element, "only \(name) elements stand here")
    }
    return root.children[section].children
  }

  private mutating func sharedMembers(
    _ name: String, in section: Element
  ) throws(SpecError) -> [Spec.Member] {
    guard let component = section.children.first(where: { $0.attributes["name"] == name }) else {
      throw error(section, "no \(name)")
    }
    let members = try members(of: component)
    try checkNoTagTwice(members, in: component)
    return members
  }
}

// Small readers that every part uses.
extension SpecReader {
  func error(_ element: Element, _ reason: String) -> SpecError {
    SpecError(file: file, line: element.line, element: element.label, reason: reason)
  }

  func attribute(_ name: String, of element: Element) throws(SpecError) -> String {
    guard let value = element.attributes[name], !value.isEmpty else {
      throw error(element, "no attribute \(name)")
    }
    return value
  }

  func number(_ name: String, of element: Element) throws(SpecError) -> Int {
    let text = try attribute(name, of: element)
    guard let value = Int(text), value > 0 else {
      throw error(element, "\(name)=\"\(text)\" is not a number above 0")
    }
    return value
  }

  /// The text of annotation/documentation on one line; empty where there is none.
  func documentation(of element: Element) -> String {
    let annotation = element.children.first { $0.name == "annotation" }
    let text = annotation?.children.first { $0.name == "documentation" }?.text ?? ""
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  func requiredDocumentation(of element: Element) throws(SpecError) -> String {
    let text = documentation(of: element)
    guard text.hasSuffix(".") else { throw error(element, "no documentation that ends in a stop") }
    return text
  }
}
