import Glibc
import Linux
import TradeClient

/// Where the lines of a feed go: standard output, or a file that goes on where its state says.
struct TapOutput: ~Copyable {
  private let descriptor: Descriptor
  private let name: String
  private let isFile: Bool
  /// Bytes of the file, with all that was written; 0 of standard output.
  private(set) var byteCount: UInt64
  private var pending: [UInt8] = []

  private init(
    _ descriptor: consuming Descriptor, _ name: String, isFile: Bool, _ byteCount: UInt64
  ) {
    self.descriptor = descriptor
    self.name = name
    self.isFile = isFile
    self.byteCount = byteCount
  }

  static func standard() throws(SystemError) -> TapOutput {
    let raw = dup(STDOUT_FILENO)
    if raw < 0 { throw .last("dup", subject: "standard output") }
    return TapOutput(Descriptor(owning: raw), "standard output", isFile: false, 0)
  }

  /// Opens a file to go on behind its first `byteCount` bytes: lines behind them were not put down in the
  /// state, and come again.
  static func file(_ path: String, from byteCount: UInt64) throws -> TapOutput {
    let raw = retrying { unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644) }
    if raw < 0 { throw SystemError.last("open", subject: path) }
    let file = Descriptor(owning: raw)
    let end = lseek(raw, 0, SEEK_END)
    if end < 0 { throw SystemError.last("lseek", subject: path) }
    guard UInt64(end) >= byteCount else {
      throw CommandError(
        "\(path) has \(end) bytes, and its state says \(byteCount): is it the file that goes with it?"
      )
    }
    guard ftruncate(raw, Int(byteCount)) == 0 else {
      throw SystemError.last("ftruncate", subject: path)
    }
    guard lseek(raw, Int(byteCount), SEEK_SET) >= 0 else {
      throw SystemError.last("lseek", subject: path)
    }
    return TapOutput(file, path, isFile: true, byteCount)
  }

  mutating func line(_ text: String) {
    pending += Array(text.utf8)
    pending.append(UInt8(ascii: "\n"))
  }

  /// Writes the lines so far; those of a file are on the disk then.
  mutating func flush() throws(SystemError) {
    guard !pending.isEmpty else { return }
    var written = 0
    while written < pending.count {
      let raw = descriptor.rawValue
      let count = unsafe pending.withUnsafeBytes { bytes in
        retrying { [written] in
          unsafe write(raw, bytes.baseAddress! + written, bytes.count - written)
        }
      }
      if count < 0 { throw .last("write", subject: name) }
      written += count
    }
    if isFile { byteCount += UInt64(written) }
    pending.removeAll(keepingCapacity: true)
    if isFile, fdatasync(descriptor.rawValue) != 0 { throw .last("fdatasync", subject: name) }
  }
}
