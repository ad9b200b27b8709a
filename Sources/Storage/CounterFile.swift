import Glibc
public import Linux
import Synchronization

/// Figures of a running venue in a mapped file, `DIR/counters`: each is written by one thread, and read
/// by any thread and any process while it is written.
///
/// ```
///  0      header: magic, version, process, start, blocks       512 bytes
///  512 n  block n: 64 figures of 8 bytes                        512 bytes
/// ```
/// The file is made anew at each start; what it said before is gone. Nothing is synced.
///
/// *Safety:* `base` points to `blocks` mapped blocks of 512 bytes that are never unmapped, so a
/// `CounterBlock` may live as long as the process; every block is checked against `blocks`. Sendable:
/// every figure is an atomic.
@safe
public final class CounterFile: @unchecked Sendable {
  private let base: UnsafeMutableRawPointer
  /// Blocks, the header among them.
  public let blocks: Int

  /// Bytes of a block.
  public static var blockBytes: Int { 512 }
  /// `CANGDANT`, the characters in this order.
  public static var magic: UInt64 { 0x544e_4144_474e_4143 }
  public static var formatVersion: UInt64 { 1 }

  /// Makes the file anew, all figures zero, for its owner alone to write. Calls `mmap(2)`.
  public init(path: String, blocks: Int, startedNanos: Int64) throws(SystemError) {
    precondition(blocks > 1, "there are figures behind the header")
    _ = unsafe unlink(path)
    let file = try File.open(path, O_RDWR | O_CREAT | O_EXCL)
    let byteCount = blocks * Self.blockBytes
    try file.allocate(byteCount)
    let address = unsafe mmap(
      nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor.rawValue, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .last("mmap", subject: path)
    }
    unsafe base = address
    // Touched now, so that no figure waits for its page later.
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    self.blocks = blocks
    let header = self[0]
    header.store(Self.formatVersion, at: 1)
    header.store(UInt64(getpid()), at: 2)
    header.store(UInt64(bitPattern: startedNanos), at: 3)
    header.store(UInt64(blocks), at: 4)
    header.store(Self.magic, at: 0)
  }

  /// Figures that no file shows: of a venue in a test, or a benchmark.
  public init(blocks: Int) {
    precondition(blocks > 1, "there are figures behind the header")
    let byteCount = blocks * Self.blockBytes
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 4_096)
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    self.blocks = blocks
  }

  /// The figures of block `index`, 0 being the header's.
  public subscript(index: Int) -> CounterBlock {
    precondition(index >= 0 && index < blocks, "inside the file")
    return unsafe CounterBlock(base + index * Self.blockBytes)
  }
}

/// 64 figures. Any may load them; each is stored by one thread only.
///
/// *Safety:* `words` points to 64 atomics that are never taken away; every place is checked. Sendable:
/// they are atomics.
@safe
public struct CounterBlock: @unchecked Sendable {
  private let words: UnsafeMutablePointer<Atomic<UInt64>>

  /// Figures of a block.
  public static var count: Int { CounterFile.blockBytes / 8 }

  init(_ base: UnsafeMutableRawPointer) {
    unsafe words = base.assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  /// What figure `place` is, or was a moment ago.
  public func load(_ place: Int) -> UInt64 {
    check(place)
    return unsafe words[place].load(ordering: .relaxed)
  }

  /// Sets figure `place`; only its one writer does.
  public func store(_ value: UInt64, at place: Int) {
    check(place)
    unsafe words[place].store(value, ordering: .relaxed)
  }

  /// Sets figure `place` behind all that was set before: who acquires it sees the rest.
  public func publish(_ value: UInt64, at place: Int) {
    check(place)
    unsafe words[place].store(value, ordering: .releasing)
  }

  /// What figure `place` is, and with it what its writer set before it published that.
  public func acquire(_ place: Int) -> UInt64 {
    check(place)
    return unsafe words[place].load(ordering: .acquiring)
  }

  /// Adds to figure `place`; only its one writer does, so nothing is lost between load and store.
  public func add(_ amount: UInt64, at place: Int) {
    check(place)
    let value = unsafe words[place].load(ordering: .relaxed)
    unsafe words[place].store(value &+ amount, ordering: .relaxed)
  }

  private func check(_ place: Int) {
    precondition(place >= 0 && place < Self.count, "a block has 64 figures")
  }
}
