import FIXSession
import Foundation
import Glibc
import Linux
import TradeClient

/// The file that keeps a client's numbering from one run to the next; held by one client at a time.
struct SequenceFile: ~Copyable {
  private let descriptor: Descriptor
  private let path: String
  /// What the file says.
  private(set) var numbers: SessionNumbers

  private init(_ descriptor: consuming Descriptor, _ path: String, _ numbers: SessionNumbers) {
    self.descriptor = descriptor
    self.path = path
    self.numbers = numbers
  }

  /// Opens the file, making it and its directory where there is none.
  static func open(directory: String, name: String) throws -> SequenceFile {
    let path = "\(directory)/\(name)"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    let raw = retrying { unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
    if raw < 0 { throw SystemError.last("open", subject: path) }
    let descriptor = Descriptor(owning: raw)
    if flock(raw, LOCK_EX | LOCK_NB) != 0 {
      throw CommandError("\(path) is in use: another client trades under this CompID")
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    guard let numbers = text.isEmpty ? .first : SequenceText.numbers(text) else {
      throw CommandError("\(path) says no numbers: remove it and use --reset")
    }
    return SequenceFile(descriptor, path, numbers)
  }

  /// Writes the numbers, if they are others than before.
  mutating func save(_ numbers: SessionNumbers) throws(SystemError) {
    guard numbers != self.numbers else { return }
    self.numbers = numbers
    let line = Array(SequenceText.line(numbers).utf8)
    let raw = descriptor.rawValue
    let count = unsafe line.withUnsafeBytes { bytes in
      retrying { unsafe pwrite(raw, bytes.baseAddress, bytes.count, 0) }
    }
    if count != line.count { throw .last("pwrite", subject: path) }
  }
}
