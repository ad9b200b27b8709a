public import Market

/// Which agent serves a session, as long as the process runs: the gateway those that act, the publisher those
/// that look on. It is the same `Gateway` twice, each with its thread, rings, files and sessions.
public enum SessionHost: Sendable {
  /// On the path of orders.
  case gateway
  /// Beside it: never slowed by orders for long, and never slowing them; only behind.
  case publisher
}

extension SessionRole {
  /// Who serves its sessions.
  public var host: SessionHost {
    switch self {
    case .dropCopy, .marketData, .supervisor: .publisher
    case .dealer, .broker, .marketMaker, .clearing, .registry, .warehouse, .bank, .operator:
      .gateway
    }
  }
}
