import Market

/// Which actions of the operator two persons do, and who may ask.
public struct ApprovalsDefinition: Equatable, Sendable {
  /// `OperatorActionKind` bits.
  public var kinds: UInt64 = 0
  /// For a second person to approve.
  public var seconds: UInt32 = 0
  /// Users of the machine who may operate, beside the venue's own and root.
  public var operators: [UInt32] = []
  public init() {}
}

extension ApprovalsDefinition {
  static let keys = ["actions", "within", "operators"]

  /// The names of actions: their words, parted by hyphens.
  static let names: [(String, OperatorActionKind)] = OperatorActionKind.allCases.map { kind in
    ("\(kind)".map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined(), kind)
  }

  init(_ node: ConfigurationNode) {
    self.init()
    node.expectKeys(Self.keys)
    for element in node.required("actions")?.elements ?? [] {
      if let kind = element.choice(Self.names) { kinds |= kind.bit }
    }
    if let within = node.required("within"), let seconds = within.durationSeconds {
      self.seconds = seconds
      if seconds > DefineApprovals.secondsMax { within.complain("more than 7 d") }
    }
    for element in node.child("operators")?.elements ?? [] {
      if let uid = element.integer(in: 0...Int(UInt32.max) - 1) { operators.append(UInt32(uid)) }
    }
  }

  /// The command that says so.
  var command: DefineApprovals {
    var body = DefineApprovals()
    body.kinds = kinds
    body.seconds = seconds
    return body
  }
}
