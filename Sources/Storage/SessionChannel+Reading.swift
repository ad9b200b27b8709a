import Glibc
import Linux
import Market

extension SessionChannel {
  /// A cursor before the first entry whose number is at least `first`.
  func cursor(from first: MsgSeqNum, through last: MsgSeqNum) -> StoredMessageCursor {
    var cursor = StoredMessageCursor(session, epoch, from: first, through: last)
    if let index = segments.lastIndex(where: { $0.first <= first.rawValue }) {
      cursor.enter(file: index, at: 0)
    }
    return cursor
  }

  /// Moves `cursor` to the first entry at or behind where it stands. Nil where there is none, which
  /// `isAtEnd` tells, where `looks` places were looked at, or where the file is still being read.
  mutating func next(
    _ cursor: inout StoredMessageCursor, looks: inout Int, _ files: borrowing SessionFiles
  ) -> StoredMessageHead? {
    while !cursor.isAtEnd, looks > 0 {
      if cursor.epoch != epoch || cursor.least > cursor.through
        || cursor.segment >= segments.count
      {
        cursor.isAtEnd = true
        return nil
      }
      switch hold(&cursor, files) {
      case .ready: if let head = nextInPiece(&cursor, looks: &looks) { return head }
      case .waits: return nil
      case .isUnreadable:
        damaged += 1
        cursor.passOverFile()
      }
    }
    return nil
  }

  /// Where entries end in the file that the cursor is in.
  private func entriesEnd(_ cursor: StoredMessageCursor) -> Int {
    cursor.segment == segments.count - 1 ? end : .max
  }

  private mutating func nextInPiece(
    _ cursor: inout StoredMessageCursor, looks: inout Int
  ) -> StoredMessageHead? {
    let end = entriesEnd(cursor)
    let before = cursor.damaged
    let head = reading?.next(&cursor, looks: &looks, entriesEnd: end) ?? nil
    damaged += cursor.damaged - before
    return head
  }

  /// The bytes of the message that the cursor stands on.
  @_lifetime(borrow self)
  func bytes(of cursor: StoredMessageCursor) -> RawSpan {
    guard let found = cursor.found else { preconditionFailure("next has found a message") }
    let address = unsafe reading?.address(of: found)
    guard let start = unsafe address else { preconditionFailure("the message's file is mapped") }
    let bytes = unsafe RawSpan(_unsafeStart: start, byteCount: found.byteCount)
    return unsafe _overrideLifetime(bytes, borrowing: self)
  }
}

extension SessionChannel {
  /// The last entry whose number is at most `number`; nil where there is none, or where its file can't be read.
  func last(upTo number: UInt64) -> StoredMessageHead? {
    if let last, last.msgSeqNum.rawValue <= number { return last }
    for file in segments.reversed() where file.first <= number {
      do throws(SystemError) {
        if let head = try last(upTo: number, in: file) { return head }
      } catch { return nil }
    }
    return nil
  }

  private func last(upTo number: UInt64, in file: Segment) throws(SystemError) -> StoredMessageHead?
  {
    guard let segment = try SessionSegment.reading(file.path, session: session, epoch: epoch) else {
      return nil
    }
    var offset = segment.indexed(atMost: number, end: segment.byteCount).offset
    var found: StoredMessageHead?
    while let entry = segment.entryBehind(offset, least: 1, end: segment.byteCount),
      entry.head.msgSeqNum.rawValue <= number
    {
      found = entry.head
      offset = entry.offset + Int(entry.head.length)
    }
    return found
  }
}

/// What is read is had in memory first.
extension SessionChannel {
  private enum Hold { case ready, waits, isUnreadable }

  /// Has the piece with the cursor's next entry in `reading`, or asks for it.
  ///
  /// A file that can't be read is passed over like one that is damaged; where only descriptors or memory
  /// are short, it is asked for again.
  private mutating func hold(
    _ cursor: inout StoredMessageCursor, _ files: borrowing SessionFiles
  ) -> Hold {
    while true {
      let request = HistoryRequest(
        session: session, epoch: epoch, first: segments[cursor.segment].first,
        offset: cursor.offset, number: cursor.least)
      if holds(request) {
        askAhead(cursor, files)
        return .ready
      }
      if asked == nil { ask(request, files) }
      guard let asked, files.history.isLoaded(asked.number) else { return .waits }
      self.asked = nil
      do throws(SystemError) {
        let piece = try files.history.take(asked.number)
        if asked.request == request { cursor.offset = piece.entry }
        reading = consume piece
      } catch {
        if Self.isShortage(error.code) { return .waits }
        if asked.request == request { return .isUnreadable }
      }
    }
  }

  private static func isShortage(_ code: CInt) -> Bool {
    code == EMFILE || code == ENFILE || code == ENOMEM || code == EAGAIN
  }

  private func holds(_ request: HistoryRequest) -> Bool {
    reading?.holds(request) ?? false
  }

  private mutating func ask(_ request: HistoryRequest, _ files: borrowing SessionFiles) {
    guard let number = files.history.ask(request) else { return }
    asked = AskedPiece(number: number, request: request)
    if !files.history.hasLoader { files.history.load(request, files.directory) }
  }

  /// Asks for what follows the piece that is read now, from its middle on.
  private mutating func askAhead(_ cursor: StoredMessageCursor, _ files: borrowing SessionFiles) {
    guard asked == nil, files.history.hasLoader, let offset = reading?.ahead(of: cursor) else {
      return
    }
    let isBehind = offset == SessionSegment.entriesOffset
    let index = isBehind ? cursor.segment + 1 : cursor.segment
    guard index < segments.count, segments[index].first <= cursor.through,
      offset < (index == segments.count - 1 ? end : .max)
    else { return }
    ask(
      HistoryRequest(
        session: session, epoch: epoch, first: segments[index].first, offset: offset,
        number: cursor.least), files)
  }

  /// Lets go of what was read, and of what was to be read.
  mutating func endReading(_ files: borrowing SessionFiles) {
    reading = nil
    if let asked { files.history.abandon(asked.number) }
    asked = nil
  }
}

/// A piece that was asked for.
struct AskedPiece: Sendable {
  let number: UInt64
  let request: HistoryRequest
}
