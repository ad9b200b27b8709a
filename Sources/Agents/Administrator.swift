public import Linux
public import Market
import Memory
public import Transport

/// Who asks: a process of this machine.
public struct AdminActor: Sendable, Equatable {
  public var uid: UInt32
  public var pid: UInt32

  public init(uid: UInt32, pid: UInt32) {
    self.uid = uid
    self.pid = pid
  }
}

/// What answers the operator's requests; one at a time.
public protocol AdminDesk {
  /// The answer to a request, both without the end of their lines; nil where an action has begun, whose
  /// outcome is asked for.
  mutating func answer(_ request: String, from actor: AdminActor, now: Instant) -> String?
  /// The answer to the action that has begun; nil while it is awaited.
  mutating func outcome(now: Instant) -> String?
  /// The answer to what is no request.
  func refusal(_ reason: String) -> String
}

/// The administrator: takes requests on a Unix domain socket, one line each, and answers each by a line.
///
/// It touches nothing of the venue: the desk reads figures, and hands actions to the engine's control
/// ring. While an action is awaited, everybody else waits too. Owner: the administrator's thread.
public struct Administrator<Desk: AdminDesk>: ~Copyable {
  /// Bounds, each with what happens there.
  public struct Limits: Sendable {
    /// One more is told so and closed.
    public var connections = 16
    /// A longer line is told so and closed.
    public var requestBytes = 1_024
    /// Between two requests, and for taking an answer; then it is told so, if it reads, and closed.
    public var idleNanos: Int64 = 10_000_000_000
    /// A longer answer is replaced by a refusal.
    public var answerBytes = 1 << 20
    public init() {}
  }

  let listener: LocalListener
  var poller: Poller
  var desk: Desk
  let limits: Limits
  let uids: [UInt32]
  var connections: [UInt64: AdminConnection] = [:]
  /// Connections with a whole line, the first come first.
  var asking: [UInt64] = []
  /// Whose action is awaited.
  var awaited: UInt64?
  private var lastConnection: UInt64 = 0
  /// When connections are taken again, after the process was out of descriptors.
  private var retryAccept: Instant?

  private static var listenerToken: UInt64 { 0 }

  /// `uids` are the users besides root who may ask.
  public init(
    listener: consuming LocalListener, uids: [UInt32], desk: Desk, limits: Limits = Limits()
  ) throws(SystemError) {
    let poller = try Poller(capacity: 32)
    try poller.add(listener.rawDescriptor, token: Self.listenerToken, interest: .readable)
    self.listener = listener
    self.poller = poller
    self.desk = desk
    self.limits = limits
    self.uids = uids
  }

  public var path: String { listener.path }
  public var connectionCount: Int { connections.count }

  /// Waits for requests, at most `milliseconds`, and answers them. Returns the amount of work.
  public mutating func doWork(now: Instant, milliseconds: Int) throws(SystemError) -> Int {
    if let retry = retryAccept, now >= retry {
      retryAccept = nil
      try poller.modify(
        listener.rawDescriptor, token: Self.listenerToken, interest: .readable)
    }
    let isBusy = awaited != nil || !asking.isEmpty
    let count = try poller.wait(timeoutMilliseconds: CInt(isBusy ? 1 : milliseconds))
    for place in 0..<count {
      let ready = poller.ready(place)
      if ready.token == Self.listenerToken {
        try acceptAll(now: now)
      } else {
        serve(ready.token, now: now)
      }
    }
    closeLate(now: now)
    return count + answerNext(now: now)
  }

  private mutating func acceptAll(now: Instant) throws(SystemError) {
    do throws(SystemError) {
      while let peer = try listener.accept() { admit(peer, now: now) }
    } catch {
      retryAccept = now.adding(nanoseconds: 100_000_000)
      try poller.modify(listener.rawDescriptor, token: Self.listenerToken, interest: [])
    }
  }

