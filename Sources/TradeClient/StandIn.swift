import FIX44
public import Market

/// An institution's side of a session, without the session: what it is asked, and what it answers when.
///
/// At most `pendingMost` answers wait; what is asked beyond that is answered at once. What it was told before and is
/// told again, PossDupFlag(43) or PossResend(97), it does not do twice, as long as it is among the last
/// `rememberedMost`.
public struct StandIn: Sendable {
  /// An answer, and what is to be said of it.
  public struct Answer: Equatable, Sendable {
    /// Nil where only something is put down.
    public let message: OutboundMessage?
    /// In words.
    public let text: String
    /// The line of the institution's own statement; nil where nothing was done.
    public let statement: String?
  }

  private struct Pending: Sendable {
    let answer: Answer
    let dueAt: Instant
    /// Of the question; nil where nobody has asked.
    let msgSeqNum: MsgSeqNum?
  }

  /// Answers that wait.
  public static var pendingMost: Int { 100_000 }

  /// What it was asked or told and knows again; the oldest makes room.
  public static var rememberedMost: Int { 100_000 }

  private let role: StandInRole
  private let policy: StandInPolicy
  /// In the order in which they are due, then in that of the questions.
  private var pending: [Pending] = []
  private var count = 0
  /// What it was asked and told, and the same one behind the other, from the oldest at `oldest` on.
  private var known: Set<String> = []
  private var remembered: [String] = []
  private var oldest = 0

  public init(_ role: StandInRole, _ policy: StandInPolicy) {
    self.role = role
    self.policy = policy
  }

  /// A bank's, which pays so much in to firms' cash once it is connected.
  public init(bank policy: StandInPolicy, paysIn payments: [StandInPayment], now: Instant) {
    self.init(.bank, policy)
    pending = payments.enumerated().map { place, payment in
      Pending(
        answer: Answer(
          message: .payment(payment, name: "P\(place + 1)", reason: "0", account: "1", now: now),
          text: "\(payment.firm): \(payment.amount) \(payment.currency) is paid in",
          statement: ",\(payment.firm),\(payment.amount),\(payment.currency)"),
        dueAt: .none, msgSeqNum: nil)
    }
  }

  /// When the next answer is due; the distant future where none waits.
  public var nextDue: Instant { pending.first?.dueAt ?? .distantFuture }

  /// The oldest message that is not answered yet.
  public var oldestOpen: MsgSeqNum? { pending.compactMap(\.msgSeqNum).min() }

  /// The numbers of the session have begun again: what waits belongs to none of them.
  public mutating func epochOpened() {
    for place in pending.indices {
      let old = pending[place]
      pending[place] = Pending(
        answer: old.answer, dueAt: old.dueAt,
        msgSeqNum: old.msgSeqNum.map { _ in MsgSeqNum(rawValue: 1) })
    }
  }

  /// A message has come; what is to be said of it at once.
  public mutating func received(_ message: WireMessage, now: Instant) -> String? {
    if let name = Self.name(of: message), !remember(name), Self.isRepeated(message) {
      return "\(name) was told before: nothing is done twice"
    }
    let number = MsgSeqNum(rawValue: message[.msgSeqNum].flatMap { UInt64($0) } ?? 1)
    if let note = StandInNote(message, to: role) {
      let answer = Answer(message: nil, text: note.text, statement: note.statement)
      insert(Pending(answer: answer, dueAt: now, msgSeqNum: number))
      return nil
    }
    guard let question = StandInQuestion(message, to: role) else {
      return Self.refuses(message)
        ? "the venue refuses: \(message[.text] ?? message.wire)" : nil
    }
    count += 1
    let judgement = policy.judge(question, count: count)
    guard judgement != .silent else { return "\(question.words): not answered" }
    // A bank that does not pay has no message for it: the call's time ends.
    if role == .bank && judgement == .refused { return "\(question.words): not paid" }
    let answer = answer(to: question, message, isDone: judgement == .done, now: now)
    let dueAt = pending.count < Self.pendingMost ? policy.dueAt(question, now: now) : now
    insert(Pending(answer: answer, dueAt: dueAt, msgSeqNum: number))
    return nil
  }

