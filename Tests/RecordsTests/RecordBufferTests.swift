import CSIMD
import Market
import Records
import Testing

@Suite struct RecordBufferTests {
  private func head(_ type: CommandType) -> RecordHead {
    var head = RecordHead()
    head.typeCode = type.rawValue
    head.sequence = Sequence(rawValue: 42)
    head.session = SessionID(rawValue: 7)
    return head
  }

  @Test("a record comes back as it was written, with its length and body length")
  func roundTrip() {
    var buffer = RecordBuffer(capacity: 1_024)
    var cancel = CancelOrder()
    cancel.orderID = OrderID(rawValue: 9)
    let offset = buffer.append(head(.cancelOrder), body: cancel)
    let bytes = buffer.bytes
    let read = bytes.loadHead(at: offset)
    let body = bytes.loadBody(CancelOrder.self, at: offset)
    #expect(read.length == 192)
    #expect(read.bodyLength == 128)
    #expect(read.session == SessionID(rawValue: 7))
    #expect(body.orderID == OrderID(rawValue: 9))
  }

  @Test("documents behind a body come back in order")
  func documents() throws {
    let documents = try ["R1", "R22", "R333"].map { TitleDocID(try #require(Text32($0))) }
    var order = NewOrder()
    order.documentCount = 3
    var buffer = RecordBuffer(capacity: 1_024)
    unsafe buffer.append(head(.newOrder), body: order, trailing: documents.span.bytes)
    let bytes = buffer.bytes
    let length = bytes.loadHead().length
    #expect(length == 384)
    for index in 0..<3 {
      let document = bytes.loadDocument(index, behind: NewOrder.self)
      #expect(document == documents[index])
    }
  }

  @Test("what lay in the padding before is not stored")
  func padding() {
    var buffer = RecordBuffer(capacity: 256)
    buffer.append(head(.cancelOrder), body: InlineArray<16, UInt64>(repeating: .max))
    buffer.removeAll()
    buffer.append(head(.tick), body: UInt64.max)
    let bytes = buffer.bytes
    let used = RecordHead.byteCount + 8
    for index in used..<128 {
      let byte = bytes.unsafeByte(at: index)
      #expect(byte == 0)
    }
  }

  @Test("a body is filled where it stands, and says nothing before")
  func inPlace() {
    var buffer = RecordBuffer(capacity: 512)
    buffer.append(head(.cancelOrder), body: InlineArray<32, UInt64>(repeating: .max))
    buffer.removeAll()
    buffer.append(head(.tick))
    let offset = buffer.append(
      head(.cancelOrder), zeroed: CancelOrder.self, trailingByteCount: 8)
    let orderID = buffer[CancelOrder.self, at: offset].orderID
    buffer[CancelOrder.self, at: offset].orderID = OrderID(rawValue: 9)
    let bytes = buffer.bytes
    let body = bytes.loadBody(CancelOrder.self, at: offset)
    let trailing = (0..<8).map { bytes.unsafeByte(at: offset + 192 + $0) }
    let read = bytes.loadHead(at: offset)
    #expect(offset == 64 && read.bodyLength == 136 && read.length == 256)
    #expect(
      orderID == .none && body.orderID == OrderID(rawValue: 9) && trailing.allSatisfy { $0 == 0 })
  }

  @Test("a body of zeros is filled in place, and another begins as a copy of it")
  func copiedBody() {
    var buffer = RecordBuffer(capacity: 512)
    buffer.append(head(.cancelOrder), body: InlineArray<32, UInt64>(repeating: .max))
    buffer.removeAll()
    let first = buffer.append(head(.cancelOrder), zeroed: CancelOrder.self)
    let isEmpty = buffer[CancelOrder.self, at: first].orderID == .none
    buffer[CancelOrder.self, at: first].orderID = OrderID(rawValue: 9)
    let second = buffer.append(head(.tick), copied: CancelOrder.self, from: first)
    buffer[CancelOrder.self, at: first].orderID = OrderID(rawValue: 10)
    let orderID = buffer[CancelOrder.self, at: second].orderID
    let bytes = buffer.bytes
    let read = bytes.loadHead(at: second)
    #expect(isEmpty && first == 0 && second == 192 && orderID == OrderID(rawValue: 9))
    #expect(read.typeCode == CommandType.tick.rawValue && read.bodyLength == 128)
  }

  @Test("a body that is not whole in the records stops the process")
  func misplacedBody() async {
    await #expect(processExitsWith: .failure) {
      var buffer = RecordBuffer(capacity: 512)
      buffer.append(RecordHead())
      buffer[CancelOrder.self, at: 0].orderID = OrderID(rawValue: 9)
    }
    await #expect(processExitsWith: .failure) {
      var buffer = RecordBuffer(capacity: 512)
      let offset = buffer.append(RecordHead(), body: CancelOrder())
      buffer[CancelOrder.self, at: offset + 8].orderID = OrderID(rawValue: 9)
    }
  }

  @Test("a sealed record's CRC tells every changed byte")
  func seal() {
    var buffer = RecordBuffer(capacity: 256)
    let offset = buffer.append(head(.epochOpened), body: EpochOpened())
    let sealed = buffer.seal(at: offset)
    let agrees = buffer.bytes.loadHead().crc == buffer.bytes.recordCRC()
    #expect(agrees && sealed.crc == buffer.bytes.loadHead().crc && sealed.length == 128)
    for index in (0..<128) where !(60..<64).contains(index) {
      let byte = buffer.bytes.unsafeByte(at: index)
      buffer.store(byte ^ 1, at: index)
      let differs = buffer.bytes.loadHead().crc != buffer.bytes.recordCRC()
      #expect(differs)
      buffer.store(byte, at: index)
    }
  }

  @Test("the CRC is CRC32C: its check value")
  func checkValue() {
    let bytes = Array("123456789".utf8)
    let whole = unsafe bytes.span.bytes.crc32c()
    let first = unsafe bytes.span.extracting(0..<4).bytes.crc32c()
    let inParts = unsafe bytes.span.extracting(4..<9).bytes.crc32c(continuing: first)
    let word = UInt32(0x3635_3433).crc32c(
      continuing: unsafe bytes.span.extracting(0..<2).bytes.crc32c())
    let behind = unsafe bytes.span.extracting(6..<9).bytes.crc32c(continuing: word)
    #expect(whole == 0xe306_9283)
    #expect(inParts == whole && behind == whole)
  }

  /// CRC32C bit by bit of the first bytes of `bytes`, of none, one, two and so on; without those that
  /// `skipped` names.
  static func bitwise(_ bytes: ArraySlice<UInt8>, skipped: Range<Int> = 0..<0) -> [UInt32] {
    var crc = UInt32.max
    var found = [~crc]
    for (place, byte) in bytes.enumerated() {
      if !skipped.contains(place) {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0x82f6_3b78 }
      }
      found.append(~crc)
    }
    return found
  }

  @Test(
    "CRCs are those of an oracle that goes bit by bit, at all lengths and places", arguments: 0..<8)
  func oracle(_ start: Int) {
    let bytes = (0..<608).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 &+ $0 >> 3) }
    let plain = Self.bitwise(bytes[start..<start + 600])
    let record = Self.bitwise(bytes[start..<start + 600], skipped: 60..<64)
    let wrong = (0...600).filter { length in
      let span = unsafe bytes.span.extracting(start..<start + length).bytes
      guard span.crc32c() == plain[length] else { return true }
      return length >= RecordHead.byteCount && span.recordCRC() != record[length]
    }
    #expect(wrong == [])
  }

  @Test("a record's CRC is the same by blocks, where the processor multiplies them, and by words")
  func byWords() {
    let bytes = (0..<16_384).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 131 &+ $0 >> 5) }
    let wrong = stride(from: 64, through: bytes.count, by: 64).filter { length in
      unsafe bytes.withUnsafeBytes { all in
        guard let base = all.baseAddress else { return true }
        let plain = unsafe csimd_record_crc32c_by_words(base, length)
        return unsafe csimd_record_crc32c(base, length) != plain
      }
    }
    #expect(wrong == [])
  }

  @Test(
    "a record's CRC is that of its bytes without the field", arguments: [64, 72, 128, 191, 320])
  func recordCRC(_ length: Int) {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }
    let head = unsafe bytes.span.extracting(0..<60).bytes.crc32c()
    let whole = unsafe bytes.span.extracting(64..<length).bytes.crc32c(continuing: head)
    let crc = unsafe bytes.span.bytes.recordCRC()
    #expect(crc == whole)
  }

  @Test("a record that does not fit stops the process: the room is the caller's duty")
  func overflow() async {
    await #expect(processExitsWith: .failure) {
      var buffer = RecordBuffer(capacity: 64)
      buffer.append(RecordHead(), body: UInt64(0))
    }
  }

  @Test(
    "a record is a multiple of 64 bytes long",
    arguments: [(8, 128), (63, 128), (64, 128), (65, 192)])
  func lengths(_ bodyLength: Int, _ length: Int) {
    var buffer = RecordBuffer(capacity: 256)
    buffer.append(RecordHead(), body: UInt64(0), trailingByteCount: bodyLength - 8)
    let count = buffer.count
    #expect(count == length && count % Limits.recordAlignment == 0)
  }

  @Test("the longest record has 16,384 bytes", arguments: [16_319, 16_320])
  func longest(_ bodyLength: Int) async {
    var buffer = RecordBuffer(capacity: 2 * Limits.recordBytes)
    buffer.append(RecordHead(), body: UInt64(0), trailingByteCount: bodyLength - 8)
    let count = buffer.count
    #expect(count == Limits.recordBytes)
    await #expect(processExitsWith: .failure) {
      var buffer = RecordBuffer(capacity: 2 * Limits.recordBytes)
      buffer.append(RecordHead(), body: UInt64(0), trailingByteCount: 16_321 - 8)
    }
  }

  @Test("nothing is left of what is wiped")
  func wipes() {
    final class Owner {}
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 256, alignment: 128)
    defer { unsafe memory.deallocate() }
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: 256)
    var buffer = unsafe RecordBuffer(
      unsafeSharing: memory, capacity: 256, count: 0, owner: Owner())
    buffer.append(head(.cancelOrder), body: InlineArray<8, UInt64>(repeating: .max))
    let used = buffer.count
    buffer.wipe()
    let count = buffer.count
    let left = (0..<256).filter { place in
      unsafe memory.load(fromByteOffset: place, as: UInt8.self) != 0
    }
    #expect([used, count] == [128, 0])
    #expect(left == [])
  }

  @Test("a record of exactly the room fits")
  func exactRoom() {
    var buffer = RecordBuffer(capacity: 128)
    buffer.append(RecordHead(), body: InlineArray<8, UInt64>(repeating: 0))
    let left = buffer.available
    #expect(left == 0)
  }
}

extension RawSpan {
  func unsafeByte(at offset: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
