public import Linux

/// Prepares the command log's next segment, and takes care of the one that was full: with durability
/// `memory` it is synced here, and in any case the kernel's memory of it is given back. So a log that
/// goes on works within the pages of three segments, and whoever holds the committer's role waits for
/// none of it.
///
/// Used by one thread; safe against `append` and `commit` by the order that `SegmentExchange` states.
public struct SegmentPreparer: ~Copyable, Sendable {
  private let exchange: SegmentExchange
  private let directory: String
  private let durability: Durability
  private var preparation: SegmentPreparation
  /// Why the last attempt to prepare a segment failed: a full disk, above all. Nil once one is ready.
  public private(set) var lastPreparationError: SystemError?

  init(_ exchange: SegmentExchange, directory: String, options: CommandLogOptions) {
    self.exchange = exchange
    self.directory = directory
    durability = options.durability
    preparation = SegmentPreparation(directory: directory, options: options)
  }

  /// Whether a segment that was full waits for a commit: also where its commands have told nobody anything,
  /// for the next one is prepared only behind that.
  public var awaitsCommit: Bool { durability == .disk && exchange.retiredSegment != nil }

  /// Takes the preparation of the next segment one slice further; to be called when idle. `isHurried`
  /// leaves it until a quarter of the present one is used.
  public mutating func prepareNextIfNeeded(isHurried: Bool = false) -> PreparationStep {
    guard exchange.needsPrepared, exchange.retiredSegment == nil else { return .idle }
    if isHurried && !exchange.isNextNeededSoon { return .idle }
    exchange.closeSynced()
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

  /// Syncs the segment that was full, where commits do not. A thrown error is final.
  public mutating func syncRetired() throws(SystemError) {
    switch durability {
    case .memory: try exchange.syncRetired(in: directory)
    case .disk: break
    }
  }
}

extension SegmentExchange {
  /// Syncs the segment that was full, if there is one, with the name of the one begun.
  func syncRetired(in directory: String) throws(SystemError) {
    guard let retired = retiredSegment else { return }
    try syncFileData(retired, path: directory)
    try syncDirectory(directory)
    didSyncRetired()
  }
}
