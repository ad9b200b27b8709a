import Synchronization
public import TLS
public import Transport

/// The second door of the venue: FIX over TLS.
public struct SecureDoor: ~Copyable {
  let listener: Listener
  let context: CurrentTLSContext

  public init(listener: consuming Listener, context: CurrentTLSContext) {
    self.listener = listener
    self.context = context
  }

  /// Where it listens.
  public var address: SocketAddress { listener.address }
}

/// The TLS context of new connections, which another thread may replace; those that have begun keep
/// theirs.
public final class CurrentTLSContext: Sendable {
  private let context: Mutex<TLSContext>

  public init(_ context: TLSContext) { self.context = Mutex(context) }

  /// The context of the next connection.
  public var value: TLSContext { context.withLock { $0 } }

  /// From now on it is `next`.
  public func replace(by next: TLSContext) { context.withLock { $0 = next } }
}
