import Market
import Yams

extension ThrottleTerms {
  /// `none`, or messages and milliseconds of a window, and what follows where they are exceeded for long.
  init(_ node: ConfigurationNode) {
    self.init()
    if node.node.scalar?.string == "none" { return }
    node.expectKeys(["messages", "milliseconds", "breachWindows", "delaySeconds"])
    if let messages = node.required("messages")?.integer(in: 1...1_000_000) {
      limit = UInt32(messages)
    }
    if let window = node.required("milliseconds")?.integer(in: 1...600_000) {
      windowMilliseconds = UInt32(window)
    }
    if let windows = node.child("breachWindows")?.integer(in: 0...1_000_000) {
      breachWindows = UInt32(windows)
    }
    if let seconds = node.child("delaySeconds")?.integer(in: 0...86_400) {
      delaySeconds = UInt32(seconds)
    }
  }
}

extension CancelOnDisconnect {
  /// `none`, or after which ends of a connection, and how; what is not said is as without the key.
  init(_ node: ConfigurationNode) {
    self.init()
    if node.node.scalar?.string == "none" { return }
    node.expectKeys(["type", "milliseconds", "goodTill"])
    let types: [(String, CancelOnDisconnectType)] = [
      ("none", .none), ("drop", .drop), ("logout", .logout), ("both", .dropOrLogout),
    ]
    if let type = node.required("type")?.choice(types) { self.type = type }
    if let grace = node.child("milliseconds")?.integer(in: 0...3_600_000) {
      graceMilliseconds = UInt32(grace)
    }
    if let cancels = node.child("goodTill")?.choice([("keep", false), ("cancel", true)]) {
      cancelsGoodTill = cancels
    }
  }
}
