import FIX44
import FIXSession
import Glibc
import Linux
import Market
import Tap
import TradeClient

/// What the command line says of a run.
struct TapOptions {
  var name: String
  /// Ends behind so many messages.
  var count: UInt64?
  /// Ends when nothing has come for so long, nanoseconds.
  var idleNanos: Int64?
  /// How long a venue that can't be reached is tried, nanoseconds.
  var patienceNanos: Int64
  /// Fields of Logon(A) besides those of the feed.
  var logonFields: [WireMessage.Field]

  /// Between two attempts to connect, at first and at most.
  static var retryNanos: ClosedRange<Int64> { 100_000_000...5_000_000_000 }
  /// For the venue's Logout(5).
  static var farewellNanos: Int64 { 2_000_000_000 }
  /// How long a signal may wait to be seen.
  static var roundNanos: Int64 { 100_000_000 }
}

/// One run of a consumer: connects, hands on what comes, connects again when the line breaks.
struct TapRun<Feed: TapFeed & ~Copyable>: ~Copyable {
  private let options: TapOptions
  private var line: ClientLine
  private var feed: Feed
  private let signals: ProcessSignals
  private var isLoggedOn = false
  private var connectsAt = Instant.none
  private var retryNanos = TapOptions.retryNanos.lowerBound
  /// Where the venue is not to be reached: when that is given up.
  private var givesUpAt: Instant
  /// When the last message came, or the logon.
  private var lastAt = Instant.distantFuture
  private var taken: UInt64 = 0
  /// The exit code, and until when the venue's farewell is awaited.
  private var ending: (code: Int32, until: Instant)?
  /// What is said where the venue has closed without a word.
  private var refusal: String?

  init(
    _ options: TapOptions, _ line: consuming ClientLine, _ feed: consuming Feed
  ) throws(SystemError) {
    signals = try ProcessSignals()
    givesUpAt = RealTime.now().adding(nanoseconds: options.patienceNanos)
    self.options = options
    self.line = line
    self.feed = feed
  }

  /// Runs to the end; the process's exit code.
  mutating func run() throws -> Int32 {
    feed.begin()
    while true {
      try connect()
      try settle()
      if let ending, !line.isConnected || RealTime.now() >= ending.until {
        if let text = try feed.farewell(line.figures) { Output.hint("\(text)\n") }
        return ending.code
      }
      judgeTime()
      try wait()
    }
  }

  /// Tries once, where the line is down, with more and more time between.
  private mutating func connect() throws {
    let now = RealTime.now()
    guard !line.isConnected, ending == nil, now >= connectsAt else { return }
    connectsAt = now.adding(nanoseconds: retryNanos)
    retryNanos = min(2 * retryNanos, TapOptions.retryNanos.upperBound)
    line.session.logonFields = options.logonFields + feed.logonFields
    do {
      _ = try line.connect(reset: true)
    } catch let error as SystemError {
      guard now < givesUpAt else { throw error }
    }
  }

  private mutating func settle() throws {
    for notice in try line.settle() where ending?.code != 3 { try take(notice) }
    try feed.settle(now: RealTime.now())
    try line.flush()
    if line.isOver { try close() }
  }

  private mutating func close() throws {
    let isDamaged = line.isDamaged
    guard let end = try line.close() else { return }
    let wasLoggedOn = isLoggedOn
    isLoggedOn = false
    lastAt = .distantFuture
    guard ending == nil else { return }
    if isDamaged { return self.end(1) }
    if wasLoggedOn {
      say("disconnected: \(end.reason)")
      return
    }
    let reason =
      refusal ?? "closed before the logon: is \(options.name) a CompID of the venue, and free?"
    if refusal != nil || RealTime.now() >= givesUpAt {
      say(reason)
      self.end(1)
    }
  }

  private mutating func take(_ notice: ClientNotice) throws {
    switch notice {
    case .loggedOn:
      isLoggedOn = true
      retryNanos = TapOptions.retryNanos.lowerBound
      givesUpAt = .distantFuture
      lastAt = RealTime.now()
      let step = try feed.loggedOn()
      say("logged on as \(options.name)" + (step.text.map { ", \($0)" } ?? ""))
      ask(step.asks)
    case .delivered(let message): try take(message)
    case .garbled(let byteCount): say("\(byteCount) bytes that are no message")
    case .sent, .arrived, .epochOpened, .disconnect: break
    }
  }

  private mutating func take(_ message: WireMessage) throws {
    if message.msgType == "5" {
      let text = message[.text].map { ": \($0)" } ?? ""
      guard ending == nil else { return }
      if isLoggedOn { return loggedOut(text) }
      refusal = "the logon is refused\(text)"
      return
    }
    guard !["0", "1", "2", "4", "A"].contains(message.msgType), ending == nil else { return }
    let step = try feed.take(message)
    if let text = step.text { say(text) }
    ask(step.asks)
    if let code = step.ends { return end(code) }
    guard step.isNew else { return }
    lastAt = RealTime.now()
    taken += 1
    if taken == options.count { end(0) }
  }

  /// What a session that ends meanwhile does not send is asked for behind the next logon.
  private mutating func ask(_ requests: [OutboundMessage]) {
    for request in requests where ending == nil {
      guard line.session.send(request, now: RealTime.now()) else { return }
    }
  }

  /// A venue whose feed does not have our place says so by the tag, and would say so again.
  private mutating func loggedOut(_ text: String) {
    say("the venue logs out\(text)")
    guard text.contains("(\(FIX44.Tag.resumeAfterFeedSeq))") else { return }
    ending = (1, RealTime.now().adding(nanoseconds: TapOptions.farewellNanos))
  }

  private mutating func judgeTime() {
    let now = RealTime.now()
    if let idle = options.idleNanos, lastAt != .distantFuture,
      now >= lastAt.adding(nanoseconds: idle)
    {
      end(0)
    }
    if !line.isConnected, givesUpAt == .distantFuture {
      givesUpAt = now.adding(nanoseconds: options.patienceNanos)
    }
    if signals.wait(milliseconds: 0) == .stop { end(0) }
  }

  /// Says Logout(5), where there is a session, and ends the run.
  private mutating func end(_ code: Int32) {
    guard ending == nil else { return }
    let until = RealTime.now().adding(nanoseconds: line.isConnected ? TapOptions.farewellNanos : 0)
    ending = (code, until)
    if line.isConnected { line.session.logout(now: RealTime.now()) }
  }

  private mutating func wait() throws {
    let now = RealTime.now()
    var deadline = now.adding(nanoseconds: TapOptions.roundNanos)
    if line.isConnected { deadline = min(deadline, line.session.deadline) }
    if !line.isConnected { deadline = min(deadline, connectsAt) }
    if try line.wait(until: deadline) > 0 { line.receive() }
    line.session.timer(now: RealTime.now())
  }

  private func say(_ text: String) { Output.complain(text) }
}
