import Foundation
import Glibc
import Linux

/// `DIR/follows`: the directory is a follower's, and nobody serves it until it is promoted.
///
/// Its lines: where the venue was, a number that names the directory to the venue, and the highest term that a venue
/// has said: a promotion goes above it, also where the log does not have it yet.
struct FollowMark: Equatable {
  let from: String
  let follower: UInt64
  var term: UInt64 = 0

  static func path(in directory: String) -> String { "\(directory)/follows" }

  /// The mark of a directory; nil where it has none.
  static func read(in directory: String) throws -> FollowMark? {
    let path = path(in: directory)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    guard lines.count == 3, let follower = UInt64(lines[1], radix: 16), let term = UInt64(lines[2])
    else {
      throw FollowerProblem.noMark(path)
    }
    return FollowMark(from: String(lines[0]), follower: follower, term: term)
  }

  func write(in directory: String) throws {
    try PrivateFile.replace(
      Self.path(in: directory), with: "\(from)\n\(String(follower, radix: 16))\n\(term)\n")
    try Self.sync(directory)
  }

  /// Notes the venue's term where it is higher than any before, before anything of it is acknowledged.
  mutating func hear(_ term: UInt64, in directory: String) throws {
    guard term > self.term else { return }
    self.term = term
    try write(in: directory)
  }

  static func remove(in directory: String) throws {
    let path = path(in: directory)
    guard unsafe unlink(path) == 0 else { throw SystemError.last("unlink", subject: path) }
    try sync(directory)
  }

  /// Clears a directory that begins to follow of what is another process's: its figures go, and what it has sent,
  /// which is not what the venue has sent since, is put aside.
  static func clear(_ directory: String) throws {
    let files = FileManager.default
    let counters = "\(directory)/counters"
    if files.fileExists(atPath: counters) { try files.removeItem(atPath: counters) }
    let store = "\(directory)/sessions"
    guard files.fileExists(atPath: store), try !files.contentsOfDirectory(atPath: store).isEmpty
    else { return }
    var number = 1
    while files.fileExists(atPath: "\(store).\(number).aside") { number += 1 }
    try files.moveItem(atPath: store, toPath: "\(store).\(number).aside")
    try files.createDirectory(
      atPath: store, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o750])
    try sync(directory)
  }

  private static func sync(_ directory: String) throws {
    let raw = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard raw >= 0 else { throw SystemError.last("open", subject: directory) }
    defer { _ = close(raw) }
    guard fsync(raw) == 0 else { throw SystemError.last("fsync", subject: directory) }
  }
}
