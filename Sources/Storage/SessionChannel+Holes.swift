import Glibc
import Linux
import Market

/// A loss of power may take any page and any file of a session's messages: each reaches the disk by itself. What stands
/// before the first hole is known to be all that was sent up to there; what stands behind it says nothing of what
/// is missing.
///
/// Entries follow each other without a space, and a file's name is the number behind the last one before it, 1 of
/// the first: so a hole shows wherever it is, whatever numbers were passed over.
extension SessionChannel {
  /// Cuts off what is behind the first hole in an epoch's files, all of them in their order; those that stay.
  mutating func cutBehindHole(
    _ epoch: Epoch, _ all: [Segment]
  ) throws(SystemError) -> [Segment] {
    var next: UInt64 = 1
    for (place, file) in all.enumerated() {
      let isMissing = file.first != next
      if !isMissing, try isWhole(file, epoch, next: &next) { continue }
      hasHole = true
      // From the last one on, so that what stays begins with the first whenever this ends.
      let kept = isMissing ? place : place + 1
      for behind in all[kept...].reversed() { try removeFile(behind.path) }
      return Array(all[..<kept])
    }
    return all
  }

  /// Whether nothing is behind the entries that follow each other from the file's beginning, which is cut off;
  /// `next` goes to the number behind them.
  private func isWhole(
    _ file: Segment, _ epoch: Epoch, next: inout UInt64
  ) throws(SystemError) -> Bool {
    let opened = try File.open(file.path, O_RDWR)
    let size = try opened.byteCount()
    if size <= SessionSegment.entriesOffset { return true }
    let map = try MappedFile(opened, writable: true)
    var segment = SessionSegment(map, session: session, epoch: epoch)
    var end = SessionSegment.entriesOffset
    var entryCount = 0
    while let head = segment.entry(at: end, least: next, end: size) {
      next = head.msgSeqNum.rawValue + 1
      end += Int(head.length)
      entryCount += 1
    }
    if segment.isZero(from: end, to: size) { return true }
    segment.cut(at: end, entryCount: entryCount)
    return false
  }
}
