import Glibc
public import Linux
public import Market

/// The messages sent to a session in all epochs whose files are there, read from the files alone: for
/// people, also while a venue runs.
public struct SessionHistory: ~Copyable {
  private let session: SessionID
  private let files: [SessionFile]
  /// Places at which a damaged message was passed over.
  public private(set) var damaged = 0

  /// The session's files below a venue's `directory`; none where it has never sent anything.
  public init(directory: String, session: SessionID) throws(SystemError) {
    self.session = session
    let folder = SessionChannel.folder(of: session, in: "\(directory)/sessions")
    files = unsafe access(folder, F_OK) == 0 ? try SessionFile.list(folder) : []
  }

  /// The epochs that have messages, in their order.
  public var epochs: [Epoch] {
    files.map(\.epoch).reduce(into: []) { epochs, epoch in
      if epochs.last != epoch { epochs.append(epoch) }
    }
  }

  /// Gives the messages `numbers` of `epoch` to `body`, in their order.
  public mutating func read(
    _ epoch: Epoch, _ numbers: ClosedRange<UInt64>, _ body: (StoredMessageHead, RawSpan) -> Void
  ) throws(SystemError) {
    for file in files where file.epoch == epoch && file.first <= numbers.upperBound {
      guard let segment = try SessionSegment.reading(file.path, session: session, epoch: epoch)
      else {
        continue
      }
      damaged += Self.read(segment, numbers, body)
    }
  }

  /// How many places were passed over.
  private static func read(
    _ segment: borrowing SessionSegment, _ numbers: ClosedRange<UInt64>,
    _ body: (StoredMessageHead, RawSpan) -> Void
  ) -> Int {
    var damaged = 0
    var offset = SessionSegment.entriesOffset
    while let entry = segment.entryBehind(offset, least: 1, end: segment.byteCount) {
      if entry.offset > offset { damaged += 1 }
      offset = entry.offset + Int(entry.head.length)
      if entry.head.msgSeqNum.rawValue > numbers.upperBound { break }
      if entry.head.msgSeqNum.rawValue >= numbers.lowerBound {
        body(entry.head, segment.message(at: entry.offset, byteCount: Int(entry.head.byteCount)))
      }
    }
    return damaged
  }
}
