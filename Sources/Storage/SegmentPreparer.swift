public import Linux

/// Prepares the command log's next segment, beside the commits: whoever holds the committer's role
/// never waits for it.
///
/// Used by one thread; safe against `append` and `commit` by the order that `SegmentExchange` states.
public struct SegmentPreparer: ~Copyable, Sendable {
  private let exchange: SegmentExchange
  private var preparation: SegmentPreparation
  /// Why the last attempt to prepare a segment failed: a full disk, above all. Nil once one is ready.
  public private(set) var lastPreparationError: SystemError?

  init(_ exchange: SegmentExchange, directory: String, options: CommandLogOptions) {
    self.exchange = exchange
    preparation = SegmentPreparation(directory: directory, options: options)
  }

  /// Takes the preparation of the next segment one slice further; to be called when idle.
  public mutating func prepareNextIfNeeded() -> PreparationStep {
    guard exchange.needsPrepared, exchange.retiredSegment == nil else { return .idle }
    do throws(SystemError) {
      guard let descriptor = try preparation.advance() else { return .advanced }
      exchange.offer(prepared: descriptor)
      lastPreparationError = nil
      return .ready
    } catch {
      lastPreparationError = error
      return .failed(error)
    }
  }
}
