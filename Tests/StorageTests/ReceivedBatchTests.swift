import Market
import Records
import Storage
import Testing

/// What is taken for a batch of another machine's log.
@Suite struct ReceivedBatchTests {
  @Test("a whole batch says where it begins and ends, and the CRC of its last record")
  func whole() {
    var bytes = batch(8, count: 3)
    bytes.sealAll()
    let found = parse(bytes, behind: 7)
    #expect(found?.first.rawValue == 8)
    #expect(found?.last.rawValue == 10)
    let length = bytes.bytes.recordLength(at: bytes.bytes.recordLength(at: 0))
    let crc = bytes.bytes.loadHead(at: bytes.count - length).crc
    #expect(found?.lastCRC == crc)
    #expect(found?.term == 0)
  }

  @Test("every byte that is another one makes it none")
  func spoiled() {
    var bytes = batch(1, count: 2)
    bytes.sealAll()
    for offset in stride(from: 0, to: bytes.count, by: 8) {
      var spoiled = batch(1, count: 2)
      spoiled.sealAll()
      spoiled.store(~spoiled.bytes.byte(at: offset), at: offset)
      let found = parse(spoiled, behind: 0)
      #expect(found == nil, "byte \(offset)")
    }
  }

  @Test("it follows the command before, and holds no more than it counts, or nothing")
  func sequences() {
    var bytes = batch(5, count: 2)
    bytes.sealAll()
    let (isEarly, isLate) = (parse(bytes, behind: 3), parse(bytes, behind: 5))
    #expect(isEarly == nil && isLate == nil)
    let length = bytes.bytes.recordLength(at: bytes.bytes.recordLength(at: 0))
    let header = parse(bytes, behind: 4, upTo: bytes.count - 2 * length)
    #expect(header?.last.rawValue == 4 && header?.first.rawValue == 5)
    #expect(header != nil && header?.lastCRC == nil)
    let cut = parse(bytes, behind: 4, upTo: bytes.count - 64)
    #expect(cut == nil)
    let short = parse(bytes, behind: 4, upTo: bytes.count - length)
    #expect(short?.last.rawValue == 5)
    var counted = batch(5, count: 2)
    var one = BatchHeader()
    one.commandCount = 1
    counted.store(one, at: RecordHead.byteCount)
    counted.sealAll()
    let found = parse(counted, behind: 4)
    #expect(found == nil)
  }

  @Test("what it calls committed came before it, and it says which term it opens")
  func header() {
    var bytes = batch(5, count: 1)
    var header = BatchHeader()
    header.commandCount = 2
    header.committedThrough = 4
    bytes.store(header, at: RecordHead.byteCount)
    var head = RecordHead()
    head.typeCode = CommandType.termOpened.rawValue
    head.sequence = Sequence(rawValue: 6)
    var opened = TermOpened()
    opened.term = 9
    bytes.append(head, body: opened)
    bytes.sealAll()
    let found = parse(bytes, behind: 4)
    #expect(found?.term == 9)
    #expect(found?.committedThrough == 4)
    header.committedThrough = 5
    bytes.store(header, at: RecordHead.byteCount)
    bytes.sealAll()
    let later = parse(bytes, behind: 4)
    #expect(later == nil)
  }

  private func parse(
    _ bytes: borrowing RecordBuffer, behind previous: UInt64, upTo end: Int? = nil
  ) -> ReceivedBatch? {
    ReceivedBatch(
      bytes.bytes.extracting(0..<(end ?? bytes.count)), behind: Sequence(rawValue: previous))
  }
}

extension RecordBuffer {
  /// Gives each record its CRC.
  mutating func sealAll() {
    var offset = 0
    while offset < count { offset += seal(at: offset).length }
  }
}

extension RawSpan {
  func byte(at offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
}
