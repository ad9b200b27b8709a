import ArgumentParser
import LogText
import Market
import Records
import Storage

/// `cangdan log --verify`: the commands, and the events as the batches say of them.
struct LogVerification: ~Copyable {
  private var verifier = LogVerifier()
  private var reader: CommandLogReader
  private var events: EventFileReader
  private var chain: ChainCheck
  /// The digest of the events of the batch before, as far as the files have them.
  private var digest = EventDigest()
  private var batch = Sequence(rawValue: 0)
  private var hasEvent = false
  private var eventCount = 0
  private var eventsEnd = false

  /// Reads the whole log; prints what it is, or the first damage and throws.
  static func run(_ directory: String) throws {
    var verification = try LogVerification(directory)
    do { try verification.readAll() } catch {
      print(verification.verifier.summary)
      if case StorageError.damaged(let file, _, _) = error, file.contains("/commands/") {
        let last = verification.reader.nextSequence.rawValue - 1
        print(
          "whole through command \(last); mend it from a copy: cangdan log \(directory) --repair COPY; "
            + "without one: cangdan help log, --set-aside")
      }
      throw error
    }
    verification.tell()
  }

  private init(_ directory: String) throws(StorageError) {
    let chain = try ChainCheck(directory: directory)
    reader = try CommandLogReader(directory: directory)
    events = EventFileReader(directory: directory, from: 0)
    self.chain = chain
  }

  private mutating func readAll() throws {
    var progress = Progress("verified")
    defer { progress.end() }
    while try reader.next() {
      if let problem = verifier.check(reader.record) {
        throw StorageError.damaged(
          file: reader.file, offset: reader.fileOffset, reason: problem)
      }
      try chain.take(reader)
      if reader.record.loadHead().typeCode == CommandType.batch.rawValue { try compareEvents() }
      progress.advance(to: verifier.commandCount)
    }
    if let problem = verifier.checkEnd(isTorn: reader.tornTail != nil) {
      throw StorageError.damaged(file: reader.file, offset: reader.fileOffset, reason: problem)
    }
    try takeEvents(before: .max)
    if let reason = events.tornTail, reader.tornTail == nil {
      throw StorageError.damaged(
        file: events.file, offset: events.fileOffset,
        reason:
          "\(reason) where events stand; the next start makes it and all behind it again from the commands"
      )
    }
  }

  /// Compares the events of the batch before with what this one's header says of them.
  private mutating func compareEvents() throws {
    let head = reader.record.loadHead()
    let header = reader.record.loadBody(BatchHeader.self)
    try takeEvents(before: head.sequence.rawValue)
    let said = EventDigest(count: header.previousEventCount, crc: header.previousEventCRC)
    if batch.rawValue > 0, !eventsEnd, digest != said {
      throw StorageError.damaged(
        file: events.file, offset: events.fileOffset,
        reason:
          "the \(digest.count) events of the batch from command \(batch.rawValue) end in front of it with CRC "
          + "\(String(digest.crc, radix: 16)), the next batch says \(said.count) with \(String(said.crc, radix: 16))"
      )
    }
    digest = EventDigest()
    batch = head.sequence
  }

  /// Takes the events of the commands below `sequence`; the first one behind them waits.
  private mutating func takeEvents(before sequence: UInt64) throws {
    while !eventsEnd {
      if !hasEvent {
        guard try events.next() else {
          eventsEnd = true
          return
        }
        hasEvent = true
      }
      let head = events.record.loadHead()
      guard head.sequence.rawValue < sequence else { return }
      digest.add(head.crc)
      eventCount += 1
      hasEvent = false
    }
  }

  private func tell() {
    let tail = reader.tornTail.map { "; a torn tail behind it, \($0)" } ?? ""
    print("\(verifier.summary), \(eventCount) events, no damage\(tail)")
    if let value = chain.value {
      print("chain \(value), \(chain.comparedCount) segments as sealed")
    }
  }
}
