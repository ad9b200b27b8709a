import Compression
import Memory
import Transport

/// What a session has to send: messages as they are, or from some message on as one LZ4 frame.
///
/// Messages wait as they are and become part of the frame when they are written: what waits together is one
/// piece, and nothing waits for a piece to become larger.
struct OutboundLine: ~Copyable {
  private var messages = LentBuffer(capacity: GatewayLimits.outboundBytes)
  /// Pieces of the frame that the socket has not taken.
  private var pieces = LentBuffer(capacity: GatewayLimits.outboundBytes)
  private var frame: LZ4FrameWriter?
  /// Bytes of messages that wait and still go as they are.
  private var plainBytes = 0
  /// The end mark is to follow what waits.
  private var owesEnd = false
  private var hasEnded = false

  /// Bytes that wait.
  var count: Int { messages.count + pieces.count }

  var isEmpty: Bool { count == 0 && !owesEnd }

  /// Bytes of messages that fit.
  var freeBytes: Int { messages.freeBytes }

  /// Appends all of a message; false, and nothing appended, where it does not fit.
  mutating func append(_ message: RawSpan, from pool: inout BufferPool) -> Bool {
    messages.append(message, from: &pool)
  }

  /// Whether what is appended belongs to a frame.
  var isFramed: Bool {
    switch frame {
    case .some: true
    case .none: false
    }
  }

  /// What is appended from now on belongs to one frame; nothing changes where it does already.
  mutating func beginFrame() {
    if isFramed { return }
    plainBytes = messages.count
    frame = LZ4FrameWriter()
  }

  /// The frame ends behind what waits, where there is one that has not ended.
  mutating func endFrame() { owesEnd = isFramed && !hasEnded }

  /// Writes once what the socket takes; the caller has seen that something waits.
  mutating func send(
    over connection: borrowing Connection, _ pool: inout BufferPool
  ) -> Connection.Outcome {
    if let writer = frame.take() {
      frame = pieces.isEmpty ? pack(writer, &pool) : writer
      return Self.send(&pieces, over: connection, &pool)
    }
    return Self.send(&messages, over: connection, &pool)
  }

  private static func send(
    _ lent: inout LentBuffer, over connection: borrowing Connection, _ pool: inout BufferPool
  ) -> Connection.Outcome {
    var buffer = lent.take(from: &pool)
    let outcome = connection.send(from: &buffer)
    lent.put(buffer, to: &pool)
    return outcome
  }

  /// Makes of what waits what goes over the line, as much as there is room for.
  private mutating func pack(
    _ writer: consuming LZ4FrameWriter, _ pool: inout BufferPool
  ) -> LZ4FrameWriter {
    var source = messages.take(from: &pool)
    var target = pieces.take(from: &pool)
    if plainBytes > 0 {
      let fits = target.append(source.readable.extracting(0..<plainBytes))
      precondition(fits, "both buffers have the same size")
      source.didRead(plainBytes)
      plainBytes = 0
    }
    while !source.isEmpty, target.freeBytes >= LZ4FrameWriter.roomBytes {
      let count = min(source.count, LZ4FrameWriter.pieceBytes)
      writer.append(source.readable.extracting(0..<count), to: &target)
      source.didRead(count)
    }
    if owesEnd, source.isEmpty, target.freeBytes >= LZ4FrameWriter.roomBytes {
      writer.end(in: &target)
      owesEnd = false
      hasEnded = true
    }
    messages.put(source, to: &pool)
    pieces.put(target, to: &pool)
    return writer
  }

  /// The connection is gone: nothing of it is left.
  mutating func removeAll(to pool: inout BufferPool) {
    messages.removeAll(to: &pool)
    pieces.removeAll(to: &pool)
    frame = nil
    plainBytes = 0
    owesEnd = false
    hasEnded = false
  }
}
