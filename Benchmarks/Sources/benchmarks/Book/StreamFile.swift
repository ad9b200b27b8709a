import Foundation

/// A stream as a file for the engines of others; removed with this value.
struct StreamFile: ~Copyable {
  let path: String

  /// Header of eight words: magic, instruments, prefill, timed commands, highest id, three zeros.
  init(_ stream: BookStream) throws {
    let name = "book-\(stream.instruments)-\(ProcessInfo.processInfo.processIdentifier).stream"
    path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    let header: [UInt32] = [
      0x3157_454d, UInt32(stream.instruments), UInt32(stream.prefill),
      UInt32(stream.commands.count - stream.prefill), stream.maxID, 0, 0, 0,
    ]
    var data = unsafe header.withUnsafeBytes { unsafe Data($0) }
    unsafe stream.commands.withUnsafeBytes { unsafe data.append(contentsOf: $0) }
    try data.write(to: URL(fileURLWithPath: path))
  }

  deinit { unsafe unlink(path) }
}
