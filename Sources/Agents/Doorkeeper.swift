import FIXWire
public import Linux
public import Market
import Memory
import Records
import Rings
public import Storage
import TLS
public import Transport

/// The doorkeeper: accepts connections, reads the first message, and hands those of known sessions to
/// their gateway. A stranger is closed without a word; nothing is stored or answered for one.
/// Owner: the doorkeeper's thread.
public struct Doorkeeper: ~Copyable {
  /// Limits before anybody is known, each with what happens there: the connection is closed.
  public struct Limits: Sendable {
    /// Connections that have not said who they are.
    public var connections = 256
    /// Of these, from one address.
    public var connectionsPerAddress = 64
    /// Bytes of the first message.
    public var firstMessageBytes = 4_096
    /// Time for the first message.
    public var logonNanos: Int64 = 10_000_000_000
    /// Passwords that wait to be verified.
    public var verifications = 16
    /// Time for the handshake of TLS.
    public var handshakeNanos: Int64 = 5_000_000_000
    /// Bytes of a handshake, certificates among them.
    public var handshakeBytes = 32_768
    /// Steps of handshakes in one round; the rest takes the next one, behind who is waiting.
    public var handshakeSteps = 8
    /// Connections accepted in one round at each door; the rest waits for the next one.
    public var acceptsPerRound = 64
    /// Processor time of this thread, percent of one processor; then it rests (`ProcessorBudget`).
    public var processorPercent: Int64 = 25
    /// Refusals for one reason that the log tells one by one within `tellingNanos`; the others it tells as
    /// a number.
    public var refusalsTold = 100
    public var tellingNanos: Int64 = 10_000_000_000
    public init() {}
  }

  let listener: Listener
  let secureDoor: SecureDoor?
  var poller: Poller
  let current: CurrentDirectory
  /// The directory in force, and its version.
  var directory: SessionDirectory
  var directoryVersion: Int
  /// What the last connection of each session had shown that was handed over.
  var admitted: [SessionID: Admission] = [:]
  /// Connections to be ended, which the gateway is still to be told of: one for each session at most.
  var revoked: [(SessionID, UInt32, Notice.Refusal)] = []
  var ways: HandoverWays
  private var notices: RefusalNotices
  let figures: CounterBlock
  var budget: ProcessorBudget
  let limits: Limits
  var waiting: [UInt64: PendingConnection] = [:]
  /// Passwords to be judged.
  var trials = PasswordTrials()
  /// Where that is done, by a thread of its own.
  public let desk: PasswordDesk
  /// What has come of demands, which the gateway is still to be told: one for each session at most.
  var answers: [PasswordAnswer] = []
  var guesses = CredentialGuard()
  /// Passwords that sessions have changed, for rules that were read before that.
  var changedPasswords: [SessionID: PasswordReplacement] = [:]
  var encoder = MessageEncoder(capacity: 512)
  var farewell = ByteBuffer(capacity: 512)
  var lastConnection: UInt32 = 0
  /// When this round began.
  var now = Instant.none
  /// Steps of handshakes in this round.
  var handshakeSteps = 0
  var index = FieldIndex()
  var scratch = RecordBuffer(capacity: Market.Limits.recordBytes)
  /// When somebody is accepted again, after the process was out of descriptors; nil where somebody is.
  private var retryAccept: Instant?
  /// Nobody is accepted while it says so.
  private let gate: StandbyGate

  static var listenerToken: UInt64 { 0 }
  static var secureListenerToken: UInt64 { .max }
  static var wakerToken: UInt64 { .max - 1 }

