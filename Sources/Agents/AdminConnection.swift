import Market
import Memory
import Transport

/// One connection of the administrator: a line that comes, or an answer that leaves.
final class AdminConnection {
  let actor: AdminActor
  /// When it is closed unless it asks, or takes its answer.
  var until: Instant
  /// What the poller watches.
  var interest = Poller.Interest.readable
  /// Closed behind its answer.
  private(set) var isLast = false
  private var socket: Connection?
  private var inbound: ByteBuffer
  private var outbound: ByteBuffer?
  private let requestBytes: Int
  private var isEnded = false

  /// What came of reading.
  enum Reading: Equatable {
    case request
    case incomplete
    case ended
    /// It is no request, for this reason.
    case refused(String)
  }

  init(_ socket: consuming Connection, _ actor: AdminActor, requestBytes: Int, until: Instant) {
    self.socket = consume socket
    self.actor = actor
    self.until = until
    self.requestBytes = requestBytes
    inbound = ByteBuffer(capacity: requestBytes + 1)
  }

  var rawDescriptor: CInt? {
    switch socket {
    case .some(let open): open.rawDescriptor
    case .none: nil
    }
  }

  var isAnswering: Bool {
    switch outbound {
    case .some: true
    case .none: false
    }
  }

  /// Whether a whole line has come.
  var hasRequest: Bool { Self.endOfLine(inbound) != nil }

  /// Reads once.
  func receive() -> Reading {
    guard let open = socket.take() else { return .ended }
    inbound.compact()
    let outcome = inbound.writableCount > 0 ? open.receive(into: &inbound) : .wouldBlock
    socket = consume open
    if outcome == .ended { isEnded = true }
    if hasRequest { return .request }
    if inbound.writableCount == 0 { return .refused("a request has at most \(requestBytes) bytes") }
    guard isEnded else { return .incomplete }
    return inbound.isEmpty ? .ended : .refused("the line has no end")
  }

  /// The next line without its end, as far as it is text; bytes that are none stand as U+FFFD.
  func takeRequest() -> String? {
    guard let end = Self.endOfLine(inbound) else { return nil }
    let request = Self.text(inbound, end)
    inbound.didRead(end + 1)
    return request
  }

  /// Has an answer leave.
  func answer(_ text: String, isLast: Bool = false) {
    outbound = ByteBuffer(holding: Array(text.utf8) + [0x0a])
    self.isLast = isLast || (isEnded && !hasRequest)
  }

  /// Writes on; `.moved` once everything has left.
  func send() -> Connection.Outcome {
    guard var buffer = outbound.take(), let open = socket.take() else { return .ended }
    var outcome = Connection.Outcome.moved(bytes: 0)
    while !buffer.isEmpty, case .moved = outcome { outcome = open.send(from: &buffer) }
    socket = consume open
    if case .moved = outcome { return outcome }
    outbound = consume buffer
    return outcome
  }

  private static func endOfLine(_ buffer: borrowing ByteBuffer) -> Int? {
    let bytes = Span<UInt8>(_bytes: buffer.readable)
    for place in bytes.indices where bytes[place] == 0x0a { return place }
    return nil
  }

  private static func text(_ buffer: borrowing ByteBuffer, _ count: Int) -> String {
    let bytes = Span<UInt8>(_bytes: buffer.readable)
    return String(decoding: (0..<count).map { bytes[$0] }, as: UTF8.self)
  }
}
