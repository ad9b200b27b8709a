import Memory
import Testing

@Suite struct ByteBufferTests {
  static func bytes(_ buffer: borrowing ByteBuffer) -> [UInt8] {
    var copy = [UInt8]()
    let readable = buffer.readable
    for offset in readable.byteOffsets {
      copy.append(unsafe readable.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
    }
    return copy
  }

  static func append(_ bytes: [UInt8], to buffer: inout ByteBuffer) -> Bool {
    unsafe buffer.append(bytes.span.bytes)
  }

  @Test("what is appended is readable, in order")
  func appends() {
    var buffer = ByteBuffer(capacity: 8)
    let wasEmpty = buffer.isEmpty
    let fits = Self.append([1, 2, 3], to: &buffer) && Self.append([], to: &buffer)
    let read = Self.bytes(buffer)
    let free = buffer.freeBytes
    #expect(wasEmpty)
    #expect(fits)
    #expect(read == [1, 2, 3])
    #expect(free == 5)
  }

  @Test("as many bytes as are free are appended, one more is not", arguments: 0...4, 0...5)
  func appendsUpToCapacity(alreadyRead: Int, appended: Int) {
    var buffer = ByteBuffer(capacity: 4)
    _ = Self.append([1, 2, 3, 4], to: &buffer)
    buffer.didRead(alreadyRead)
    let fits = Self.append([UInt8](repeating: 9, count: appended), to: &buffer)
    let left = Array<UInt8>([1, 2, 3, 4].dropFirst(alreadyRead))
    let read = Self.bytes(buffer)
    #expect(fits == (appended <= alreadyRead))
    #expect(read == left + [UInt8](repeating: 9, count: fits ? appended : 0))
  }

  @Test("compacting keeps what is readable", arguments: 0...4)
  func compacts(alreadyRead: Int) {
    var buffer = ByteBuffer(capacity: 6)
    _ = Self.append([1, 2, 3, 4], to: &buffer)
    buffer.didRead(alreadyRead)
    buffer.compact()
    let read = Self.bytes(buffer)
    let writable = buffer.writableCount
    #expect(read == Array([1, 2, 3, 4].dropFirst(alreadyRead)))
    #expect(writable == 2 + alreadyRead)
  }

  @Test("bytes written into the tail are readable after didWrite")
  func writesTail() {
    var buffer = ByteBuffer(capacity: 4)
    _ = Self.append([1], to: &buffer)
    var tail = buffer.writable
    let tailCount = tail.byteCount
    tail.storeBytes(of: 2, as: UInt8.self)
    tail.storeBytes(of: 3, toByteOffset: 1, as: UInt8.self)
    buffer.didWrite(2)
    let read = Self.bytes(buffer)
    #expect(tailCount == 3)
    #expect(read == [1, 2, 3])
  }

  @Test("an emptied buffer starts again at its front")
  func startsAgain() {
    var buffer = ByteBuffer(capacity: 4)
    _ = Self.append([1, 2, 3], to: &buffer)
    buffer.didRead(3)
    let writable = buffer.writableCount
    #expect(writable == 4)
  }

  @Test("a call into C sees the readable bytes and fills the tail")
  func unsafeAccess() {
    var buffer = ByteBuffer(capacity: 4)
    _ = Self.append([5], to: &buffer)
    let written = unsafe buffer.withUnsafeWritable { tail in
      unsafe tail.copyBytes(from: [6, 7])
      return tail.count
    }
    buffer.didWrite(2)
    let sum = unsafe buffer.withUnsafeReadable { unsafe $0.reduce(0) { $0 + Int($1) } }
    #expect(written == 3)
    #expect(sum == 18)
  }

  @Test("what was read, forgotten or moved is wiped, what is readable stays")
  func wiping() {
    var buffer = ByteBuffer(capacity: 8)
    _ = Self.append([1, 2, 3, 4, 5, 6], to: &buffer)
    buffer.didRead(2)
    buffer.compact()
    buffer.didRead(1)
    buffer.wipeUnused()
    let all = unsafe buffer.withUnsafeReadable { readable in
      let start = unsafe readable.baseAddress.map { unsafe $0 - 1 }
      return unsafe Array(UnsafeRawBufferPointer(start: start, count: 8))
    }
    #expect(all == [0, 4, 5, 6, 0, 0, 0, 0])
  }

  @Test("64 bytes behind the written end of a full buffer can be loaded")
  func slackIsReadable() {
    var buffer = ByteBuffer(capacity: 1)
    _ = Self.append([5], to: &buffer)
    let sum = unsafe buffer.withUnsafeReadable { readable in
      let slack = unsafe UnsafeRawBufferPointer(
        start: readable.baseAddress, count: 1 + ByteBuffer.slackBytes)
      return unsafe slack.reduce(0) { $0 + Int($1) }
    }
    #expect(sum == 5)
  }

  @Test("more written than free, or more read than written, stops the process")
  func misuseIsChecked() async {
    await #expect(processExitsWith: .failure) {
      var buffer = ByteBuffer(capacity: 4)
      buffer.didWrite(5)
    }
    await #expect(processExitsWith: .failure) {
      var buffer = ByteBuffer(capacity: 4)
      buffer.didWrite(2)
      buffer.didRead(3)
    }
    await #expect(processExitsWith: .failure) {
      var buffer = ByteBuffer(capacity: 4)
      buffer.didRead(-1)
    }
  }
}
