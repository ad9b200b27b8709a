public import Market
import MarketCore
import Memory
import Records
public import Surveillance

/// A log's messages counted again by other thresholds: what would have been found, and which orders refused.
///
/// The log is applied as it is, which says for which account each message counts; the counting is the core's own.
/// The same log and thresholds give the same findings.
public struct RateSurvey: ~Copyable {
  /// Thresholds in place of the log's own; nil leaves those.
  public struct Overrides: Equatable, Sendable {
    public var highRate: UInt32?
    public var highDay: UInt32?
    public var bursts: UInt32?
    public var burstMessages: UInt32?
    public var warning: UInt32?
    public var throttle: UInt32?
    public init() {}

    /// These thresholds, with those that are replaced.
    public func applied(to terms: RateTerms) -> RateTerms {
      var terms = terms
      terms.highRate = highRate ?? terms.highRate
      terms.highDay = highDay ?? terms.highDay
      terms.bursts = bursts ?? terms.bursts
      terms.burstMessages = burstMessages ?? terms.burstMessages
      terms.warning = warning ?? terms.warning
      terms.throttle = throttle ?? terms.throttle
      return terms
    }
  }

  /// What a monitor finds.
  public struct Finding: Equatable, Sendable {
    public var at = Instant.none
    /// The command whose message was counted last.
    public var sequence = Sequence(rawValue: 0)
    public var code = MonitorCode.highRate
    /// The code of the firm whose message it was.
    public var firm = ""
    /// The account; empty for the firm's own, and where it is about a control group.
    public var account = ""
    /// The control group, by the code of the firm that it is numbered by; empty where it is about an account.
    public var group = ""
    public var session = ""
    public var counter: Counts
    public var threshold: UInt32 = 0
  }

  /// The counts of a finding, as `RateReported` has them.
  public struct Counts: Equatable, Sendable {
    public var window: UInt32
    public var second: UInt32
    public var secondBefore: UInt32
    public var day: UInt32
    public var bursts: UInt32
  }

  /// What was found so far, in the order of the log.
  public private(set) var findings: [Finding] = []
  /// Messages that were counted, and orders among them that would have been refused.
  public private(set) var messageCount: UInt64 = 0
  public private(set) var refusedCount: UInt64 = 0
  /// The thresholds in force.
  public private(set) var terms: RateTerms
  private let overrides: Overrides
  private var replay = Replay(watchesRates: true)
  private var monitor: RateMonitor?
  private var sessions = SessionNames()
  private var firms: [UInt32: String] = [:]

  /// A survey of a log; where that defines no thresholds, days begin `utcOffsetSeconds` east of Greenwich.
  public init(_ overrides: Overrides, utcOffsetSeconds: Int32) {
    self.overrides = overrides
    var terms = RateTerms()
    terms.utcOffsetSeconds = utcOffsetSeconds
    self.terms = overrides.applied(to: terms)
  }

  /// How many commands were applied, and the last of them.
  public var commandCount: UInt64 { replay.commandCount }
  public var lastSequence: Sequence { replay.lastSequence }

  /// Takes the next record of the log: a batch's header, or a command.
  public mutating func take(_ record: RawSpan) -> Replay.Step {
    learn(from: record)
    let step = replay.take(record)
    if step == .applied, let messages = replay.monitored {
      count(messages.first, record.loadHead())
      if let second = messages.second { count(second, record.loadHead()) }
    }
    return step
  }

  private mutating func learn(from record: RawSpan) {
    let head = record.loadHead()
    sessions.learn(from: record)
    switch CommandType(rawValue: head.typeCode) {
    case .logOpened where monitor == nil && holds(LogOpened.self, head):
      let opened = record.loadBody(LogOpened.self)
      let limits = VenueLimits(opened)
      monitor = RateMonitor(
        firms: limits.firms, accounts: limits.rateAccounts, perFirm: limits.rateAccountsPerFirm,
        seed: HashSeed(rawValue: opened.hashSeed))
      monitor?.terms = terms
    case .defineFirm where holds(DefineFirm.self, head):
      let firm = record.loadBody(DefineFirm.self)
      firms[firm.firm.rawValue] = "\(firm.code.text)"
    case .defineMonitors where holds(DefineMonitors.self, head):
      let defined = RateTerms(record.loadBody(DefineMonitors.self))
      guard defined.mostWithinSecond <= RateMonitor.windowMessages else { return }
      terms = overrides.applied(to: defined)
      monitor?.terms = terms
    default: break
    }
  }

  private func holds<Body>(_ body: Body.Type, _ head: RecordHead) -> Bool {
    Int(head.bodyLength) >= MemoryLayout<Body>.size
  }

  private mutating func count(_ message: RateMessage, _ head: RecordHead) {
    guard let verdict = monitor?.take(message, at: head.time) else { return }
    messageCount += 1
    if verdict.outcome != .counted { refusedCount += 1 }
    note(verdict.ofAccount, at: verdict.account, message, head, isGroup: false)
    note(verdict.ofGroup, at: verdict.group, message, head, isGroup: true)
  }

  private mutating func note(
    _ marks: RateMarks, at place: UInt32, _ message: RateMessage, _ head: RecordHead, isGroup: Bool
  ) {
    guard !marks.isEmpty, let counter = monitor?[place] else { return }
    for code in MonitorCode.allCases where marks.contains(RateMarks(code)) {
      var finding = Finding(
        counter: Counts(
          window: counter.windowCount, second: counter.secondCount,
          secondBefore: counter.secondBefore, day: counter.dayCount, bursts: counter.bursts))
      finding.at = head.time
      finding.sequence = head.sequence
      finding.code = code
      finding.firm = firms[message.firm.rawValue] ?? ""
      if isGroup {
        finding.group = firms[message.group] ?? ""
      } else {
        finding.account = "\(counter.account.text)"
      }
      finding.session = sessions.compID(of: head.session)
      finding.threshold = terms.threshold(of: code)
      findings.append(finding)
    }
  }
}
