import Foundation
import Glibc
import Linux

/// A file that only its owner may open, replaced as a whole: written beside itself as `FILE.new`, synced,
/// renamed. What a crash has left there is overwritten.
enum PrivateFile {
  static func replace(_ path: String, with text: String) throws {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let next = "\(file).new"
    unsafe unlink(next)
    let raw = unsafe open(next, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard raw >= 0 else { throw SystemError.last("open", subject: next) }
    do {
      let handle = FileHandle(fileDescriptor: raw, closeOnDealloc: true)
      try handle.write(contentsOf: Data(text.utf8))
      try handle.synchronize()
      try handle.close()
      guard unsafe rename(next, file) == 0 else { throw SystemError.last("rename", subject: file) }
    } catch {
      unsafe unlink(next)
      throw error
    }
  }
}
