import FIX44
import FIXSession
import Glibc
import Linux
import Market
import Tap
import TradeClient

/// One run of a consumer: connects, prints what comes, keeps its place, connects again when the line breaks.
struct TapRun: ~Copyable {
  /// What the command line says.
  struct Options {
    var name: String
    /// Ends behind so many messages.
    var count: UInt64?
    /// Ends when nothing has come for so long, nanoseconds.
    var idleNanos: Int64?
    /// How long a venue that can't be reached is tried, nanoseconds.
    var patienceNanos: Int64
    /// Fields of Logon(A) besides ResumeAfterFeedSeq(7842).
    var logonFields: [WireMessage.Field]
    /// The digest is printed at the end.
    var printsDigest: Bool
  }

  /// Between two attempts to connect, at first and at most.
  private static var retryNanos: ClosedRange<Int64> { 100_000_000...5_000_000_000 }
  /// For the venue's Logout(5).
  private static var farewellNanos: Int64 { 2_000_000_000 }
  /// How long a signal may wait to be seen.
  private static var roundNanos: Int64 { 100_000_000 }

  private let options: Options
  private var line: ClientLine
  private let writer: LineWriter
  private var reader: CopyReader
  private var output: TapOutput
  private var state: TapStateFile?
  private let signals: ProcessSignals
  private var isLoggedOn = false
  private var connectsAt = Instant.none
  private var retryNanos = retryNanos.lowerBound
  /// Where the venue is not to be reached: when that is given up.
  private var givesUpAt: Instant
  /// When the last message came, or the logon.
  private var lastAt = Instant.distantFuture
  private var printed: UInt64 = 0
  /// The exit code, and until when the venue's farewell is awaited.
  private var ending: (code: Int32, until: Instant)?
  /// What is said where the venue has closed without a word.
  private var refusal: String?

  init(
    _ options: Options, _ line: consuming ClientLine, _ writer: LineWriter,
    output: consuming TapOutput, state: consuming TapStateFile?
  ) throws(SystemError) {
    signals = try ProcessSignals()
    reader = state?.state.reader ?? CopyReader()
    givesUpAt = RealTime.now().adding(nanoseconds: options.patienceNanos)
    self.options = options
    self.line = line
    self.writer = writer
    self.output = output
    self.state = state
  }

  /// Runs to the end; the process's exit code.
  mutating func run() throws -> Int32 {
    if output.byteCount == 0, let header = writer.header { output.line(header) }
    while true {
      try connect()
      try settle()
      if let ending, !line.isConnected || RealTime.now() >= ending.until {
        return finish(ending.code)
      }
      judgeTime()
      try wait()
    }
  }

  private mutating func finish(_ code: Int32) -> Int32 {
    if options.printsDigest {
      Output.hint("\(reader.count) messages, digest \(reader.digest.hexDigits)\n")
      if line.figures.wireBytes > 0 { Output.hint("\(line.figures.text)\n") }
    }
    return code
  }

  /// Tries once, where the line is down, with more and more time between.
  private mutating func connect() throws {
    let now = RealTime.now()
    guard !line.isConnected, ending == nil, now >= connectsAt else { return }
    connectsAt = now.adding(nanoseconds: retryNanos)
    retryNanos = min(2 * retryNanos, Self.retryNanos.upperBound)
    let place = WireMessage.Field(.resumeAfterFeedSeq, "\(reader.resumeAfterFeedSeq)")
    line.session.logonFields = options.logonFields + [place]
    do {
      _ = try line.connect(reset: true)
    } catch let error as SystemError {
      guard now < givesUpAt else { throw error }
    }
  }

  private mutating func settle() throws {
    for notice in try line.settle() where ending?.code != 3 { take(notice) }
    try output.flush()
    if let session = state?.state.session {
      let place = TapState(session: session, reader: reader, outputBytes: output.byteCount)
      try state?.save(place)
    }
    if line.isOver {
      try line.flush()
      try close()
    }
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

  private mutating func take(_ notice: ClientNotice) {
    switch notice {
    case .loggedOn:
      isLoggedOn = true
      retryNanos = Self.retryNanos.lowerBound
      givesUpAt = .distantFuture
      lastAt = RealTime.now()
      say("logged on as \(options.name), after FeedSeq(7840) \(reader.resumeAfterFeedSeq)")
    case .delivered(let message): take(message)
    case .garbled(let byteCount): say("\(byteCount) bytes that are no message")
    case .sent, .arrived, .epochOpened, .disconnect: break
    }
  }

  private mutating func take(_ message: WireMessage) {
    if message.msgType == "5" {
      let text = message[.text].map { ": \($0)" } ?? ""
      guard ending == nil else { return }
      if isLoggedOn { return loggedOut(text) }
      refusal = "the logon is refused\(text)"
      return
    }
    guard !["0", "1", "2", "4", "A"].contains(message.msgType), ending == nil else { return }
    do throws(CopyReader.Problem) {
      guard try reader.take(message) else { return }
    } catch {
      say(error.description)
      return end(3)
    }
    writer.lines(message).forEach { output.line($0) }
    lastAt = RealTime.now()
    printed += 1
    if printed == options.count { end(0) }
  }

  /// A venue whose feed does not have our place says so by the tag, and would say so again.
  private mutating func loggedOut(_ text: String) {
    say("the venue logs out\(text)")
    guard text.contains("(\(FIX44.Tag.resumeAfterFeedSeq))") else { return }
    ending = (1, RealTime.now().adding(nanoseconds: Self.farewellNanos))
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
    let until = RealTime.now().adding(nanoseconds: line.isConnected ? Self.farewellNanos : 0)
    ending = (code, until)
    if line.isConnected { line.session.logout(now: RealTime.now()) }
  }

  private mutating func wait() throws {
    let now = RealTime.now()
    var deadline = now.adding(nanoseconds: Self.roundNanos)
    if line.isConnected { deadline = min(deadline, line.session.deadline) }
    if !line.isConnected { deadline = min(deadline, connectsAt) }
    if try line.wait(until: deadline) > 0 { line.receive() }
    line.session.timer(now: RealTime.now())
  }

  private func say(_ text: String) { Output.complain(text) }
}
