import Memory
import Storage

/// Tables as a core has them and lists as lie beside it, small, which a snapshot is read into.
struct TransferredState: ~Copyable, StateHolder {
  private var number: UInt64 = 0
  private var words = Slab(capacity: 3, repeating: UInt32(0))
  private var bytes = Slab(capacity: 5, repeating: UInt8(0))
  private var list: [UInt16] = []
  private var table: [UInt32: UInt8] = [:]
  private var kinds: Set<UInt16> = []

  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&number)
    transfer.move(&words)
    transfer.move(&bytes)
    transfer.move(&list)
    transfer.move(&table)
    transfer.move(&kinds)
  }

  /// What was read to its end is written again, in no more bytes than there were, and read again as the same.
  mutating func judge(bytes most: Int) {
    var writing = StateWriting(into: WrittenBytes())
    transfer(by: &writing)
    let bytes = writing.sink.bytes
    precondition(bytes.count <= most, "\(bytes.count) bytes of \(most)")
    var other = TransferredState()
    var reading = StateReading(from: WrittenBytes(bytes))
    other.transfer(by: &reading)
    let isRead = reading.failure == nil && reading.source.isAtEnd
    precondition(isRead && other.isSame(as: self), "what is written is read as it was")
  }

  private func isSame(as other: borrowing TransferredState) -> Bool {
    for place in UInt32(0)..<3 where words[place] != other.words[place] { return false }
    for place in UInt32(0)..<5 where bytes[place] != other.bytes[place] { return false }
    return number == other.number && list == other.list && table == other.table
      && kinds == other.kinds
  }
}

/// A state in memory.
struct WrittenBytes: ~Copyable, StateSink, StateSource {
  private(set) var bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  mutating func take(_ part: RawSpan) {
    bytes += unsafe part.withUnsafeBytes { unsafe Array($0) }
  }

  mutating func fill(_ target: inout MutableRawSpan) -> Bool {
    guard place + target.byteCount <= bytes.count else { return false }
    for offset in 0..<target.byteCount {
      target.storeBytes(of: bytes[place + offset], toByteOffset: offset, as: UInt8.self)
    }
    place += target.byteCount
    return true
  }
}
