/// Falsifies what a session is told, where such a mistake is planted: message by message, between the venue and the
/// counterparty.
struct Falsifier {
  private let mutation: Mutation?
  private var random: SeededRandom
  /// What has come of a message that is not whole.
  private var parts: [String: [UInt8]] = [:]
  private var lastExecID = ""

  init(_ mutation: Mutation?, _ random: SeededRandom) {
    self.mutation = mutation
    self.random = random
  }

  private var isWanted: Bool {
    switch mutation {
    case .possDupMissing, .resendSkipsReport, .copySkipped, .bookFalsified, .execIDRepeated,
      .takeBackSkipped:
      true
    case nil, .syncLies, .namesUnsynced, .machineTakenForOld, .reservationsForgotten,
      .placesForgotten, .replayWithOtherLimits, .logEndForgotten, .storeEndForgotten,
      .transferRepeated, .paymentRepeated, .acknowledgedUnsynced, .termForgotten, .doorsOpenEarly:
      false
    }
  }

  /// What arrives instead of `bytes`.
  mutating func falsify(_ bytes: [UInt8], of session: String) -> [UInt8] {
    guard isWanted else { return bytes }
    let all = parts[session, default: []] + bytes
    var (start, arrived) = (0, [UInt8]())
    while let message = WireMessage(all, from: start) {
      start += message.bytes.count
      arrived += changed(message, of: session) ?? message.bytes
    }
    parts[session] = Array(all[start...])
    return arrived
  }

  /// The line is another one.
  mutating func forget(_ session: String) { parts[session] = nil }

  /// What is told instead of a message; nil where that is as it was.
  private mutating func changed(_ message: WireMessage, of session: String) -> [UInt8]? {
    switch mutation {
    case .possDupMissing: message.isPossDup ? message.framed { $0 == 43 ? "" : $1 } : nil
    case .resendSkipsReport:
      message.isPossDup && message.type == "8" && random.once(in: 3) ? fill(message) : nil
    case .copySkipped:
      session == "COPIES" && message.number(7_840) > 0 && random.once(in: 30)
        ? fill(message) : nil
    case .bookFalsified:
      message.type == "X" && random.once(in: 10)
        ? message.framed { $0 == 271 ? "271=975|" : $1 } : nil
    case .execIDRepeated: repeated(message)
    case .takeBackSkipped:
      session == "CLEARING" && message.type == "AE" && message[150] == "H" ? fill(message) : nil
    default: nil
    }
  }

  private func fill(_ message: WireMessage) -> [UInt8] {
    let number = message.msgSeqNum
    let flags = message.isPossDup ? "43=Y|122=\(message[122] ?? "")|" : ""
    return WireMessage.framed(
      "35=4|49=VENUE|56=\(message[56] ?? "")|34=\(number)|\(flags)52=\(message[52] ?? "")|123=Y|"
        + "36=\(number + 1)|")
  }

  private mutating func repeated(_ message: WireMessage) -> [UInt8]? {
    guard message.type == "8", let own = message[17] else { return nil }
    defer { lastExecID = own }
    guard !lastExecID.isEmpty, random.once(in: 10) else { return nil }
    return message.framed { [lastExecID] in $0 == 17 ? "17=\(lastExecID)|" : $1 }
  }
}

extension WireMessage {
  /// The message with fields changed, which are told by their tag and their text, `17=5|`.
  fileprivate func framed(_ change: (Int, String) -> String) -> [UInt8] {
    let whole = text.split(separator: "|").dropFirst(2).dropLast()
    let content = whole.map { field in
      change(
        field.prefix { $0 != "=" }.reduce(0) { $0 * 10 + ($1.wholeNumberValue ?? 0) }, "\(field)|")
    }
    return WireMessage.framed(content.joined())
  }
}
