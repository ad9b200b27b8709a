import Compression
import FIXWire
import Foundation
import Memory

/// A file of FIX messages in LZ4 frames one behind the other; each frame is whole messages, so the file is
/// readable up to its last frame whatever has ended its writer. `lz4 -d` decodes it.
struct FeedFile: ~Copyable {
  let path: String
  private let handle: FileHandle
  private var writer = LZ4FrameWriter()
  private var frame = ByteBuffer(capacity: 1 << 19)
  private var text: [UInt8] = []
  /// Messages in the file, and those that wait to be written.
  private(set) var count: UInt64
  /// The last message that the file had when it was opened; nil of a new one.
  let lastMessage: [UInt8]?

  /// FIX of one frame at most, beyond which it is written: bytes.
  static var frameBytes: Int { 1 << 18 }

  private init(_ path: String, _ handle: FileHandle, _ content: FeedContent) {
    self.path = path
    self.handle = handle
    count = content.count
    lastMessage = content.lastMessage
  }

  /// Opens a file, or makes it, to go on behind its last whole frame: what is behind that was cut off by the
  /// end of a writer.
  static func open(_ path: String) throws(RecorderError) -> FeedFile {
    do {
      if !FileManager.default.fileExists(atPath: path),
        !FileManager.default.createFile(atPath: path, contents: nil)
      {
        throw RecorderError.refused(
          file: path, reason: "it can't be made: is its directory writable?")
      }
      let url = URL(fileURLWithPath: path)
      // Of a day that is over: it is read only, and has no torn end.
      guard FileManager.default.isWritableFile(atPath: path) else {
        let handle = try FileHandle(forReadingFrom: url)
        return FeedFile(path, handle, try FeedContent.read(handle, path))
      }
      let handle = try FileHandle(forUpdating: url)
      let content = try FeedContent.read(handle, path)
      try handle.truncate(atOffset: content.wholeBytes)
      try handle.seek(toOffset: content.wholeBytes)
      return FeedFile(path, handle, content)
    } catch let error as RecorderError {
      throw error
    } catch {
      throw .refused(file: path, reason: error.localizedDescription)
    }
  }

  /// Adds a message; it is in the file behind `flush()`.
  mutating func append(_ message: [UInt8]) throws(RecorderError) {
    text += message
    count += 1
    if text.count >= Self.frameBytes { try flush() }
  }

  /// Writes what waits as one frame, and syncs it.
  mutating func flush() throws(RecorderError) {
    guard !text.isEmpty else { return }
    var rest = text[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(LZ4FrameWriter.pieceBytes))
      rest = rest.dropFirst(piece.count)
      writer.append(RawSpan(_elements: piece.span), to: &frame)
    }
    writer.end(in: &frame)
    let bytes = Self.array(frame.readable)
    frame.removeAll()
    text.removeAll(keepingCapacity: true)
    do {
      try handle.write(contentsOf: Data(bytes))
      try handle.synchronize()
    } catch {
      throw .refused(file: path, reason: error.localizedDescription)
    }
  }

  /// Writes what waits; nobody writes to the file from now on.
  mutating func seal() throws(RecorderError) {
    try flush()
    do {
      try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    } catch {
      throw .refused(file: path, reason: error.localizedDescription)
    }
  }

  private static func array(_ bytes: RawSpan) -> [UInt8] {
    let span = Span<UInt8>(_bytes: bytes)
    return span.indices.map { span[$0] }
  }
}

/// What the whole frames of a file hold.
struct FeedContent: Equatable {
  /// Where the last whole frame ends.
  var wholeBytes: UInt64 = 0
  var count: UInt64 = 0
  var lastMessage: [UInt8]?

  /// Reads a file from its begin to its last whole frame.
  static func read(_ handle: FileHandle, _ path: String) throws -> FeedContent {
    var source = ByteBuffer(capacity: 1 << 17)
    var text = ByteBuffer(capacity: 1 << 18)
    var reader = LZ4FrameReader()
    var open = FeedContent()
    var whole = open
    try handle.seek(toOffset: 0)
    while let data = try handle.read(upToCount: 1 << 16), !data.isEmpty {
      let bytes = Array(data)
      let isTaken = source.append(RawSpan(_elements: bytes.span))
      precondition(isTaken, "what was read before is taken apart")
      var before = -1
      while before != source.count + text.count {
        before = source.count + text.count
        let unread = source.count
        let outcome = reader.read(from: &source, into: &text)
        open.wholeBytes += UInt64(unread - source.count)
        if !open.take(&text) || outcome == .damaged {
          throw RecorderError.refused(
            file: path,
            reason:
              "it is damaged behind \(whole.count) messages: move it away, and it is made again "
              + "from the log")
        }
        if outcome == .ended { whole = open }
      }
    }
    return whole
  }

  /// Counts the messages that are whole; false where there is something else.
  private mutating func take(_ text: inout ByteBuffer) -> Bool {
    while true {
      switch Framing.next(in: text.readable, maxMessageSize: 1 << 16) {
      case .complete(let byteCount):
        lastMessage = Self.array(text.readable.extracting(0..<byteCount))
        text.didRead(byteCount)
        count += 1
      case .partial:
        text.compact()
        return true
      case .garbled, .oversized, .wrongBeginString: return false
      }
    }
  }

  private static func array(_ bytes: RawSpan) -> [UInt8] {
    let span = Span<UInt8>(_bytes: bytes)
    return span.indices.map { span[$0] }
  }
}
