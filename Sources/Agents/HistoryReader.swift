public import Storage

/// Reads what resends will send, so that the gateway's thread never waits for the disk.
///
/// Owner: a thread of its own. It sleeps until the gateway asks for a piece, and wakes it when the piece
/// is there.
public struct HistoryReader: ~Copyable {
  private var loader: SessionHistoryLoader
  /// Where its thread sleeps.
  public let parking: Parking
  private let gateway: Parking

  public init(_ loader: consuming SessionHistoryLoader, parking: Parking, gateway: Parking) {
    self.loader = loader
    self.parking = parking
    self.gateway = gateway
  }

  /// Whether the gateway has asked for something.
  public var hasWork: Bool { loader.hasWork }

  /// Reads one piece. Returns the amount of work.
  public mutating func doWork() -> Int {
    guard loader.advance() else { return 0 }
    gateway.signal()
    return 1
  }
}
