import Foundation
import Market
import MarketDefinition
import Secrets
import Testing

/// The file of credentials: read whole, or refused with file and line and without a secret.
@Suite struct CredentialsFileTests {
  static let salt = "000102030405060708090a0b0c0d0e0f"
  static let hash = "scrypt:16384:8:1:\(salt):f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"

  /// What is wrong with a file of this text and mode; empty where nothing is.
  private func problems(_ text: String, mode: Int = 0o600) throws -> String {
    let folder = try DefinitionFolder()
    try folder.write("credentials.yaml", text)
    let path = folder.path + "/credentials.yaml"
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    let sessions = try Definition(folder: folder.path).sessions
    do throws(InvalidDefinition) {
      _ = try CredentialsFile(path: path, sessions: sessions)
      return ""
    } catch {
      return error.description
    }
  }

  @Test("a file as it is written is read, by CompID and by CompID/SubID")
  func roundTrip() throws {
    let folder = try DefinitionFolder()
    let made = try #require(PasswordHash(Self.hash))
    var file = CredentialsFile()
    let isSeller = file.set(made, of: "SELLER")
    let isBuyer = file.set(made, of: "BUYER/DESK2")
    #expect(isSeller && isBuyer)
    let path = folder.path + "/credentials.yaml"
    try folder.write("credentials.yaml", file.text)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let read = try CredentialsFile(
      path: path, sessions: Definition(folder: folder.path).sessions)
    #expect(read.entries.map(\.name) == ["SELLER", "BUYER/DESK2"])
    #expect(read.hash(of: "BUYER/DESK2") == made)
    #expect(read.hash(of: "BUYER") == nil)
    #expect(read.text == file.text)
  }

  @Test("setting a name again replaces its hash")
  func replaces() throws {
    let first = try #require(PasswordHash(Self.hash))
    let second = try #require(PasswordHash(Self.hash.replacingOccurrences(of: "f0", with: "00")))
    var file = CredentialsFile()
    let wasSet = file.set(first, of: "SELLER") && file.set(second, of: "SELLER")
    #expect(wasSet)
    #expect(file.entries.count == 1)
    #expect(file.hash(of: "SELLER") == second)
  }

  @Test(
    "what can be no session's name is refused",
    arguments: ["", "A B", "A\"B", "A\\B", "A\nB", "\u{e9}", String(repeating: "A", count: 34)])
  func names(_ name: String) throws {
    var file = CredentialsFile()
    let wasSet = file.set(try #require(PasswordHash(Self.hash)), of: name)
    #expect(!wasSet)
    #expect(file.entries.isEmpty)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    let says: [String]
    var testDescription: String { text }
  }

  static let rows = [
    Row(text: "", says: ["credentials.yaml:1", "expected `sessions:`"]),
    Row(text: "hunter2hunter2", says: ["credentials.yaml:1", "expected `sessions:`"]),
    Row(text: "session:\n  A: x", says: ["credentials.yaml:1", "did you mean 'sessions'?"]),
    Row(text: "sessions: hunter2hunter2", says: ["credentials.yaml:1", "expected sessions"]),
    Row(
      text: "sessions:\n  SELER: \"\(hash)\"",
      says: ["credentials.yaml:2", "no session 'SELER'", "did you mean 'SELLER'?"]),
    Row(
      text: "sessions:\n  BUYER: \"\(hash)\"", says: ["credentials.yaml:2", "no session 'BUYER'"]),
    Row(
      text: "sessions:\n  SELLER: hunter2hunter2",
      says: ["credentials.yaml:2", "'SELLER' has no hash", "cangdan credential"]),
    Row(text: "sessions:\n  SELLER: \"\(hash)0\"", says: ["credentials.yaml:2", "has no hash"]),
    Row(
      text: "sessions:\n  SELLER: \"\(hash)\"\n  SELLER: hunter2hunter2", says: ["a session twice"]),
    Row(text: "sessions:\n  SELLER: \"hunter2hunter2", says: ["not valid YAML"]),
  ]

  @Test("what is wrong is told with file and line, and without what may be secret", arguments: rows)
  func errors(_ row: Row) throws {
    let text = try problems(row.text)
    for part in row.says { #expect(text.contains(part)) }
    #expect(!text.contains("hunter2") && !text.contains(Self.salt))
  }

  @Test("only a file of its owner alone is read", arguments: [0o640, 0o604, 0o620, 0o601, 0o666])
  func permissions(_ mode: Int) throws {
    let text = try problems("sessions:\n  SELLER: \"\(Self.hash)\"", mode: mode)
    #expect(text.contains("chmod 600"))
  }

  @Test("a file of another user is refused, and told whose it is")
  func owner() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    let path = folder.appending(path: "credentials.yaml").path
    let isMade = FileManager.default.createFile(
      atPath: path, contents: Data("sessions:\n".utf8), attributes: [.posixPermissions: 0o600])
    #expect(isMade)
    let other = geteuid() + 1
    let error = #expect(throws: InvalidDefinition.self) {
      try CredentialsFile(path: path, user: other)
    }
    #expect("\(error!)".contains("it belongs to user \(geteuid()), and user \(other) runs this"))
  }

