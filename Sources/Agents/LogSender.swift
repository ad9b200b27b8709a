public import Linux
public import Market
import Records
public import Storage
public import Transport

/// Sends a venue's command log to a follower, batch by batch as it stands in the files, and takes its word for what
/// it has on its disk.
///
/// One follower is served; others are told so. Whoever shows a higher term of this log is the venue now, and the gate
/// says so. What goes wrong with a line ends that line and no more. Owner: the sender's thread.
public struct LogSender: ~Copyable {
  /// What it knows of the venue.
  public struct Place: Sendable {
    public var directory: String
    public var logID: UInt64
    public var coreVersion: UInt32
    public var term: UInt64
    public var progress: LogProgress

    public init(
      directory: String, logID: UInt64, coreVersion: UInt32, term: UInt64, progress: LogProgress
    ) {
      self.directory = directory
      self.logID = logID
      self.coreVersion = coreVersion
      self.term = term
      self.progress = progress
    }
  }

  /// Bounds, each with what happens there.
  public enum Limits {
    /// One more is closed.
    public static var lines: Int { 8 }
    /// Who is silent for so long is told so and closed.
    public static var silenceNanos: Int64 { 5_000_000_000 }
    /// How often a follower is told that the venue is there.
    public static var aliveNanos: Int64 { 1_000_000_000 }
  }

  private let listener: Listener
  private var poller: Poller
  private let place: Place
  private let gate: StandbyGate
  /// Where this thread sleeps, and the committer's.
  private let parking: Parking
  private let committer: Parking
  private var lines: [UInt64: SenderLine] = [:]
  private var lastLine = UInt64(1)
  /// Whose acknowledgments count while the gate is shut; 0 before the first.
  private var counted: UInt64 = 0

  private static var listenerToken: UInt64 { 0 }
  private static var wakerToken: UInt64 { 1 }

  public init(
    listener: consuming Listener, place: Place, gate: StandbyGate, parking: Parking,
    committer: Parking
  ) throws(SystemError) {
    let poller = try Poller(capacity: 16)
    try poller.add(listener.rawDescriptor, token: Self.listenerToken, interest: .readable)
    try poller.add(parking.waker.rawDescriptor, token: Self.wakerToken, interest: .readable)
    self.listener = listener
    self.poller = poller
    self.place = place
    self.gate = gate
    self.parking = parking
    self.committer = committer
  }

  public var address: SocketAddress { listener.address }

  /// Whether a follower lacks what it is to have.
  public var isBehind: Bool {
    gate.isConnected && gate.acknowledged < place.progress.appended
  }

  /// One round: sends what is new, sleeps at most `milliseconds` where nothing is, and hears who has said something.
  /// Returns the amount of work.
  public mutating func doWork(now: Instant, milliseconds: Int) throws(SystemError) -> Int {
    parking.prepareToSleep()
    var work = feed(now: now)
    let count = try poller.wait(timeoutMilliseconds: CInt(work > 0 ? 0 : milliseconds))
    parking.awake()
    for index in 0..<count {
      let ready = poller.ready(index)
      switch ready.token {
      case Self.listenerToken: try accept(now: now)
      case Self.wakerToken: break
      default: hear(ready.token, now: now)
      }
    }
    work += feed(now: now)
    closeSilent(now: now)
    gate.setConnected(lines.values.contains { $0.isFollowing })
    return work + count
  }

  private mutating func accept(now: Instant) throws(SystemError) {
    guard case .connection(let connection, _) = try listener.accept() else { return }
    try admit(connection, now: now)
  }

  /// Takes somebody in who has connected: a follower, or who asks; closed where too many have.
  public mutating func admit(
    _ connection: consuming Connection, now: Instant
  ) throws(SystemError) {
    guard lines.count < Limits.lines else { return }
    lastLine += 1
    let line = SenderLine(
      connection, until: now.adding(nanoseconds: Limits.silenceNanos), now: now)
    guard let raw = line.rawDescriptor else { return }
    try poller.add(raw, token: lastLine, interest: .readable)
    lines[lastLine] = line
  }

  private mutating func hear(_ token: UInt64, now: Instant) {
    guard let line = lines[token] else { return }
    guard line.receive() else { return close(token) }
    while true {
      switch line.next() {
      case .incomplete: return flush(line, token)
      case .none: return refuse(line, token, .noMessage)
      case .message(let message):
        line.until = now.adding(nanoseconds: Limits.silenceNanos)
        if let reason = take(message, from: line) { return refuse(line, token, reason) }
      }
    }
  }

