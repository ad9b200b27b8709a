public import Linux
import Memory
public import Records
public import Storage
public import Transport

/// Why the line to a venue's log is of no use any more.
public enum LineLoss: Error, Equatable, Sendable, CustomStringConvertible {
  case notConnected(String)
  /// The venue is gone, or the way to it.
  case ended
  /// Nothing has come within the time.
  case silent
  /// What has come is no message, or none that belongs here.
  case noMessage
  /// What is wrong is here: the log or the disk.
  case own(StorageError)
  /// The venue has refused it; its log and term.
  case refused(LogMessage.Reason, logID: UInt64, term: UInt64)

  public var description: String {
    switch self {
    case .notConnected(let reason): reason
    case .ended: "the line has ended"
    case .silent: "nothing has come for \(FollowerLine.silenceMilliseconds / 1_000) s"
    case .noMessage: "what has come is no message of a venue's log"
    case .own(let error): "\(error)"
    case .refused(let reason, let logID, let term): reason.sentence(logID: logID, term: term)
    }
  }
}

extension LogMessage.Reason {
  /// What it means for who is refused.
  func sentence(logID: UInt64, term: UInt64) -> String {
    switch self {
    case .noMessage: "the venue has not understood what it was told"
    case .otherLog: "the venue has another log, \(String(logID, radix: 16))"
    case .otherCore: "the venue's core is of another version: install the same program"
    case .lowerTerm: "the venue is in term \(term), which is over: it must not go on"
    case .busy: "another follower is connected"
    case .otherFollower:
      "the venue counts on the acknowledgments of another directory, until it is started again"
    case .tooLate: "the venue has heard nothing within the time"
    case .unreadable: "the venue can't read its log: its own lines say why"
    }
  }
}

/// A follower's end of the line to a venue's log; its owner's thread waits on it.
public struct FollowerLine: ~Copyable {
  private let connection: Connection
  private var poller: Poller
  private var inbound = ByteBuffer(capacity: 4 * SenderLine.outboundBytes)
  private var outbound = ByteBuffer(capacity: 64 * LogMessage.byteCount)
  /// Whether anything has come when it was listened to last, be it a part of a message.
  private(set) var hasHeard = false

  /// Without a word for so long the venue is given up.
  public static var silenceMilliseconds: Int { 5_000 }

  /// Connects, within the time.
  public init(to address: SocketAddress) throws(LineLoss) {
    do throws(SystemError) {
      let connection = try Connection.opening(to: address)
      var poller = try Poller(capacity: 1)
      try poller.add(connection.rawDescriptor, token: 0, interest: .writable)
      let count = try poller.wait(timeoutMilliseconds: CInt(Self.silenceMilliseconds))
      if let problem = connection.openingProblem(to: address) { throw problem }
      if count == 0 { throw SystemError("connect", code: 110, subject: "\(address)") }
      try poller.modify(connection.rawDescriptor, token: 0, interest: .readable)
      self.connection = connection
      self.poller = poller
    } catch { throw .notConnected("\(error)") }
  }

  /// Goes on over a connection that stands.
  public init(on connection: consuming Connection) throws(SystemError) {
    let poller = try Poller(capacity: 1)
    try poller.add(connection.rawDescriptor, token: 0, interest: .readable)
    self.connection = connection
    self.poller = poller
  }

  /// Says something; the socket must take it at once, for it is little.
  public mutating func tell(_ message: LogMessage) throws(LineLoss) {
    guard message.append(to: &outbound) else { throw .silent }
    while !outbound.isEmpty {
      switch connection.send(from: &outbound) {
      case .moved: continue
      case .wouldBlock: return
      case .ended: throw .ended
      }
    }
  }

  /// The next message that is whole; nil where none comes within the time. A refusal is an error.
  public mutating func next(milliseconds: Int) throws(LineLoss) -> LogMessage? {
    hasHeard = false
    if let message = try front() { return message }
    do throws(SystemError) {
      guard try poller.wait(timeoutMilliseconds: CInt(milliseconds)) > 0 else { return nil }
    } catch { throw .notConnected("\(error)") }
    inbound.compact()
    while inbound.writableCount > 0 {
      let outcome = connection.receive(into: &inbound)
      if case .moved = outcome { hasHeard = true }
      if outcome == .wouldBlock { break }
      if outcome == .ended {
        if let message = try front() { return message }
        throw .ended
      }
    }
    return try front()
  }

  private func front() throws(LineLoss) -> LogMessage? {
    switch LogMessage.front(of: inbound, payloadMost: ReceivedBatch.byteCountMost) {
    case .incomplete: return nil
    case .none: throw .noMessage
    case .message(let message):
      if message.kind == .refused, let reason = LogMessage.Reason(rawValue: message.detail) {
        throw .refused(reason, logID: message.logID, term: message.term)
      }
      return message
    }
  }

  /// What stands behind the message that `next` has given, copied to `records`; both are done with then.
  public mutating func take(_ message: LogMessage, into records: inout RecordBuffer) {
    records.removeAll()
    let end = LogMessage.byteCount + Int(message.payloadBytes)
    if message.payloadBytes > 0 {
      records.append(record: inbound.readable.extracting(LogMessage.byteCount..<end))
    }
    inbound.didRead(end)
  }

  /// Says it, and waits for the answer.
  public mutating func ask(_ message: LogMessage) throws(LineLoss) -> LogMessage {
    try tell(message)
    guard let answer = try answer(milliseconds: Self.silenceMilliseconds) else { throw .silent }
    return answer
  }

  /// The next message, done with; nil where none comes within the time.
  public mutating func answer(milliseconds: Int) throws(LineLoss) -> LogMessage? {
    guard let answer = try next(milliseconds: milliseconds) else { return nil }
    inbound.didRead(LogMessage.byteCount + Int(answer.payloadBytes))
    return answer
  }
}
