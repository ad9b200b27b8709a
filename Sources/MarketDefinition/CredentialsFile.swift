import Foundation
public import Glibc
public import Market
public import Secrets
import Yams

/// The file of credentials: what each session's Password(554) is verified by.
///
/// `sessions: {"DLR001": "scrypt:N:r:p:salt:hash"}`, the key a CompID or CompID/SubID. Behind the hash may
/// stand the day on which it was set, and then those before it. It belongs to its owner alone and is no
/// part of the definition; what is wrong with it is told without its values.
public struct CredentialsFile: Sendable {
  /// What is kept of a session's password.
  public struct Entry: Sendable {
    public let name: String
    public fileprivate(set) var hash: PasswordHash
    /// When it was set, UTC; nil where that is not known: then it does not expire.
    public fileprivate(set) var setOn: CivilDate?
    /// Those before it, the last first.
    public fileprivate(set) var former: [PasswordHash] = []
  }

  /// By the name of the session, in the order of the file.
  public private(set) var entries: [Entry] = []
  public private(set) var policy = PasswordPolicy()

  /// A file that holds nobody's credential.
  public init() {}

  /// Reads and checks `path`; with `sessions`, each name must be one of theirs. It must belong to `user`, who
  /// runs the process.
  public init(
    path: String, sessions: [SessionDefinition]? = nil, user: UInt32 = geteuid()
  ) throws(InvalidDefinition) {
    let problems = Problems()
    if FileOwnership.isPrivate(path, user: user, problems) {
      read(path, names: sessions?.map(\.name), problems)
    }
    if problems.count > 0 { throw InvalidDefinition(problems: problems.all, count: problems.count) }
  }

  /// The hash of the session of this name; nil where it needs no password.
  public func hash(of name: String) -> PasswordHash? {
    entries.first { $0.name == name }?.hash
  }

  /// The entry of the session of this name; nil where it needs no password.
  public func entry(of name: String) -> Entry? { entries.first { $0.name == name } }

  /// Adds or replaces one, set on `day`; false, and nothing changed, where `name` can be no session's.
  public mutating func set(
    _ hash: PasswordHash, of name: String, on day: CivilDate? = nil
  ) -> Bool {
    let isName =
      1...33 ~= name.utf8.count
      && name.utf8.allSatisfy { 0x21...0x7e ~= $0 && $0 != 0x22 && $0 != 0x5c }
    guard isName else { return false }
    var entry = Entry(name: name, hash: hash, setOn: day)
    if let place = entries.firstIndex(where: { $0.name == name }) {
      let last = entries[place]
      entry.former = Array(([last.hash] + last.former).prefix(policy.history))
      entries[place] = entry
    } else {
      entries.append(entry)
    }
    return true
  }

  /// The file's text.
  public var text: String {
    let lines = entries.map { entry in
      let words =
        [entry.hash.text] + (entry.setOn.map { ["\($0)"] } ?? []) + entry.former.map(\.text)
      return "  \"\(entry.name)\": \"\(words.joined(separator: " "))\"\n"
    }
    return "# Written by cangdan credential.\n\(policy.text)sessions:\n" + lines.joined()
  }

  /// False where the name can be no session's.
  private mutating func add(_ entry: Entry) -> Bool {
    guard set(entry.hash, of: entry.name) else { return false }
    entries[entries.count - 1] = entry
    return true
  }

  private mutating func read(_ path: String, names: [String]?, _ problems: Problems) {
    guard let bytes = FileManager.default.contents(atPath: path),
      let node = compose(String(decoding: bytes, as: UTF8.self), path, problems)
    else { return problems.count > 0 ? () : problems.add(path, 0, "the file can't be read") }
    let root = ConfigurationNode(file: path, node: node, problems: problems)
    root.expectKeys(["sessions"] + PasswordPolicy.keys)
    policy = PasswordPolicy(root)
    guard let list = root.required("sessions") else { return }
    guard let mapping = list.node.mapping else {
      return list.complain("expected sessions with hashes, `CompID: \"scrypt:...\"`")
    }
    for (key, value) in mapping {
      let line = key.mark?.line ?? list.line
      guard let name = key.scalar?.string, names?.contains(name) ?? true else {
        let name = key.scalar?.string ?? "?"
        let hint = NearestName.hint(name, among: names ?? [])
        problems.add(path, line, "there is no session '\(name)'\(hint)")
        continue
      }
      guard let entry = value.scalar.flatMap({ Entry(name, $0.string) }), add(entry) else {
        problems.add(
          path, line,
          "'\(name)' has no hash like scrypt:16384:8:1:SALT:HASH; make one by `cangdan credential`")
        continue
      }
    }
  }

  /// The text as YAML; the parser's own words would quote the line.
  private func compose(_ text: String, _ path: String, _ problems: Problems) -> Node? {
    do {
      if let node = try Yams.compose(yaml: text), node.mapping != nil { return node }
      problems.add(path, 1, "expected `sessions:`")
    } catch let error as YamlError {
      problems.add(path, ConfigurationNode.line(of: error), "not valid YAML, or a session twice")
    } catch {
      problems.add(path, 0, "not valid YAML")
    }
    return nil
  }
}

extension CredentialsFile.Entry {
  /// Reads `HASH`, `HASH DAY` or `HASH DAY FORMER ...`; nil for anything else.
  fileprivate init?(_ name: String, _ text: String) {
    let words = text.split(separator: " ")
    guard let first = words.first, let hash = PasswordHash(String(first)) else { return nil }
    self.name = name
    self.hash = hash
    guard words.count > 1 else { return }
    guard let day = CivilDate(words[1]) else { return nil }
    setOn = day
    former = words[2...].compactMap { PasswordHash(String($0)) }
    guard former.count == words.count - 2 else { return nil }
  }
}