  private mutating func admit(_ peer: consuming LocalPeer, now: Instant) {
    let actor = AdminActor(uid: peer.uid, pid: peer.pid)
    lastConnection += 1
    let token = lastConnection
    let isKnown = uids.contains(actor.uid) || actor.uid == 0
    let isFull = connections.count >= limits.connections
    let connection = AdminConnection(
      peer.open(), actor, requestBytes: limits.requestBytes,
      until: now.adding(nanoseconds: limits.idleNanos))
    if isFull || !isKnown {
      connection.answer(
        desk.refusal(
          isKnown
            ? "\(limits.connections) connections are open" : "user \(actor.uid) may not ask"))
      _ = connection.send()
    } else if watch(connection, token) {
      connections[token] = connection
    }
  }

  private func watch(_ connection: AdminConnection, _ token: UInt64) -> Bool {
    guard let raw = connection.rawDescriptor else { return false }
    do throws(SystemError) {
      try poller.add(raw, token: token, interest: .readable)
      return true
    } catch { return false }
  }

  /// Reads a connection, or goes on with its answer.
  private mutating func serve(_ token: UInt64, now: Instant) {
    guard let connection = connections[token] else { return }
    if connection.isAnswering { return flush(token, connection, now: now) }
    switch connection.receive() {
    case .request: asking.append(token)
    case .incomplete: return
    case .ended: return close(token)
    case .refused(let reason): connection.answer(desk.refusal(reason), isLast: true)
    }
    if connection.isAnswering {
      flush(token, connection, now: now)
    } else {
      pause(connection, token)
    }
  }

  /// Answers who has asked first, or whose action is done.
  private mutating func answerNext(now: Instant) -> Int {
    if let token = awaited {
      guard let answer = desk.outcome(now: now) else { return 0 }
      awaited = nil
      finish(token, answer, now: now)
      return 1
    }
    guard !asking.isEmpty else { return 0 }
    let token = asking.removeFirst()
    guard let connection = connections[token], let request = connection.takeRequest() else {
      return 1
    }
    if let answer = desk.answer(request, from: connection.actor, now: now) {
      finish(token, answer, now: now)
    } else {
      awaited = token
    }
    return 1
  }

  private mutating func finish(_ token: UInt64, _ answer: String, now: Instant) {
    guard let connection = connections[token] else { return }
    let fits = answer.utf8.count < limits.answerBytes
    connection.answer(
      fits ? answer : desk.refusal("the answer has more than \(limits.answerBytes) bytes"))
    flush(token, connection, now: now)
  }

  /// Writes what the socket takes; then reads on, or closes.
  private mutating func flush(_ token: UInt64, _ connection: AdminConnection, now: Instant) {
    switch connection.send() {
    case .wouldBlock: change(connection, token, .writable)
    case .ended: close(token)
    case .moved:
      if connection.isLast { return close(token) }
      connection.until = now.adding(nanoseconds: limits.idleNanos)
      if connection.hasRequest {
        asking.append(token)
        pause(connection, token)
      } else {
        change(connection, token, .readable)
      }
    }
  }

  /// Nothing is read from who waits for an answer.
  private mutating func pause(_ connection: AdminConnection, _ token: UInt64) {
    change(connection, token, [])
  }

  private mutating func change(
    _ connection: AdminConnection, _ token: UInt64, _ interest: Poller.Interest
  ) {
    guard connection.interest != interest, let raw = connection.rawDescriptor else { return }
    connection.interest = interest
    do throws(SystemError) { try poller.modify(raw, token: token, interest: interest) } catch {
      close(token)
    }
  }

  private mutating func closeLate(now: Instant) {
    for (token, connection) in connections where connection.until <= now {
      guard token != awaited, !asking.contains(token) else { continue }
      if !connection.isAnswering {
        connection.answer(desk.refusal("no request within the time"), isLast: true)
        _ = connection.send()
      }
      close(token)
    }
  }

  private mutating func close(_ token: UInt64) {
    connections[token] = nil
    asking.removeAll { $0 == token }
  }
}