  /// Does what a message says; why its line ends, nil where it does not.
  private mutating func take(_ message: LogMessage, from line: SenderLine) -> LogMessage.Reason? {
    if message.logID != 0, message.logID != place.logID { return .otherLog }
    if message.term > place.term, message.logID == place.logID {
      gate.supersede(by: message.term)
      return .lowerTerm
    }
    switch message.kind {
    case .hello: return greet(message, line)
    case .acknowledged: return line.isFollowing ? acknowledge(message) : .noMessage
    case .welcome, .differs, .batch, .alive, .refused, nil: return .noMessage
    }
  }

  private mutating func acknowledge(_ message: LogMessage) -> LogMessage.Reason? {
    guard message.sequence <= place.progress.appended.rawValue else { return .noMessage }
    if message.sequence > gate.acknowledged.rawValue {
      gate.acknowledge(Sequence(rawValue: message.sequence))
      committer.signal()
    }
    return nil
  }

  private mutating func greet(_ message: LogMessage, _ line: SenderLine) -> LogMessage.Reason? {
    if message.coreVersion != place.coreVersion { return .otherCore }
    if lines.values.contains(where: { $0.isFollowing }) { return .busy }
    if gate.isRequired, counted != 0, message.follower != 0, message.follower != counted {
      return .otherFollower
    }
    do throws(StorageError) {
      guard try has(message) else {
        line.tell(answer(.differs))
        return nil
      }
      // Who asks without a log of its own, or without a name, only asks.
      if message.follower != 0, message.logID != 0 {
        try line.follow(place.directory, behind: Sequence(rawValue: message.sequence))
        counted = message.follower
        gate.setConnected(true)
      }
      line.tell(answer(.welcome))
      return nil
    } catch {
      gate.note(error)
      return .unreadable
    }
  }

  /// Whether the log has the record that a hello names.
  private func has(_ message: LogMessage) throws(StorageError) -> Bool {
    if message.sequence == 0 { return true }
    guard message.sequence <= place.progress.appended.rawValue else { return false }
    return try CommandLogReader.crc(
      of: Sequence(rawValue: message.sequence), in: place.directory) == message.detail
  }

  /// How far the venue's log may be sent: what is not synced here goes only to who is waited for.
  private var limit: Sequence {
    gate.isRequired ? place.progress.appended : place.progress.committed
  }

  private func answer(_ kind: LogMessage.Kind) -> LogMessage {
    var message = LogMessage(kind)
    message.logID = place.logID
    message.term = place.term
    message.coreVersion = place.coreVersion
    message.sequence = place.progress.appended.rawValue
    message.committed = place.progress.committed.rawValue
    return message
  }

  /// Sends what is new; how many batches.
  private mutating func feed(now: Instant) -> Int {
    var count = 0
    for (token, line) in lines where line.isFollowing {
      do throws(StorageError) {
        count += try line.feed(upTo: limit, answer(.batch))
      } catch {
        gate.note(error)
        close(token)
        continue
      }
      if now >= line.toldAt.adding(nanoseconds: Limits.aliveNanos) {
        line.tell(answer(.alive))
        line.toldAt = now
      }
      flush(line, token)
    }
    return count
  }

  private mutating func flush(_ line: SenderLine, _ token: UInt64) {
    guard line.send() else { return close(token) }
    let interest: Poller.Interest = line.hasOutput ? [.readable, .writable] : .readable
    guard interest != line.interest, let raw = line.rawDescriptor else { return }
    line.interest = interest
    do throws(SystemError) { try poller.modify(raw, token: token, interest: interest) } catch {
      close(token)
    }
  }

  private mutating func refuse(
    _ line: SenderLine, _ token: UInt64, _ reason: LogMessage.Reason
  ) {
    var message = answer(.refused)
    message.detail = reason.rawValue
    line.tell(message)
    _ = line.send()
    close(token)
  }

  private mutating func closeSilent(now: Instant) {
    for (token, line) in lines where line.until <= now { refuse(line, token, .tooLate) }
  }

  private mutating func close(_ token: UInt64) { lines[token] = nil }
}
