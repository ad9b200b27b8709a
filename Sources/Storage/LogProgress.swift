public import Market

/// How far a command log is, asked from any thread while engine and committer go on.
public struct LogProgress: Sendable {
  private let exchange: SegmentExchange

  init(_ exchange: SegmentExchange) { self.exchange = exchange }

  /// The last command that was written; its batch is whole in the files.
  public var appended: Sequence { Sequence(rawValue: exchange.appendedSequence) }

  /// The last command that is as durable here as configured.
  public var committed: Sequence { Sequence(rawValue: exchange.committedSequence) }
}
