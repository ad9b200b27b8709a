import Foundation

/// Whose a file of secrets is, and who could put another one in its place.
enum FileOwnership {
  /// Whether nobody but `user` may look at the file, change it or replace it; what is wrong is told.
  static func isPrivate(_ path: String, user: UInt32, _ problems: Problems) -> Bool {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    guard let own = Attributes(file.path),
      let folder = Attributes(file.deletingLastPathComponent().path)
    else {
      problems.add(path, 0, "the file is missing or can't be read")
      return false
    }
    let count = problems.count
    if own.mode & 0o077 != 0 {
      problems.add(path, 0, "others than its owner may open it: chmod 600 \(path)")
    }
    if own.owner != user {
      problems.add(
        path, 0,
        "it belongs to user \(own.owner), and user \(user) runs this: chown \(user) \(path)")
    }
    // In a folder with the sticky bit nobody replaces what is another's.
    if folder.mode & 0o022 != 0, folder.mode & 0o1000 == 0 {
      let name = file.deletingLastPathComponent().path
      problems.add(path, 0, "others may put another file in its place: chmod go-w \(name)")
    }
    return problems.count == count
  }

  private struct Attributes {
    let mode: Int
    let owner: UInt32

    /// Nil where there is no such file, or none that may be looked at.
    init?(_ path: String) {
      let attributes: [FileAttributeKey: Any]
      do { attributes = try FileManager.default.attributesOfItem(atPath: path) } catch {
        return nil
      }
      guard let mode = attributes[.posixPermissions] as? NSNumber,
        let owner = attributes[.ownerAccountID] as? NSNumber
      else { return nil }
      self.mode = mode.intValue
      self.owner = owner.uint32Value
    }
  }
}
