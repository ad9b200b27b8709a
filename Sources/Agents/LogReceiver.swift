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
    /// The venue's term, which this log may not have yet.
    public var venueTerm: UInt64 = 0
  }

  private let address: SocketAddress
  private let directory: String
  private let follower: UInt64
  private let coreVersion: UInt32
  private var log: ReceivedLog
  private var batch = RecordBuffer(capacity: ReceivedBatch.byteCountMost)
  /// Nil before the first line, and behind one that has ended.
  private var line: FollowerLine?
  private var stage = Stage.greeting
  private var figures = Figures()

  /// How far it is with its line.
  private enum Stage: Equatable {
    case greeting
    /// The venue does not have the last record: it looks for the last one that both have.
    case searching(Search)
    case following
  }

  /// The last record that both have is halved for: what is the same is the same from the begin on.
  private struct Search: Equatable {
    var same: UInt64
    var other: UInt64
    var asked: UInt64
    /// Of the venue.
    let term: UInt64

    var halved: Search {
      var next = self
      next.asked = same + (other - same) / 2
      return next
    }
  }

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
    let line: FollowerLine
    do throws(LineLoss) { line = try FollowerLine(to: address) } catch { return .lost(error) }
    if let end = try begin(line) { return end }
    defer { self.line = nil }
    var silent = 0
    while !isStopping() {
      switch try advance(milliseconds: Self.waitMilliseconds) {
      case .nothing: silent += Self.waitMilliseconds
      case .moved: silent = 0
      case .ended(let end): return end
      }
      if silent >= FollowerLine.silenceMilliseconds { return .lost(.silent) }
      if stage == .following { heard(figures) }
    }
    return .stopped
  }

  /// What a step has come to.
  public enum Step: Equatable, Sendable {
    /// Nothing has come.
    case nothing
    /// Something has, be it a part of a message.
    case moved
    /// The line is of no use any more.
    case ended(End)
  }

  /// Goes on over this line, and says what it has; how it has ended already, nil where it has not.
  public mutating func begin(_ line: consuming FollowerLine) throws(StorageError) -> End? {
    self.line = consume line
    stage = .greeting
    figures = Figures(synced: log.synced)
    let hello = hello(log.last.rawValue, crc: log.lastCRC)
    return try end { receiver throws(LineLoss) in try receiver.line?.tell(hello) }
  }

  /// One round with what has come, or comes within the time: all of it is synced together, and acknowledged.
  public mutating func advance(milliseconds: Int) throws(StorageError) -> Step {
    var step = Step.nothing
    let end = try end { receiver throws(LineLoss) in
      step = try receiver.round(milliseconds)
    }
    if let end { return .ended(end) }
    if case .ended = step { line = nil }
    return step
  }

  /// Performs what may end the line.
  private mutating func end(
    _ work: (inout LogReceiver) throws(LineLoss) -> Void
  ) throws(StorageError) -> End? {
    do throws(LineLoss) {
      try work(&self)
      return nil
    } catch {
      line = nil
      if case .own(let error) = error { throw error }
      return .lost(error)
    }
  }

  private mutating func round(_ milliseconds: Int) throws(LineLoss) -> Step {
    switch stage {
    case .following:
      let hasCome = try follow(milliseconds)
      return hasCome || hasHeard ? .moved : .nothing
    case .greeting, .searching:
      guard let answer = try line?.answer(milliseconds: milliseconds) else {
        return hasHeard ? .moved : .nothing
      }
      return try take(answer)
    }
  }

  /// A batch may come in pieces, each of which is a word of the venue's.
  private var hasHeard: Bool {
    switch line {
    case .some(let line): line.hasHeard
    case .none: false
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

  /// The venue has the record that was asked for, or not.
  private mutating func take(_ answer: LogMessage) throws(LineLoss) -> Step {
    switch (stage, answer.kind) {
    case (.greeting, .welcome):
      guard answer.logID == log.logID else { throw .noMessage }
      figures.venueLast = Sequence(rawValue: answer.sequence)
      figures.venueTerm = answer.term
      stage = .following
      return .moved
    case (.greeting, .differs):
      let last = log.last.rawValue
      let first = max(1, min(answer.sequence, last - 1))
      return try ask(Search(same: 0, other: last, asked: first, term: answer.term))
    case (.searching(var search), .welcome):
      search.same = search.asked
      return try ask(search.halved)
    case (.searching(var search), .differs):
      search.other = search.asked
      return try ask(search.halved)
    default: throw .noMessage
    }
  }

  /// Asks for a record between one that both have and one that the venue does not have; nothing is left to ask where
  /// they stand side by side.
  private mutating func ask(_ search: Search) throws(LineLoss) -> Step {
    guard search.other - search.same > 1 else {
      return .ended(.differs(common: Sequence(rawValue: search.same), term: search.term))
    }
    stage = .searching(search)
    // Asked without a name: whoever has that record too is not followed yet.
    var question = hello(search.asked, crc: try Self.crc(of: search.asked, in: directory))
    question.follower = 0
    try line?.tell(question)
    return .moved
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

  /// Whether anything has come.
  private mutating func follow(_ milliseconds: Int) throws(LineLoss) -> Bool {
    let hasCome = try take(milliseconds: milliseconds)
    if !hasCome { try prepare() }
    // What has come meanwhile is synced together.
    var came = hasCome
    while came, log.last.rawValue - log.synced.rawValue < Self.commandsPerSync {
      came = try take(milliseconds: 0)
    }
    figures.synced = try sync()
    var message = LogMessage(.acknowledged)
    message.logID = log.logID
    message.term = log.term
    message.sequence = figures.synced.rawValue
    message.follower = follower
    try line?.tell(message)
    return hasCome
  }

  /// So many commands at most wait for one sync.
  private static var commandsPerSync: UInt64 { 4_096 }

  /// Takes one message; whether there was one.
  private mutating func take(milliseconds: Int) throws(LineLoss) -> Bool {
    guard let message = try line?.next(milliseconds: milliseconds) else { return false }
    line?.take(message, into: &batch)
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
