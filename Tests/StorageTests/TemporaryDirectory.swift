import Foundation

/// A directory that goes away with its owner; in memory where the machine has such a place.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    let memory = "/dev/shm"
    let root = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    path = root + "/cangdan-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      print("not removed: \(path): \(error)")
    }
  }

  func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
  }

  /// Turns the bits of `mask` in one byte.
  func flip(_ name: String, at offset: Int, mask: UInt8 = 0x10) throws {
    var content = try bytes(name)
    content[offset] ^= mask
    try write(content, to: name)
  }

  /// Puts zeros in the place of a file's bytes from `start` on.
  func zero(_ name: String, from start: Int, to end: Int? = nil) throws {
    var content = try bytes(name)
    for offset in start..<(end ?? content.count) { content[offset] = 0 }
    try write(content, to: name)
  }

  /// Makes `name` a file that has no room.
  func fill(_ name: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path + "/" + name, withDestinationPath: "/dev/full")
  }

  func names(in name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + name).sorted()
  }

  /// The files of a folder that this process has open, sorted.
  func openFiles(in name: String) throws -> [String] {
    let folder = path + "/" + name + "/"
    let manager = FileManager.default
    var names: [String] = []
    for number in try manager.contentsOfDirectory(atPath: "/proc/self/fd") {
      do {
        let file = try manager.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + number)
        if file.hasPrefix(folder) { names.append(String(file.dropFirst(folder.count))) }
      } catch CocoaError.fileReadNoSuchFile {
        // Another test's, closed since the numbers were read.
      }
    }
    return names.sorted()
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path + "/" + name)
  }
}
