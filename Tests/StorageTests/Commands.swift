import Linux
import Market
import Records
import Storage

/// A batch of `count` commands from `first` on. Its header and each command have 128 bytes; a command
/// has no zeros at its end.
func batch(_ first: UInt64, count: Int, trailing: Int = 48) -> RecordBuffer {
  var buffer = RecordBuffer(capacity: 1 << 16)
  var head = RecordHead()
  head.typeCode = CommandType.batch.rawValue
  head.sequence = Sequence(rawValue: first)
  var header = BatchHeader()
  header.commandCount = UInt32(count)
  buffer.append(head, body: header)
  let text = [UInt8](repeating: UInt8(ascii: "x"), count: trailing)
  for sequence in first..<first + UInt64(count) {
    head.typeCode = CommandType.setPhase.rawValue
    head.sequence = Sequence(rawValue: sequence)
    unsafe buffer.append(head, body: SetPhase(), trailing: text.span.bytes)
  }
  return buffer
}

extension CommandLog {
  /// Appends a batch of `count` commands.
  mutating func append(_ count: Int, trailing: Int = 48) throws -> AppendOutcome {
    var records = batch(nextSequence.rawValue, count: count, trailing: trailing)
    return try append(&records)
  }

  /// Appends a batch of `count` commands and commits it, in the next segment where it takes one.
  mutating func append(
    _ count: Int, trailing: Int = 48, committedBy committer: inout TestCommitter
  ) throws {
    while try append(count, trailing: trailing) == .noRoom { committer.prepare() }
    _ = try committer.commit()
    committer.prepare()
  }
}

/// Small segments: a header and 16 KiB of records.
let smallSegments = CommandLogOptions(segmentBytes: 20_480, sliceBytes: 4_096)

func openLog(
  _ directory: borrowing StorageDirectory, options: CommandLogOptions = smallSegments
) throws(StorageError) -> CommandLog {
  try CommandLog.open(in: directory, coreVersion: 7, newLogID: 42, options: options)
}

/// The sequences of all commands in the log.
func sequences(_ path: String, from first: UInt64 = 1) throws -> [UInt64] {
  var reader = try CommandLogReader(directory: path, from: Sequence(rawValue: first))
  var found: [UInt64] = []
  while try reader.next() {
    let head = reader.record.loadHead()
    if head.typeCode != CommandType.batch.rawValue { found.append(head.sequence.rawValue) }
  }
  return found
}

/// Both of the committer's tools, as its thread has them.
struct TestCommitter: ~Copyable {
  var handle: CommitHandle
  var preparer: SegmentPreparer

  var lastPreparationError: SystemError? { preparer.lastPreparationError }
  var appendedSequence: Sequence { handle.appendedSequence }
  var committedSequence: Sequence { handle.committedSequence }

  mutating func commit() throws(SystemError) -> Sequence { try handle.commit() }

  mutating func finish() throws(SystemError) { try handle.finish() }

  mutating func prepareNextIfNeeded() -> PreparationStep { preparer.prepareNextIfNeeded() }

  /// Goes on until the next segment is ready.
  mutating func prepare() {
    while prepareNextIfNeeded() == .advanced {}
  }
}

extension CommandLog {
  func makeCommitter() -> TestCommitter {
    TestCommitter(handle: makeCommitHandle(), preparer: makePreparer())
  }
}
