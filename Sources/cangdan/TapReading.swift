import FIX44
import Glibc
import Linux
import Memory
import Tap
import TradeClient

/// `cangdan tap --read`: the messages of a file.
struct TapReading: ~Copyable {
  private let path: String
  private let writer: LineWriter
  private let file: Descriptor
  private var stream: RecordedStream
  private var skipped = 0
  private let printsDigest: Bool
  private var digest = FeedDigest()

  private init(
    _ path: String, _ writer: LineWriter, printsDigest: Bool, _ file: consuming Descriptor,
    _ stream: consuming RecordedStream
  ) {
    self.printsDigest = printsDigest
    self.path = path
    self.writer = writer
    self.file = file
    self.stream = stream
  }

  /// Opens the file, `-` for standard input, and looks at its beginning.
  static func open(
    _ path: String, _ writer: LineWriter, printsDigest: Bool
  ) throws -> TapReading {
    let raw =
      path == "-"
      ? dup(STDIN_FILENO) : retrying { unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC) }
    if raw < 0 { throw SystemError.last("open", subject: path) }
    let file = Descriptor(owning: raw)
    let first = try Self.read(file, path, 8)
    let kind = RecordedStream.kind(of: first)
    guard kind != .neither else {
      throw CommandError(
        "\(path) begins with neither an LZ4 frame nor a message of FIX 4.4: is it a feed file?")
    }
    var stream = RecordedStream(isFramed: kind == .frames)
    let isTaken = stream.wire.append(RawSpan(_elements: first.span))
    precondition(isTaken, "eight bytes fit")
    return TapReading(path, writer, printsDigest: printsDigest, file, stream)
  }

  /// Prints all messages. Throws where the file does not end in order; what stood before is printed.
  mutating func run() throws {
    if let header = writer.header { print(header) }
    while true {
      try printWhatIsThere()
      let room = min(stream.wire.freeBytes, 1 << 15)
      let bytes = room > 0 ? try Self.read(file, path, room) : []
      if bytes.isEmpty { break }
      let isTaken = stream.wire.append(RawSpan(_elements: bytes.span))
      precondition(isTaken, "as much was read as there was room for")
    }
    Output.flush()
    if printsDigest { Output.hint("\(stream.count) messages, digest \(digest.hexDigits)\n") }
    if let problem = stream.problem { throw CommandError("\(path) \(problem)") }
    if skipped > 0 {
      throw CommandError("\(path): \(skipped) bytes are no message of FIX 4.4 and are passed over")
    }
  }

  private mutating func printWhatIsThere() throws {
    while true {
      switch stream.next() {
      case .message(let message):
        digest.take(message)
        writer.lines(message).forEach { print($0) }
      case .skipped(let byteCount): skipped += byteCount
      case .needsMore: return
      }
    }
  }

  /// Reads up to `count` bytes; fewer only where the file ends.
  private static func read(
    _ file: borrowing Descriptor, _ path: String, _ count: Int
  ) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = unsafe bytes.withUnsafeMutableBytes { target in
        retrying { [filled] in
          unsafe Glibc.read(file.rawValue, target.baseAddress! + filled, count - filled)
        }
      }
      if got < 0 { throw .last("read", subject: path) }
      if got == 0 { break }
      filled += got
    }
    bytes.removeLast(count - filled)
    return bytes
  }
}
