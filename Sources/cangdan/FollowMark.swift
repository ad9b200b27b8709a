import Foundation
import Glibc

/// `DIR/follows`: the directory is a follower's, and nobody serves it until it is promoted.
///
/// Its lines: where the venue was, and a number that names the directory to the venue.
struct FollowMark: Equatable {
  let from: String
  let follower: UInt64

  static func path(in directory: String) -> String { "\(directory)/follows" }

  /// The mark of a directory; nil where it has none.
  static func read(in directory: String) throws -> FollowMark? {
    let path = path(in: directory)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    guard lines.count == 2, let follower = UInt64(lines[1], radix: 16) else {
      throw FollowerProblem.noMark(path)
    }
    return FollowMark(from: String(lines[0]), follower: follower)
  }

  func write(in directory: String) throws {
    try PrivateFile.replace(
      Self.path(in: directory), with: "\(from)\n\(String(follower, radix: 16))\n")
    try Self.sync(directory)
  }

  static func remove(in directory: String) throws {
    let path = path(in: directory)
    guard unsafe unlink(path) == 0 else { throw FollowerProblem.file(path, errno) }
    try sync(directory)
  }

  /// What is another process's of a directory that begins to follow: its figures, and what it has sent, which is
  /// not what the venue has sent since.
  static func putStoreAside(in directory: String) throws {
    let files = FileManager.default
    for name in ["counters"] where files.fileExists(atPath: "\(directory)/\(name)") {
      try files.removeItem(atPath: "\(directory)/\(name)")
    }
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
    guard raw >= 0 else { throw FollowerProblem.file(directory, errno) }
    defer { _ = close(raw) }
    guard fsync(raw) == 0 else { throw FollowerProblem.file(directory, errno) }
  }
}
