import FIXWire
import Foundation
import Memory
import OrderEntry
import Records

/// The messages of a corpus, encoded once, in memory and as a file for the compressors of others: each
/// behind its length in four bytes. Removed with this value.
struct FeedFile: ~Copyable {
  let path: String
  /// How many messages.
  let count: Int
  /// Bytes of all messages, without their lengths.
  let byteCount: Int
  private let messages: [UInt8]

  init(_ corpus: borrowing FeedCorpus) throws {
    var encoder = MessageEncoder(capacity: ReportEncoder.messageBytesMax)
    var bytes: [UInt8] = []
    var offset = 0
    for number in 1...UInt64(corpus.count) {
      try corpus.encode(at: offset, number: number, into: &encoder)
      offset += corpus.events.bytes.recordLength(at: offset)
      Self.append(encoder.message, to: &bytes)
    }
    try self.init(bytes, count: corpus.count, name: "copies")
  }

  init(_ corpus: borrowing MarketCorpus) throws {
    var bytes: [UInt8] = []
    let count = try corpus.tell(try corpus.feed()) { Self.append($0, to: &bytes) }
    try self.init(bytes, count: count, name: "market-data")
  }

  private init(_ bytes: [UInt8], count: Int, name: String) throws {
    let file = "feeds-\(ProcessInfo.processInfo.processIdentifier).\(name)"
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(file).path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    self.path = path
    self.count = count
    byteCount = bytes.count - 4 * count
    messages = bytes
  }

  private static func append(_ message: RawSpan, to bytes: inout [UInt8]) {
    let length = UInt32(message.byteCount)
    unsafe withUnsafeBytes(of: length) { unsafe bytes.append(contentsOf: $0) }
    unsafe message.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  deinit { unsafe unlink(path) }

  /// Each message, in their order.
  func forEachMessage(_ body: (RawSpan) -> Void) {
    let all = unsafe messages.span.bytes
    var offset = 0
    while offset < all.byteCount {
      let length = Int(unsafe all.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
      body(all.extracting(offset + 4..<offset + 4 + length))
      offset += 4 + length
    }
  }
}

/// `peers/compressors.c`, a process of its own that times itself over the messages of a file.
struct FeedPeer {
  /// zlib and zstd at levels in common use.
  static let names = ["zlib 1", "zlib 6", "zstd 1", "zstd 3"]

  /// By name: bytes that would be sent, and nanoseconds of the processor.
  struct Result {
    fileprivate let values: [String: (bytes: Double, nanos: Double)]
    func bytes(_ name: String) -> Double { values[name]?.bytes ?? .nan }
    func nanos(_ name: String) -> Double { values[name]?.nanos ?? .nan }
  }

  static func run(_ file: borrowing FeedFile) throws -> Result {
    let process = Process()
    let output = Pipe()
    process.executableURL = Textbook.program.deletingLastPathComponent()
      .appendingPathComponent("compressors")
    process.arguments = [file.path]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Benchmark.VoidRun(reason: "the compressors ended with \(process.terminationStatus)")
    }
    var values: [String: (bytes: Double, nanos: Double)] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 4, let bytes = Double(words[2]), let nanos = Double(words[3]) else {
        continue
      }
      values["\(words[0]) \(words[1])"] = (bytes, nanos)
    }
    guard names.allSatisfy({ values[$0] != nil }) else {
      throw Benchmark.VoidRun(reason: "the compressors did not print all of \(names)")
    }
    return Result(values: values)
  }
}