  @Test(
    "a folder in which others may replace the file is refused, unless it has the sticky bit",
    arguments: [(0o755, true), (0o775, false), (0o757, false), (0o1777, true), (0o700, true)])
  func folder(_ mode: Int, _ isTaken: Bool) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    let path = folder.appending(path: "credentials.yaml").path
    let isMade = FileManager.default.createFile(
      atPath: path, contents: Data("sessions: {}\n".utf8), attributes: [.posixPermissions: 0o600])
    #expect(isMade)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path)
    do throws(InvalidDefinition) {
      _ = try CredentialsFile(path: path)
      #expect(isTaken)
    } catch {
      #expect(!isTaken)
      #expect("\(error)".contains("chmod go-w"))
    }
  }

  @Test("a file that nobody else may open is read", arguments: [0o600, 0o400])
  func ownersFile(_ mode: Int) throws {
    #expect(try problems("sessions:\n  SELLER: \"\(Self.hash)\"", mode: mode) == "")
  }

  @Test("a file that is not there is told")
  func missing() {
    #expect(throws: InvalidDefinition.self) { try CredentialsFile(path: "no/such/file") }
  }

  @Test("the day, those before, and the policy are read as they are written")
  func history() throws {
    let folder = try DefinitionFolder()
    let path = folder.path + "/credentials.yaml"
    let text = """
      # Written by cangdan credential.
      expireDays: 90
      history: 2
      sessions:
        "SELLER": "\(Self.hash) 2026-11-21"

      """
    try folder.write("credentials.yaml", text)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    var file = try CredentialsFile(path: path)
    #expect(file.text == text)
    let hashes = try (1...4).map {
      try #require(PasswordHash(Self.hash.replacingOccurrences(of: "f0", with: "0\($0)")))
    }
    for hash in hashes {
      let isSet = file.set(hash, of: "SELLER", on: CivilDate("2026-12-01"))
      #expect(isSet)
    }
    let entry = try #require(file.entry(of: "SELLER"))
    #expect(entry.hash == hashes[3] && entry.former == [hashes[2], hashes[1]])
    try folder.write("credentials.yaml", file.text)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(try CredentialsFile(path: path).text == file.text)
  }

  static let malformedValues: [String] = [
    "2026-11-21", "\(hash) 2026-02-30", "\(hash) tomorrow", "\(hash) \(hash)",
    "\(hash) 2026-11-21 x",
  ]

  @Test("anything else behind the hash is refused", arguments: malformedValues)
  func malformed(_ value: String) throws {
    #expect(try problems("sessions:\n  SELLER: \"\(value)\"").contains("has no hash"))
  }
}