  public init(
    listener: consuming Listener, secureDoor: consuming SecureDoor? = nil,
    directory: CurrentDirectory, ways: consuming HandoverWays, notices: consuming NoticeWriter,
    counters: CounterFile, limits: Limits = Limits(), desk: PasswordDesk,
    gate: StandbyGate = StandbyGate()
  ) throws(SystemError) {
    let poller = try Poller(capacity: 64)
    try poller.add(
      desk.doorkeeper.waker.rawDescriptor, token: Self.wakerToken, interest: .readable)
    try poller.add(
      listener.rawDescriptor, token: Self.listenerToken, interest: .readable)
    if let raw = secureDoor?.listener.rawDescriptor {
      try poller.add(raw, token: Self.secureListenerToken, interest: .readable)
    }
    self.listener = listener
    self.secureDoor = secureDoor
    self.poller = poller
    current = directory
    guard let first = directory.other(than: 0), let entries = first.directory else {
      preconditionFailure("versions begin at 1")
    }
    self.directory = entries
    directoryVersion = first.version
    self.desk = desk
    self.ways = ways
    self.notices = RefusalNotices(
      notices, counters[CounterLayout.doorkeeper],
      throttle: Throttle(limit: limits.refusalsTold, windowNanos: limits.tellingNanos))
    budget = ProcessorBudget(percent: limits.processorPercent)
    figures = counters[CounterLayout.doorkeeper]
    self.limits = limits
    self.gate = gate
  }

  /// Where it listens.
  public var address: SocketAddress { listener.address }

  /// Where it listens for TLS, if it does.
  public var secureAddress: SocketAddress? {
    switch secureDoor {
    case .some(let door): door.address
    case .none: nil
    }
  }

  /// Waits for connections and first messages, at most `milliseconds`; returns the amount of work.
  public mutating func doWork(now: Instant, milliseconds: Int) throws(SystemError) -> Int {
    if let retry = retryAccept, now >= retry {
      retryAccept = nil
      try watchDoors(.readable)
    }
    let count = try wait(milliseconds: milliseconds)
    handshakeSteps = 0
    self.now = now
    notices.begin(now: now)
    followDirectory()
    for place in 0..<count {
      let token = poller.ready(place).token
      switch token {
      case Self.listenerToken: try acceptAll(isSecured: false, now: now)
      case Self.secureListenerToken: try acceptAll(isSecured: true, now: now)
      case Self.wakerToken: break
      default: read(token, now: now)
      }
    }
    closeLate(now: now)
    let work = count + judgePasswords(now: now)
    figures.set(.waiting, UInt64(waiting.count))
    return work
  }

  /// Sleeps until a socket, the gateway or the passwords' thread wants something.
  private mutating func wait(milliseconds: Int) throws(SystemError) -> Int {
    desk.doorkeeper.prepareToSleep()
    defer { desk.doorkeeper.awake() }
    return try poller.wait(timeoutMilliseconds: CInt(min(milliseconds, passwordWait)))
  }

  /// How long the thread is to rest, of which the system says how long it has run so far: what strangers
  /// cost is bounded, whatever they do. The passwords' thread counts as this one.
  public mutating func restNanos(ranNanos: Int64, now: Instant) -> Int64 {
    let ranNanos = ranNanos + desk.ranNanos
    figures.set(.ranNanos, UInt64(ranNanos))
    let rest = budget.rest(ranNanos: ranNanos, now: now)
    figures.set(.usedPercent, UInt64(budget.usedPercent))
    return rest
  }

  /// The next one who waits at this door.
  private func next(isSecured: Bool) throws(SystemError) -> Listener.Accepted {
    guard isSecured else { return try listener.accept() }
    switch secureDoor {
    case .some(let door): return try door.listener.accept()
    case .none: return .none
    }
  }

  private mutating func acceptAll(isSecured: Bool, now: Instant) throws(SystemError) {
    guard retryAccept == nil else { return }
    guard gate.isOpen else {
      retryAccept = now.adding(nanoseconds: 20_000_000)
      return try watchDoors([])
    }
    for _ in 0..<limits.acceptsPerRound {
      switch try next(isSecured: isSecured) {
      case .none: return
      case .exhausted(let error):
        var notice = Notice(.acceptFailed)
        notice.detail = UInt32(error.code)
        notices.write(notice)
        retryAccept = now.adding(nanoseconds: 100_000_000)
        return try watchDoors([])
      case .connection(let connection, let peer):
        figures.add(.accepted, 1)
        admit(connection, from: peer, isSecured: isSecured, now: now)
      }
    }
  }

