import Linux
import Market

/// A place among the stored messages of a session, and how far to go.
public struct StoredMessageCursor: Sendable, Equatable {
  let session: SessionID
  let epoch: Epoch
  let through: UInt64
  fileprivate(set) var least: UInt64
  fileprivate var segment = 0
  fileprivate var offset = SessionSegment.entriesOffset
  fileprivate var isPast = false
  fileprivate var found: Found?

  /// The entry that the cursor stands on.
  fileprivate struct Found: Equatable {
    let segment: Int
    let offset: Int
    let byteCount: Int
  }

  init(_ session: SessionID, _ epoch: Epoch, from first: MsgSeqNum, through last: MsgSeqNum) {
    self.session = session
    self.epoch = epoch
    least = first.rawValue
    through = last.rawValue
  }

  fileprivate mutating func stand(on head: StoredMessageHead) {
    found = Found(segment: segment, offset: offset, byteCount: Int(head.byteCount))
    offset += Int(head.length)
    least = head.msgSeqNum.rawValue + 1
  }
}

extension SessionChannel {
  /// Moves `cursor` to the first entry at or behind where it stands. Nil where there is none.
  mutating func next(
    _ cursor: inout StoredMessageCursor
  ) throws(SystemError) -> StoredMessageHead? {
    guard cursor.epoch == epoch else { return nil }
    while cursor.segment < segments.count, cursor.least <= cursor.through {
      if let head = try nextInSegment(&cursor) { return head }
      if cursor.isPast { return nil }
      cursor.segment += 1
      cursor.offset = SessionSegment.entriesOffset
    }
    return nil
  }

  /// A cursor before the first entry whose number is at least `first`.
  mutating func cursor(
    from first: MsgSeqNum, through last: MsgSeqNum
  ) throws(SystemError) -> StoredMessageCursor {
    var cursor = StoredMessageCursor(session, epoch, from: first, through: last)
    guard let index = segments.lastIndex(where: { $0.first <= first.rawValue }) else {
      return cursor
    }
    cursor.segment = index
    cursor.offset = try withSegment(index) { segment, end in
      segment.indexed(atMost: first.rawValue, end: end).offset
    }
    return cursor
  }

  private mutating func nextInSegment(
    _ cursor: inout StoredMessageCursor
  ) throws(SystemError) -> StoredMessageHead? {
    let start = cursor.offset
    let least = cursor.least
    let step = try withSegment(cursor.segment) { segment, end -> Step in
      Step(segment, from: start, least: least, end: end)
    }
    damaged += step.damaged
    cursor.offset = step.offset
    guard let head = step.head else { return nil }
    if head.msgSeqNum.rawValue > cursor.through {
      cursor.isPast = true
      return nil
    }
    cursor.stand(on: head)
    return head
  }

  /// Makes `index` readable and gives it with the end of its entries.
  private mutating func withSegment<Result>(
    _ index: Int, _ body: (borrowing SessionSegment, Int) -> Result
  ) throws(SystemError) -> Result {
    if index == segments.count - 1 {
      let segment =
        if let mapped = writing.take() { mapped } else {
          try map(segments[index], writable: true)
        }
      let result = body(segment, end)
      writing = consume segment
      return result
    }
    let segment =
      if readingIndex == index, let mapped = reading.take() { mapped } else {
        try map(segments[index], writable: false)
      }
    readingIndex = index
    let result = body(segment, segment.byteCount)
    reading = consume segment
    return result
  }

  /// The bytes of the message that the cursor stands on.
  @_lifetime(borrow self)
  func bytes(of cursor: StoredMessageCursor) -> RawSpan {
    guard let found = cursor.found else { preconditionFailure("next has found a message") }
    let isLast = found.segment == segments.count - 1
    precondition(isLast || readingIndex == found.segment, "the message's file is mapped")
    let address =
      if isLast {
        unsafe writing?.address(ofMessageAt: found.offset, byteCount: found.byteCount)
      } else {
        unsafe reading?.address(ofMessageAt: found.offset, byteCount: found.byteCount)
      }
    guard let start = unsafe address else { preconditionFailure("the message's file is mapped") }
    let bytes = unsafe RawSpan(_unsafeStart: start, byteCount: found.byteCount)
    return unsafe _overrideLifetime(bytes, borrowing: self)
  }
}

/// The next entry with a number that is asked for, and what was damaged on the way.
private struct Step {
  var offset: Int
  var head: StoredMessageHead?
  var damaged = 0

  init(_ segment: borrowing SessionSegment, from start: Int, least: UInt64, end: Int) {
    offset = start
    while offset < end {
      if let entry = segment.entry(at: offset, least: 0, end: end) {
        if entry.msgSeqNum.rawValue >= least {
          head = entry
          return
        }
        offset += Int(entry.length)
      } else if let behind = segment.entryBehind(offset, least: 0, end: end) {
        damaged += 1
        offset = behind.offset
      } else {
        damaged += segment.isZero(from: offset, to: end) ? 0 : 1
        offset = end
      }
    }
  }
}