  /// What names an instruction, a transfer or delivery, or a call: type, identifier and document.
  private static func name(of message: WireMessage) -> String? {
    let tags: [Tag] = [.tradeReportID, .titleEventID, .collReqID]
    guard let id = tags.lazy.compactMap({ message[$0] }).first else { return nil }
    return [message.msgType, id, message[.titleDocID], message[.titleResult]]
      .compactMap { $0 }.joined(separator: " ")
  }

  private static func isRepeated(_ message: WireMessage) -> Bool {
    message[.possDupFlag] == "Y" || message[.possResend] == "Y"
  }

  /// Whether it was not known.
  private mutating func remember(_ name: String) -> Bool {
    guard known.insert(name).inserted else { return false }
    if remembered.count < Self.rememberedMost {
      remembered.append(name)
    } else {
      known.remove(remembered[oldest])
      remembered[oldest] = name
      oldest = (oldest + 1) % Self.rememberedMost
    }
    return true
  }

  /// A Reject(3), a BusinessMessageReject(j), or a CollateralResponse(AZ) that says so.
  private static func refuses(_ message: WireMessage) -> Bool {
    switch message.msgType {
    case "3", "j": true
    case "AZ": message[.collAsgnRespType] == "3"
    default: false
    }
  }

  /// Takes the next answer that is due.
  public mutating func takeDue(now: Instant) -> Answer? {
    guard let first = pending.first, first.dueAt <= now else { return nil }
    return pending.removeFirst().answer
  }

  private mutating func insert(_ new: Pending) {
    let place = pending.lastIndex { $0.dueAt <= new.dueAt }
    pending.insert(new, at: place.map { $0 + 1 } ?? 0)
  }

  private func answer(
    to question: StandInQuestion, _ message: WireMessage, isDone: Bool, now: Instant
  ) -> Answer {
    switch role {
    case .clearing:
      Answer(
        message: .fundsAnswer(question, isDone: isDone, now: now),
        text: "\(question.words): the funds leg is \(isDone ? "settled" : "refused")",
        statement: !isDone
          ? nil
          : question.net.isEmpty
            ? StandInNote.tradeLine(message, question.trade) : StandInNote.netLine(message))
    case .registry:
      Answer(
        message: .titleAnswer(question, isDone: isDone),
        text: "\(question.words): the title is \(isDone ? "moved" : "refused")",
        statement: isDone ? Self.titleLines(message, question) : nil)
    case .warehouse: weight(of: question, message, isDone: isDone)
    case .bank: payment(for: question, message, now: now)
    }
  }

  /// A bank pays what is missing to the firm's guarantees.
  private func payment(
    for question: StandInQuestion, _ message: WireMessage, now: Instant
  ) -> Answer {
    let payment = StandInPayment(
      firm: message[.partyID] ?? "", amount: message[.cashOutstanding] ?? "",
      currency: message[.currency] ?? "CNY")
    return Answer(
      message: .payment(
        payment, name: "C\(question.reference)", reason: "3", account: "2", now: now),
      text: "\(question.words): \(payment.amount) is paid",
      statement: "\(question.trade),\(payment.firm),\(payment.amount),\(payment.currency)")
  }

