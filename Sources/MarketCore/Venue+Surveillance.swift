import Market
import Memory
import Records
public import Surveillance

/// Rates of messages (market rules 5.4, P1 to P3): orders and cancels are counted before anything else is asked of
/// them, for their account and for its control group.
extension Venue {
  /// The thresholds in force from now on; what was counted stays.
  mutating func defineMonitors(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let defined = body(DefineMonitors.self, of: command, into: &events) else { return }
    let terms = RateTerms(defined)
    guard terms.mostWithinSecond <= RateMonitor.windowMessages else {
      return refuse(.invalidValue, detail: Int64(terms.mostWithinSecond), into: &events)
    }
    rates.terms = terms
    countsRates = terms.isOn
    forgetRates()
  }

  /// Counts a message of the command's session; `rateRefusal` says whether it is one too many.
  mutating func countRates(of command: RawSpan, into events: inout RecordBuffer) {
    forgetRates()
    guard let messages = monitored(command) else { return }
    count(messages.first, .first, into: &events)
    if let second = messages.second { count(second, .second, into: &events) }
  }

  private mutating func forgetRates() {
    rateRefusal = nil
    rateMark = 0
    owingProgram = []
  }

  private mutating func count(
    _ message: RateMessage, _ place: CountedMessages, into events: inout RecordBuffer
  ) {
    let verdict = rates.take(message, at: now)
    switch verdict.outcome {
    case .counted:
      rateMark = rates.mark(of: verdict)?.stored ?? 0
      if rates.owesProgram(verdict) { owingProgram.insert(place) }
    case .tooManyMessages:
      rateRefusal = OrderRefusal(.rateExceeded, detail: Int64(rates.terms.throttle))
    case .tooManyAccounts: rateRefusal = OrderRefusal(.tooManyAccounts)
    }
    if !verdict.ofAccount.isEmpty {
      tell(verdict.ofAccount, of: verdict.account, group: 0, message, into: &events)
    }
    if !verdict.ofGroup.isEmpty {
      tell(verdict.ofGroup, of: verdict.group, group: message.group, message, into: &events)
    }
  }

  private mutating func tell(
    _ marks: RateMarks, of place: UInt32, group: UInt32, _ message: RateMessage,
    into events: inout RecordBuffer
  ) {
    let counter = rates[place]
    for code in MonitorCode.allCases where marks.contains(RateMarks(code)) {
      var body = RateReported()
      body.account = counter.account
      body.firm = message.firm
      body.group = group
      body.session = cause.session
      body.windowCount = counter.windowCount
      body.secondCount = counter.secondCount
      body.secondBefore = counter.secondBefore
      body.dayCount = counter.dayCount
      body.bursts = counter.bursts
      body.refused = counter.refused
      body.threshold = rates.terms.threshold(of: code)
      body.code = code.rawValue
      events.append(eventHead(.rateReported, for: .venue), body: body)
    }
  }

  /// The guard of a message that was counted.
  func checkRate() throws(OrderRefusal) {
    if let rateRefusal { throw rateRefusal }
  }
}

/// Which of the messages that a command counts as.
struct CountedMessages: OptionSet, BitwiseCopyable {
  let rawValue: UInt8

  /// The order, or the buy of a cross.
  static var first: CountedMessages { CountedMessages(rawValue: 1) }
  /// The sell of a cross.
  static var second: CountedMessages { CountedMessages(rawValue: 2) }
}

/// What of a command is counted.
extension Venue {
  /// One message, or two of a cross.
  public struct MonitoredMessages: Equatable, Sendable {
    public var first: RateMessage
    public var second: RateMessage?
  }

  /// What a command that is applied next will be counted as; nil where it is none that is counted.
  public func monitored(_ command: RawSpan) -> MonitoredMessages? {
    let head = command.loadHead()
    guard let type = CommandType(rawValue: head.typeCode), reference.knows(head.session) else {
      return nil
    }
    let firm = reference[head.session].firm
    switch type {
    case .newOrder where mayTrade(head.session):
      return MonitoredMessages(first: message(firm, command.loadBody(NewOrder.self).account))
    case .replaceOrder where mayTrade(head.session):
      var message = message(firm, of: command.loadBody(ReplaceOrder.self).origClOrdID)
      message.weight = 2
      return MonitoredMessages(first: message)
    case .cancelOrder where mayTrade(head.session):
      var message = message(firm, of: command.loadBody(CancelOrder.self).origClOrdID)
      message.isCancel = true
      return MonitoredMessages(first: message)
    case .massCancel where mayTrade(head.session):
      var message = message(firm, command.loadBody(MassCancel.self).account)
      message.isCancel = true
      return MonitoredMessages(first: message)
    case .newCross: return sides(of: command, by: firm, head.session)
    default: return nil
    }
  }

  /// Each side of a cross is an order of its firm; one of a firm that is unknown is none.
  private func sides(
    of command: RawSpan, by broker: FirmID, _ session: SessionID
  ) -> MonitoredMessages? {
    guard reference[session].role == .broker, reference.knows(broker),
      Int(command.loadHead().bodyLength) >= MemoryLayout<NewCross>.size
    else { return nil }
    let cross = command.loadBody(NewCross.self)
    let sides = [cross.buy, cross.sell].compactMap { side -> RateMessage? in
      let firm = side.party.text.isEmpty ? broker : reference.firm(side.party) ?? .none
      return firm == .none ? nil : message(firm, side.account)
    }
    guard let first = sides.first else { return nil }
    return MonitoredMessages(first: first, second: sides.count > 1 ? sides[1] : nil)
  }

  /// An order for an account; for the firm's own where it is none of the firm's.
  private func message(_ firm: FirmID, _ account: AccountCode) -> RateMessage {
    var message = RateMessage()
    message.firm = firm
    message.group = reference[firm].controlGroup
    if reference[firm].owns(account) { message.account = account }
    return message
  }

  /// What is asked of the order that goes, or has gone, by that name.
  private func message(_ firm: FirmID, of clOrdID: ClOrdID) -> RateMessage {
    let slot = orders.slot(firm: firm, clOrdID)
    return message(firm, slot.map { orders[$0].account } ?? AccountCode())
  }
}

extension RateMonitor {
  /// Room for as many firms and accounts as a venue has.
  init(limits: VenueLimits, seed: HashSeed) {
    self.init(
      firms: limits.firms, accounts: limits.rateAccounts, perFirm: limits.rateAccountsPerFirm,
      seed: seed)
  }
}
