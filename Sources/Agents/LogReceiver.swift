import Linux
public import Market
import Records
public import Storage
public import Transport

/// Keeps a log after a venue's: takes its batches, brings them to the disk, and says so.
///
/// What is acknowledged is on this disk. A batch of a term lower than the log's own is taken from nobody. Owner: the
/// receiver's thread.
public struct LogReceiver: ~Copyable {
  /// How a line has ended.
  public enum End: Equatable, Sendable {
    case stopped
    /// It is worth another try.
    case lost(LineLoss)
    /// The venue's log goes on otherwise behind `common`; it is in `term`.
    case differs(common: Sequence, term: UInt64)
  }

  /// What it says of itself while it runs.
  public struct Figures: Equatable, Sendable {
    /// The venue's last command, and the last on this disk.
    public var venueLast = Sequence(rawValue: 0)
    public var synced = Sequence(rawValue: 0)
  }

  private let address: SocketAddress
  private let directory: String
  private let follower: UInt64
  private let coreVersion: UInt32
  private var log: ReceivedLog
  private var batch = RecordBuffer(capacity: ReceivedBatch.byteCountMost)

  /// How long it waits for the venue before it looks whether it is to stop, or acknowledges again.
  public static var waitMilliseconds: Int { 200 }

  public init(
    _ log: consuming ReceivedLog, from address: SocketAddress, directory: String,
    follower: UInt64, coreVersion: UInt32
  ) {
    self.log = log
    self.address = address
    self.directory = directory
    self.follower = follower
    self.coreVersion = coreVersion
  }

  /// Goes on with one line to its end. `heard` is told of each change; `isStopping` is asked now and then. An error is
  /// one of this log or this disk, and final.
  public mutating func run(
    isStopping: () -> Bool, heard: (Figures) -> Void
  ) throws(StorageError) -> End {
    do throws(LineLoss) {
      var line = try FollowerLine(to: address)
      let welcome = try line.ask(hello(log.last.rawValue, crc: log.lastCRC))
      if welcome.kind == .differs {
        return .differs(common: try search(&line, welcome), term: welcome.term)
      }
      guard welcome.kind == .welcome, welcome.logID == log.logID else { throw .noMessage }
      return try follow(&line, welcome, isStopping, heard)
    } catch {
      if case .own(let error) = error { throw error }
      return .lost(error)
    }
  }

  private func hello(_ sequence: UInt64, crc: UInt32) -> LogMessage {
    var message = LogMessage(.hello)
    message.logID = log.logID
    message.term = log.term
    message.sequence = sequence
    message.coreVersion = coreVersion
    message.follower = follower
    message.detail = crc
    return message
  }

  /// The last command that both have: halving, for what is the same is the same from the begin on.
  private func search(
    _ line: inout FollowerLine, _ answer: LogMessage
  ) throws(LineLoss) -> Sequence {
    var (same, other) = (UInt64(0), log.last.rawValue)
    var next = max(1, min(answer.sequence, other - 1))
    while other - same > 1 {
      let crc = try Self.crc(of: next, in: directory)
      // Asked without a name: whoever has that record too is not followed yet.
      var question = hello(next, crc: crc)
      question.follower = 0
      switch try line.ask(question).kind {
      case .welcome: same = next
      case .differs: other = next
      case .hello, .batch, .acknowledged, .alive, .refused, nil: throw .noMessage
      }
      next = same + (other - same) / 2
    }
    return Sequence(rawValue: same)
  }

  private static func crc(
    of sequence: UInt64, in directory: String
  ) throws(LineLoss) -> UInt32 {
    do throws(StorageError) {
      guard
        let crc = try CommandLogReader.crc(of: Sequence(rawValue: sequence), in: directory)
      else { throw .foreign(file: directory, reason: "does not have command \(sequence)") }
      return crc
    } catch { throw .own(error) }
  }

  private mutating func follow(
    _ line: inout FollowerLine, _ welcome: LogMessage, _ isStopping: () -> Bool,
    _ heard: (Figures) -> Void
  ) throws(LineLoss) -> End {
    var figures = Figures(
      venueLast: Sequence(rawValue: welcome.sequence), synced: log.synced)
    var silent = 0
    while !isStopping() {
      var came = try take(&line, &figures, milliseconds: Self.waitMilliseconds)
      silent = came ? 0 : silent + Self.waitMilliseconds
      if !came { try prepare() }
      if silent >= FollowerLine.silenceMilliseconds { throw .silent }
      // What has come meanwhile is synced together.
      while came, log.last.rawValue - log.synced.rawValue < Self.commandsPerSync {
        came = try take(&line, &figures, milliseconds: 0)
      }
      figures.synced = try sync()
      heard(figures)
      var message = LogMessage(.acknowledged)
      message.logID = log.logID
      message.term = log.term
      message.sequence = figures.synced.rawValue
      message.follower = follower
      try line.tell(message)
    }
    return .stopped
  }

  /// So many commands at most wait for one sync.
  private static var commandsPerSync: UInt64 { 4_096 }

  /// Takes one message; whether there was one.
  private mutating func take(
    _ line: inout FollowerLine, _ figures: inout Figures, milliseconds: Int
  ) throws(LineLoss) -> Bool {
    guard let message = try line.next(milliseconds: milliseconds) else { return false }
    line.take(message, into: &batch)
    figures.venueLast = max(figures.venueLast, Sequence(rawValue: message.sequence))
    switch message.kind {
    case .alive: return true
    case .batch:
      if message.term < log.term { throw .noMessage }
      return try keep()
    case .hello, .welcome, .differs, .acknowledged, .refused, nil: throw .noMessage
    }
  }

  private mutating func keep() throws(LineLoss) -> Bool {
    let isTaken: Bool
    do throws(SystemError) { isTaken = try Self.keep(batch, in: &log) } catch {
      throw .own(.system(error))
    }
    guard isTaken else { throw .noMessage }
    return true
  }

  private static func keep(
    _ batch: borrowing RecordBuffer, in log: inout ReceivedLog
  ) throws(SystemError) -> Bool {
    try log.take(batch.bytes)
  }

  private mutating func sync() throws(LineLoss) -> Sequence {
    do throws(SystemError) { try log.sync() } catch { throw .own(.system(error)) }
    return log.synced
  }

  /// Some of the next segment, while nothing comes.
  private mutating func prepare() throws(LineLoss) {
    do throws(SystemError) {
      for _ in 0..<Self.slicesAtOnce { if try !log.prepare() { return } }
    } catch { throw .own(.system(error)) }
  }

  private static var slicesAtOnce: Int { 8 }
}