  /// A warehouse weighs what the receipt says, or so much more; where it refuses, a thousandth of a unit,
  /// which no tolerance lets pass.
  private func weight(
    of question: StandInQuestion, _ message: WireMessage, isDone: Bool
  ) -> Answer {
    let receipt = Self.thousandths(message[.netWeight] ?? "")
    let outturn = Int128(receipt) + Int128(receipt) * Int128(policy.outturnHundredths) / 10_000
    let weighed = isDone ? Int64(clamping: outturn) : 1
    let weight = DecimalText.text(weighed, scale: Quantity.scale, decimals: Quantity.scale)
    let holder = message[.titleHolder] ?? ""
    let warehouse = message[.warehouseCode] ?? ""
    let document = question.documents.first ?? ""
    return Answer(
      message: .outturnWeight(question, weight: weight),
      text: "\(question.words): weighs \(weight)",
      statement: "\(question.trade),\(document),\(holder),\(weight),\(warehouse)")
  }

  /// A weight as a message has it; zero where it has none.
  private static func thousandths(_ text: String) -> Int64 {
    do { return try DecimalText.parse(text, scale: Quantity.scale) } catch { return 0 }
  }

  /// `trade,document,holder,netWeight,warehouse`, a line for each document; the registry knows no weight.
  private static func titleLines(_ message: WireMessage, _ question: StandInQuestion) -> String {
    question.documents.map { "\(question.trade),\($0),\(message[.titleRecipient] ?? ""),," }
      .joined(separator: "\n")
  }
}

extension StandInQuestion {
  /// `trade 7 CU-BW-A R26110000017`, or `net run 1 ZZM01 2500.00`
  var words: String {
    guard net.isEmpty else { return "net run \(net)" }
    let document =
      documents.count == 1 ? documents[0] : documents.isEmpty ? "" : "\(documents.count) documents"
    return ["trade \(trade)", symbol, document].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension OutboundMessage {
  /// TradeCaptureReportAck(AR).
  static func fundsAnswer(
    _ question: StandInQuestion, isDone: Bool, now: Instant
  ) -> OutboundMessage {
    let reason = isDone ? [] : [WireMessage.Field(.tradeReportRejectReason, "99")]
    return OutboundMessage(
      .tradeCaptureReportAck,
      [
        .init(.tradeReportID, question.reference), .init(.execType, "F"),
        .init(.trdRptStatus, isDone ? "0" : "1"),
      ] + reason + (question.trade.isEmpty ? [] : [.init(.trdMatchID, question.trade)]) + [
        .init(.symbol, question.symbol), .init(.transactTime, now.utcTimestamp()),
      ])
  }

  /// TitleReport(UT) of the registry; the warehouse has signed what is done.
  static func titleAnswer(_ question: StandInQuestion, isDone: Bool) -> OutboundMessage {
    OutboundMessage(
      .titleReport,
      [
        .init(.trdMatchID, question.trade), .init(.titleEventID, question.reference),
        .init(.titleAction, "5"), .init(.titleResult, isDone ? "1" : "2"),
        .init(.warehouseSigned, isDone ? "Y" : "N"),
      ])
  }

  /// CollateralAssignment(AY) of a bank: money comes to a dealer's cash, account 1, or its guarantees, 2.
  static func payment(
    _ payment: StandInPayment, name: String, reason: String, account: String, now: Instant
  ) -> OutboundMessage {
    OutboundMessage(
      .collateralAssignment,
      [
        .init(.collAsgnID, name), .init(.collAsgnReason, reason), .init(.collAsgnTransType, "0"),
        .init(.transactTime, now.utcTimestamp()), .init(.noPartyIDs, "1"),
        .init(.partyID, payment.firm),
        .init(.partyIDSource, "D"), .init(.partyRole, "1"), .init(.currency, payment.currency),
        .init(.totalNetValue, payment.amount), .init(.fundsAccount, account),
      ])
  }

  /// TitleReport(UT) of a warehouse.
  static func outturnWeight(_ question: StandInQuestion, weight: String) -> OutboundMessage {
    OutboundMessage(
      .titleReport,
      [
        .init(.trdMatchID, question.trade), .init(.titleEventID, "W\(question.reference)"),
        .init(.titleDocID, question.documents.first ?? ""), .init(.netWeight, weight),
      ])
  }
}