  /// Has the poller tell of who waits at the doors, or not.
  private func watchDoors(_ interest: Poller.Interest) throws(SystemError) {
    try poller.modify(
      listener.rawDescriptor, token: Self.listenerToken, interest: interest)
    switch secureDoor {
    case .some(let door):
      try poller.modify(
        door.listener.rawDescriptor, token: Self.secureListenerToken, interest: interest)
    case .none: break
    }
  }

  /// Waits for the first message of a connection that stands.
  package mutating func admit(
    _ connection: consuming Connection, from peer: SocketAddress, isSecured: Bool, now: Instant
  ) {
    lastConnection &+= 1
    let number = max(1, lastConnection)
    lastConnection = number
    if let refusal = refusal(of: peer) { return tell(refusal, number, peer, CompID()) }
    guard let line = secured(connection, isSecured) else {
      return tell(.tlsFailed, number, peer, CompID())
    }
    let token = UInt64(number)
    do throws(SystemError) {
      try poller.add(line.rawDescriptor, token: token, interest: .readable)
    } catch {
      return tell(.tooManyConnections, number, peer, CompID())
    }
    let pending = PendingConnection(
      line, peer: peer, bytes: limits.firstMessageBytes,
      until: now.adding(nanoseconds: limits.logonNanos))
    if isSecured { pending.until = now.adding(nanoseconds: limits.handshakeNanos) }
    waiting[token] = pending
  }

  /// Why one more of this address can't wait; nil where it can.
  private func refusal(of peer: SocketAddress) -> Notice.Refusal? {
    if waiting.count >= limits.connections { return .tooManyConnections }
    let fromThere = waiting.values.count { $0.peer.hasSameHost(as: peer) }
    return fromThere >= limits.connectionsPerAddress ? .tooManyFromAddress : nil
  }

  /// The connection as its door wants it; nil where OpenSSL has no room.
  private func secured(_ connection: consuming Connection, _ isSecured: Bool) -> Connection? {
    let context: TLSContext? =
      switch secureDoor {
      case .some(let door): door.context.value
      case .none: nil
      }
    guard isSecured, let context else { return connection }
    do throws(TLSFailure) { return try connection.secured(by: context) } catch { return nil }
  }

  private mutating func closeLate(now: Instant) {
    for (token, pending) in waiting where pending.until <= now {
      let silence: Notice.Refusal = pending.isShakingHands ? .handshakeTimeout : .logonTimeout
      refuse(token, pending.sentence?.refusal ?? silence, pending.sentence?.compID ?? CompID())
    }
  }

  /// Closes a connection without a word, and tells the operator why.
  mutating func refuse(
    _ token: UInt64, _ refusal: Notice.Refusal, _ compID: CompID, because failure: TLSFailure? = nil
  ) {
    guard let pending = waiting.removeValue(forKey: token) else { return }
    sayLogout(pending, refusal)
    let shown = refusal == .certificateOfAnother ? pending.certificate?.commonName : nil
    tell(refusal, UInt32(token), pending.peer, compID, because: failure, shown: shown)
  }

  private mutating func tell(
    _ refusal: Notice.Refusal, _ connection: UInt32, _ peer: SocketAddress, _ compID: CompID,
    because failure: TLSFailure? = nil, shown: String? = nil
  ) {
    var notice = Notice(.connectionRefused)
    notice.detail = refusal.rawValue
    notice.connection = connection
    notice.addressHigh = peer.high
    notice.addressLow = peer.low
    notice.port = peer.port
    notice.compID = compID
    notice.amount = failure?.rawValue ?? 0
    notice.commonName = shown.flatMap { Text32($0) } ?? Text32()
    notices.tell(notice)
  }
}
