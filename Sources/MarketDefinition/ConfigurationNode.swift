import Yams

/// A part of a YAML file that knows where it stands, for errors that name file and line.
///
/// Scalars are taken as text and read exactly by us: YAML itself would make 8 of 010 and 540 of 9:00.
struct ConfigurationNode {
  let file: String
  let node: Node
  let problems: Problems

  var line: Int { node.mark?.line ?? 0 }

  func complain(_ message: String) { problems.add(file, line, message) }

  /// The root of the YAML text of `file`; nil, with the problem noted, where it is no YAML mapping.
  static func root(of text: String, file: String, problems: Problems) -> ConfigurationNode? {
    do {
      guard let node = try compose(yaml: text) else {
        problems.add(file, 0, "the file is empty")
        return nil
      }
      guard node.mapping != nil else {
        problems.add(file, node.mark?.line ?? 1, "expected keys with values, `key: value`")
        return nil
      }
      return ConfigurationNode(file: file, node: node, problems: problems)
    } catch let error as YamlError {
      problems.add(file, line(of: error), "not valid YAML: \(error)")
      return nil
    } catch {
      problems.add(file, 0, "not valid YAML: \(error)")
      return nil
    }
  }

  /// Where a YAML error stands; 0 where it does not say.
  static func line(of error: YamlError) -> Int {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: 0
    }
  }

  /// Notes every key that is not among `known`, naming the nearest known one.
  func expectKeys(_ known: [String]) {
    guard let mapping = node.mapping else {
      complain("expected keys with values: \(known.joined(separator: ", "))")
      return
    }
    for (key, _) in mapping {
      guard let name = key.scalar?.string, known.contains(name) else {
        let name = key.scalar?.string ?? "?"
        problems.add(
          file, key.mark?.line ?? line,
          "unknown key '\(name)'\(NearestName.hint(name, among: known))")
        continue
      }
    }
  }

  /// The value behind `key`; nil where it is absent or empty.
  func child(_ key: String) -> ConfigurationNode? {
    guard let found = node.mapping?[Node(key)] else { return nil }
    if let scalar = found.scalar, scalar.string.isEmpty || scalar.string == "~" { return nil }
    return ConfigurationNode(file: file, node: found, problems: problems)
  }

  func required(_ key: String, because reason: String = "") -> ConfigurationNode? {
    if let child = child(key) { return child }
    complain("'\(key)' is missing\(reason.isEmpty ? "" : " (\(reason))")")
    return nil
  }

  /// The elements of a list; a single value stands for a list of one.
  var elements: [ConfigurationNode] {
    if let sequence = node.sequence {
      return sequence.map { ConfigurationNode(file: file, node: $0, problems: problems) }
    }
    return [self]
  }
}
