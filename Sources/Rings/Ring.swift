/// A queue of records from one thread to one other, in memory of fixed size, without locks.
///
/// The producer writes records and publishes a batch of them with one store; the consumer reads
/// them in place and releases a batch with one store. Each end knows the other's position from its
/// last look and looks again only when that is used up.
@frozen
public struct Ring: ~Copyable {
  /// The end that writes, to be given to its thread.
  public var producer: RingProducer
  /// The end that reads, to be given to its thread.
  public var consumer: RingConsumer

  /// A ring of `capacityBytes`, a power of two, at least 64. The memory is freed with the second end.
  public static func make(capacityBytes: Int) -> Ring {
    precondition(capacityBytes >= 64, "a ring has room for records")
    precondition(capacityBytes & (capacityBytes - 1) == 0, "the capacity is a power of two")
    let memory = RingMemory(capacity: capacityBytes)
    return Ring(producer: RingProducer(memory), consumer: RingConsumer(memory))
  }

  /// The longest record of a ring of `capacityBytes`: 16 KiB, or what fits in half of a small ring.
  ///
  /// Half, because the end of the ring may be left unused, and an empty ring takes every record.
  @inlinable
  public static func recordBytesMax(capacityBytes: Int) -> Int {
    min(16_384, capacityBytes / 2 - RingMemory.headerBytes)
  }
}
