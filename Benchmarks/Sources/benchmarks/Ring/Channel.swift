/// The sending end of what is measured: the ring under a wait strategy, or the locked queue.
protocol Sender: ~Copyable, Sendable {
  /// Sends `record`, waiting for room; the number of times that it had to wait.
  mutating func send(_ record: RawSpan) -> Int
  /// Shows the receiver what was sent.
  mutating func flush()
}

/// The receiving end.
protocol Receiver: ~Copyable, Sendable {
  /// Gives what is there to `body`; if there is nothing, waits by its strategy.
  mutating func receive(_ body: (RawSpan) -> Void)
}
