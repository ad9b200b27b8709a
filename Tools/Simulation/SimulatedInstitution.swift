import FIX44
import Market
import TradeClient

/// Clearing, the registry, a warehouse or a bank: answers what it is asked as the product's stand-in for it does,
/// late, with a refusal or not at all as the seed has it, and keeps a statement of what it has done.
///
/// What the venue does not take any more it undoes: the trade has come to its end without it.
final class SimulatedInstitution: SimulatedSession {
  private let role: StandInRole
  private var standIn: StandIn
  private let mutation: Mutation?
  /// Contents of what was asked or told.
  private var heard: Set<String> = []
  /// Lines of its statement.
  private(set) var statement: [String] = []
  /// The lines behind each of its answers, by what the venue calls the answer.
  private var lines: [String: [String]] = [:]
  /// Its last answer, type and body.
  private var last: (type: String, body: String)?
  /// Of a bank, what the venue has taken, in fen.
  private(set) var paid: Int64 = 0
  private var amounts: [String: Int64] = [:]
  /// What was said about each trade, both ways.
  private(set) var said: [String: [String]] = [:]

  static let roles: [(name: String, role: StandInRole)] = [
    ("CLEARING", .clearing), ("REGISTRY", .registry), ("STORE", .warehouse), ("BANK", .bank),
  ]

  init(
    _ name: String, _ role: StandInRole, _ clock: SimulatedClock, _ mutation: Mutation?,
    _ random: inout SeededRandom
  ) {
    self.role = role
    self.mutation = mutation
    var policy = StandInPolicy()
    policy.seed = random.next()
    let most = random.one(of: [0, 500, 8_000])
    policy.delayNanos = 0...Int64(most) * 1_000_000
    policy.outturnHundredths = random.within(-100...100)
    if random.once(in: 2) { policy.refusals = [.share(random.within(0...2_000))] }
    if random.once(in: 2) { policy.silences = [.share(random.within(0...1_000))] }
    let payments = (1...4).map { firm in
      StandInPayment(
        firm: SimulatedMarket.sessions[firm - 1].name, amount: "\(random.within(1...900_000)).50")
    }
    standIn =
      role == .bank
      ? StandIn(bank: policy, paysIn: payments, now: clock.wall) : StandIn(role, policy)
    super.init(name, clock)
  }

  /// Whether an answer waits.
  var hasDue: Bool { standIn.nextDue != .distantFuture }

  override func tick() {
    super.tick()
    while isActive, let answer = standIn.takeDue(now: clock.wall) { give(answer) }
  }

  /// Says again what it has said last.
  func repeatAnswer() {
    guard isActive, role != .bank, let last else { return }
    sendApplication(last.type, last.body)
  }

  private func give(_ answer: StandIn.Answer) {
    let done = answer.statement.map { $0.split(separator: "\n").map(String.init) } ?? []
    statement += done
    guard let message = answer.message else { return }
    let name = Self.name(of: message)
    lines[name, default: []] += done
    let body = message.fields.map { "\($0.tag)=\($0.value)|" }.joined()
    let type = "35=\(message.msgType)"
    last = (type, body)
    note(message.fields.first { $0.tag == .trdMatchID }?.value, "> \(type)|\(body)")
    if let amount = message.fields.first(where: { $0.tag == .totalNetValue })?.value {
      amounts[name] = Self.fen(amount)
    }
    sendApplication(type, body)
    if mutation == .paymentRepeated, role == .bank {
      sendApplication(type, body.replacing("902=", with: "902=X"))
    }
  }

  /// What the venue calls an answer where it refuses it.
  private static func name(of message: OutboundMessage) -> String {
    let tags: [Tag] = [.tradeReportID, .titleEventID, .collAsgnID]
    return message.fields.first { tags.contains($0.tag) }?.value ?? ""
  }

  private static func fen(_ text: String) -> Int64 {
    do { return try DecimalText.parse(text, scale: Amount.scale) } catch { return 0 }
  }

  private func note(_ trade: String?, _ text: String) {
    said[trade ?? "", default: []].append(text)
  }

  override func received(_ message: WireMessage) {
    note(message[880], "< \(message.text)")
    switch message.type {
    case "j": refused(message)
    case "AZ": answered(message)
    default: hear(message)
    }
  }

  private func hear(_ message: WireMessage) {
    let isNew = heard.insert(message.content).inserted
    if !isNew && !message.isRepeated {
      violate("told twice, and not as such: \(message.text)")
    }
    var fields = message.pairs.map {
      TradeClient.WireMessage.Field(Tag(rawValue: UInt32($0.tag)), $0.value)
    }
    if mutation == .transferRepeated && role == .registry {
      fields.removeAll { $0.tag == .possResend || $0.tag == .possDupFlag }
    }
    let text = standIn.received(TradeClient.WireMessage(fields: fields), now: clock.wall)
    if let text, text.hasPrefix("the venue refuses") { violate(text) }
  }

  /// An answer comes to nothing: said before, or too late, or its trade is undone.
  private func refused(_ message: WireMessage) {
    let reason = UInt16(clamping: message.number(7_777))
    switch NoticeRefusal(rawValue: reason) {
    case .repeated: return
    // A document that was delivered again before it was weighed is unknown to its first trade.
    case .late, .wrongState, .unknownInstruction, .contradicts, .unknownDocument:
      for line in lines.removeValue(forKey: message[379] ?? "") ?? [] {
        if let place = statement.lastIndex(of: line) { statement.remove(at: place) }
      }
    default: violate("an honest answer is refused: \(message.text)")
    }
  }

  private func answered(_ message: WireMessage) {
    let name = message[902] ?? ""
    if heard.insert(message.content).inserted, message[905] == "1" { paid += amounts[name] ?? 0 }
  }

  override func refusedAsLate(_ body: String) {
    let parts = body.split(separator: "|\u{2}", maxSplits: 1).map(String.init)
    if parts.count == 2 { sendApplication(parts[0], parts[1]) }
  }
}
