import Glibc
import Linux
import TradeClient

/// The books of a stand-in as it gives them to others: comma-separated, a header line, a line for each leg.
struct StatementFile: ~Copyable {
  private let descriptor: Descriptor
  private let path: String

  private init(_ descriptor: consuming Descriptor, _ path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Opens the file to append to it; a new one gets its header.
  static func open(_ path: String, role: StandInRole) throws(SystemError) -> StatementFile {
    let raw = retrying {
      unsafe Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    }
    if raw < 0 { throw .last("open", subject: path) }
    let file = StatementFile(Descriptor(owning: raw), path)
    if lseek(raw, 0, SEEK_END) == 0 { try file.append(role.statementHeader) }
    return file
  }

  /// One or more lines, without the last line's end.
  func append(_ lines: String) throws(SystemError) {
    let bytes = Array("\(lines)\n".utf8)
    let raw = descriptor.rawValue
    let count = unsafe bytes.withUnsafeBytes { bytes in
      retrying { unsafe write(raw, bytes.baseAddress, bytes.count) }
    }
    if count != bytes.count { throw .last("write", subject: path) }
  }
}
