import Linux

/// Reads from the disk what resends will send, so that the thread that sends waits neither for a file nor
/// for a page. Used by one thread.
public struct SessionHistoryLoader: ~Copyable, Sendable {
  private let queue: HistoryQueue
  private let directory: String

  init(_ queue: HistoryQueue, directory: String) {
    self.queue = queue
    self.directory = directory
  }

  /// Whether something waits to be read.
  public var hasWork: Bool { queue.isBehind }

  /// Reads the next piece that was asked for, half a mebibyte at most. False where there is none.
  public mutating func advance() -> Bool {
    guard let request = queue.next else { return false }
    queue.load(request, directory)
    return true
  }
}

extension HistoryQueue {
  func load(_ request: HistoryRequest, _ directory: String) {
    do throws(SystemError) {
      finish(try HistoryPiece.load(request, in: directory), nil)
    } catch {
      finish(nil, error)
    }
  }
}
