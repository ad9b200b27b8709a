import LogText
import Market
import Records
import Testing

@Suite struct LogVerifierTests {
  /// One record of a log.
  struct Entry: Sendable {
    var type: CommandType
    var sequence: UInt64
    var count: UInt32 = 0
    var time: Int64?
    var position: UInt64 = 0
    var committed: UInt64 = 0
  }

  /// What the verifier says to the first record that is wrong.
  static func verify(_ entries: [Entry]) -> (problem: String?, verifier: LogVerifier) {
    var verifier = LogVerifier()
    for entry in entries {
      var head = head(entry.type, entry.sequence)
      if let time = entry.time { head.time = Instant(nanoseconds: time) }
      var body = BatchHeader()
      body.commandCount = entry.count
      body.eventPosition = entry.position
      body.committedThrough = entry.committed
      var buffer = RecordBuffer(capacity: 4_096)
      buffer.append(head, body: body)
      if let problem = verifier.check(buffer.bytes) { return (problem, verifier) }
    }
    return (nil, verifier)
  }

  static let opening = [
    Entry(type: .batch, sequence: 1, count: 2), Entry(type: .logOpened, sequence: 1),
    Entry(type: .tick, sequence: 2),
  ]

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var next: [Entry]
    var problem: String?
  }

  static let rows: [Row] = [
    Row(
      testDescription: "another batch",
      next: [Entry(type: .batch, sequence: 3, count: 1), Entry(type: .tick, sequence: 3)]),
    Row(
      testDescription: "a command too many", next: [Entry(type: .tick, sequence: 3)],
      problem: "a command that no batch header counts"),
    Row(
      testDescription: "a batch of none", next: [Entry(type: .batch, sequence: 3)],
      problem: "a batch of no commands"),
    Row(
      testDescription: "a command too few",
      next: [
        Entry(type: .batch, sequence: 3, count: 2), Entry(type: .tick, sequence: 3),
        Entry(type: .batch, sequence: 4, count: 1), Entry(type: .tick, sequence: 4),
      ], problem: "the batch before it ends 1 commands early"),
    Row(
      testDescription: "a command too few, where the process started again",
      next: [
        Entry(type: .batch, sequence: 3, count: 2), Entry(type: .tick, sequence: 3),
        Entry(type: .batch, sequence: 4, count: 1), Entry(type: .processRestarted, sequence: 4),
      ]),
    Row(
      testDescription: "time goes back",
      next: [Entry(type: .batch, sequence: 3, count: 1, time: 1)],
      problem:
        "time 1970-01-01T00:00:00.000000001Z after 2026-11-18T11:06:40.000000002Z"),
    Row(
      testDescription: "committed before it was written",
      next: [Entry(type: .batch, sequence: 3, count: 1, committed: 3)],
      problem: "committed through 3 before it was written"),
  ]

  @Test("what belongs together", arguments: rows)
  func check(_ row: Row) {
    #expect(Self.verify(Self.opening + row.next).problem == row.problem)
  }

  @Test("a log begins with logOpened, its end may be short where it is torn")
  func ends() {
    let first = [
      Entry(type: .batch, sequence: 1, count: 1), Entry(type: .tick, sequence: 1),
    ]
    #expect(Self.verify(first).problem == "the log begins with tick")
    let short = Self.verify([
      Entry(type: .batch, sequence: 1, count: 2), Entry(type: .logOpened, sequence: 1),
    ])
    #expect(short.verifier.checkEnd(isTorn: false) == "the last batch ends 1 commands early")
    #expect(short.verifier.checkEnd(isTorn: true) == nil)
  }

  @Test("the summary counts commands, not batches")
  func summary() {
    #expect(
      Self.verify(Self.opening).verifier.summary
        == "2 commands, last sequence 2, from 2026-11-18T11:06:40.000000001Z "
        + "to 2026-11-18T11:06:40.000000002Z")
    #expect(LogVerifier().summary == "0 commands, last sequence 0")
  }
}
