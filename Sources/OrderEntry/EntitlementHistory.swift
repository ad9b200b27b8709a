public import Market

/// What a drop copy's session is entitled to, from which command on, the oldest first.
public struct EntitlementHistory: Sendable {
  private var changes: [EntitlementChange]

  public init(_ changes: [EntitlementChange] = []) { self.changes = changes }

  /// What the session is entitled to see of the events of a command.
  public func entitlement(at sequence: Sequence) -> Entitlement {
    changes.last { $0.since <= sequence }?.entitlement ?? Entitlement()
  }

  /// Takes note of a change behind those that are known; one that holds from the beginning replaces them.
  public mutating func note(_ change: EntitlementChange) {
    if change.since.rawValue == 0 { changes.removeAll() }
    changes.append(change)
  }
}
