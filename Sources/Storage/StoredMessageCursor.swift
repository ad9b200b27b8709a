import Market

/// A place among the stored messages of a session, and how far to go.
public struct StoredMessageCursor: Sendable, Equatable {
  let session: SessionID
  let epoch: Epoch
  let through: UInt64
  /// Nothing of the range is left behind it.
  public internal(set) var isAtEnd = false
  /// The least number that is looked for.
  private(set) var least: UInt64
  /// Which file of the epoch it is in.
  private(set) var segment = 0
  /// Where the next entry begins; 0 where that is still to be found by its number.
  var offset = SessionSegment.entriesOffset
  private(set) var found: Found?
  /// What lies between the last entry and where the cursor looks.
  var passed = Passed.nothing
  /// Places found damaged on the way.
  public internal(set) var damaged = 0

  /// The entry that the cursor stands on.
  struct Found: Equatable {
    let offset: Int
    let byteCount: Int
  }

  enum Passed { case nothing, zeros, damage }

  init(_ session: SessionID, _ epoch: Epoch, from first: MsgSeqNum, through last: MsgSeqNum) {
    self.session = session
    self.epoch = epoch
    least = first.rawValue
    through = last.rawValue
  }

  mutating func enter(file index: Int, at offset: Int) {
    segment = index
    self.offset = offset
    passed = .nothing
  }

  mutating func enterNextFile() { enter(file: segment + 1, at: SessionSegment.entriesOffset) }

  /// The file can't be read.
  mutating func passOverFile() {
    damaged += 1
    enterNextFile()
  }

  mutating func stand(on head: StoredMessageHead) {
    found = Found(offset: offset, byteCount: Int(head.byteCount))
    offset += Int(head.length)
    least = head.msgSeqNum.rawValue + 1
  }
}
