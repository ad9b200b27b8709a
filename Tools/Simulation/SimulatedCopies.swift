import Market

/// Who takes a drop copy of everybody: holds its chain, and what each session was told by it.
final class SimulatedCopies: SimulatedSession {
  /// Contents by FeedSeq(7840).
  private(set) var copies: [Int: String] = [:]
  /// What each session was told: of an 8 its ExecID(17), of others their content.
  private(set) var told: [String: Set<String>] = [:]
  private var last = 0
  override var logonFields: String { "7842=\(last)|" }

  override func received(_ message: WireMessage) {
    let place = message.number(7_840)
    guard place > 0 else { return }
    let content = message.content
    if let before = copies[place] {
      if before != content { violate("FeedSeq(7840) \(place) is \(before) and \(content)") }
      if !message.isRepeated { violate("told twice, and not as such: \(message.text)") }
      return
    }
    if message.number(7_841) != last {
      violate("PrevFeedSeq(7841) is not \(last): \(message.text)")
    }
    last = place
    copies[place] = content
    note(message)
  }

  private func note(_ message: WireMessage) {
    let session = message[115] ?? ""
    switch message.type {
    case "8": told[session, default: []].insert(message[17] ?? "")
    case "9", "j": told[session, default: []].insert(SimulatedCopies.refusal(message))
    default: break
    }
  }

  /// What a refusal is known by: which request it refuses, and why.
  static func refusal(_ message: WireMessage) -> String {
    "\(message.type) \(message[11] ?? message[379] ?? "") \(message[102] ?? message[380] ?? "")"
  }
}
