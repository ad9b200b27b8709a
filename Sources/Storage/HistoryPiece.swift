import Glibc
import Linux
import Market

/// A piece of a file of sent messages, mapped to be read, all of it in memory when it was loaded.
///
/// It begins with a page. What follows is in the next piece, which begins before this one ends, so that
/// every entry is whole in one of them.
struct HistoryPiece: ~Copyable, Sendable {
  let segment: SessionSegment
  /// The first number of the file.
  let first: UInt64
  /// The length of the file.
  let fileBytes: Int
  /// Where the entry begins that was asked for, or one a little before it.
  let entry: Int

  private static var pieceBytes: Int { 512 << 10 }
  private static var pageBytes: Int { 4_096 }

  /// Whether the entry that is asked for is whole in it.
  func holds(_ request: HistoryRequest) -> Bool {
    request.offset > 0 && request.first == first && request.offset >= segment.start
      && request.offset < wholeEnd
  }

  /// An entry that begins before is whole in this piece.
  private var wholeEnd: Int { isLast ? fileBytes : segment.end - SessionSegment.entryBytesMost }

  private var isLast: Bool { segment.end == fileBytes }

  /// Where the bytes of the message are on which a cursor stands.
  ///
  /// *Safety:* valid as long as the piece is.
  func address(of found: StoredMessageCursor.Found) -> UnsafeRawPointer {
    unsafe segment.address(ofMessageAt: found.offset, byteCount: found.byteCount)
  }

  /// Once the cursor is in the second half: where the next piece is to begin, in this file, or with the
  /// entries of the next one.
  func ahead(of cursor: StoredMessageCursor) -> Int? {
    if cursor.offset < (segment.start + wholeEnd) / 2 { return nil }
    return isLast ? SessionSegment.entriesOffset : wholeEnd
  }

  /// Maps and reads the piece for which `request` asks, and waits for the disk.
  static func load(
    _ request: HistoryRequest, in directory: String
  ) throws(SystemError) -> HistoryPiece {
    let path = SessionChannel.path(
      of: request.session, request.epoch, request.first, in: directory)
    let file = try File.open(path, O_RDONLY)
    let fileBytes = try file.byteCount()
    var offset = request.offset
    if offset == 0 && fileBytes > SessionSegment.entriesOffset {
      let whole = SessionSegment(
        try MappedFile(file, writable: false), session: request.session, epoch: request.epoch)
      offset = whole.indexed(atMost: request.number, end: fileBytes).offset
    }
    guard offset > 0, offset < fileBytes else {
      throw SystemError("mmap", code: EINVAL, subject: path)
    }
    let start = offset & ~(pageBytes - 1)
    let map = try MappedFile(
      file, start..<min(start + pieceBytes, fileBytes), writable: false)
    try map.populateForReading()
    let segment = SessionSegment(
      map, session: request.session, epoch: request.epoch, start: start)
    return HistoryPiece(
      segment: segment, first: request.first, fileBytes: fileBytes, entry: offset)
  }
}

extension HistoryPiece {
  /// Moves `cursor` to the next entry in the piece; nil where there is none, or where `looks` places
  /// were looked at. At the end of the file's entries the cursor enters the next file.
  func next(
    _ cursor: inout StoredMessageCursor, looks: inout Int, entriesEnd: Int
  ) -> StoredMessageHead? {
    let end = min(entriesEnd, fileBytes)
    let limit = min(end, wholeEnd)
    while looks > 0, cursor.offset < limit {
      looks -= 1
      guard let head = segment.entry(at: cursor.offset, least: 0, end: min(end, segment.end))
      else {
        passOver(&cursor, end: min(end, segment.end))
        continue
      }
      if cursor.passed != .nothing { cursor.damaged += 1 }
      cursor.passed = .nothing
      if head.msgSeqNum.rawValue > cursor.through {
        cursor.isAtEnd = true
        return nil
      }
      if head.msgSeqNum.rawValue >= cursor.least {
        cursor.stand(on: head)
        // A file may be full to its last byte: behind it there is nothing that could be read.
        if cursor.offset >= fileBytes { cursor.enterNextFile() }
        return head
      }
      cursor.offset += Int(head.length)
    }
    if cursor.offset >= end {
      if cursor.passed == .damage { cursor.damaged += 1 }
      cursor.enterNextFile()
    }
    return nil
  }

  /// What is no entry is damaged if there is anything, at the latest when an entry follows.
  private func passOver(_ cursor: inout StoredMessageCursor, end: Int) {
    let behind = min(cursor.offset + StoredMessageHead.alignment, end)
    let isZero = segment.isZero(from: cursor.offset, to: behind)
    if cursor.passed != .damage { cursor.passed = isZero ? .zeros : .damage }
    cursor.offset = behind
  }
}

/// Which piece is wanted: that of the entry at `offset`, or, where that is 0, of the entry of a number.
struct HistoryRequest: Sendable, Equatable {
  let session: SessionID
  let epoch: Epoch
  /// The first number of the file.
  let first: UInt64
  let offset: Int
  let number: UInt64
}
