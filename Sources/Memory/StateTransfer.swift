/// State on its way out of tables, or into tables that were made for the same limits.
///
/// What has state names each part of it once, in `transfer(by:)`, and the same lines write a snapshot and read one.
/// What leaves is as it lies in memory, so only the version of the program that has written it takes it back.
public protocol StateTransfer: ~Copyable {
  /// A part: elements of `elementBytes`, one behind the other.
  mutating func move(_ part: inout MutableRawSpan, elementBytes: Int)
}

/// What has state that can be transferred.
public protocol StateHolder: ~Copyable {
  /// Moves every part of the state, always in the same order.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable)
}

extension StateTransfer where Self: ~Copyable {
  /// All elements of a table.
  public mutating func move<Element: BitwiseCopyable>(_ slab: inout Slab<Element>) {
    var bytes = slab.mutableBytes
    move(&bytes, elementBytes: MemoryLayout<Element>.stride)
  }

  /// A plain value.
  public mutating func move<Value: BitwiseCopyable>(_ value: inout Value) {
    unsafe withUnsafeMutableBytes(of: &value) { pointer in
      var bytes = unsafe MutableRawSpan(_unsafeBytes: pointer)
      move(&bytes, elementBytes: MemoryLayout<Value>.size)
    }
  }
}

extension Slab: StateHolder where Element: BitwiseCopyable {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&self)
  }

  var mutableBytes: MutableRawSpan {
    @_lifetime(&self)
    mutating get {
      unsafe _overrideLifetime(
        MutableRawSpan(_unsafeStart: UnsafeMutableRawPointer(base), byteCount: byteCount),
        mutating: &self)
    }
  }
}

extension HashIndex: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&usedCount)
    let byteCount = (Int(mask) + 1) * Self.bucketBytes
    var buckets = unsafe MutableRawSpan(_unsafeStart: base, byteCount: byteCount)
    transfer.move(&buckets, elementBytes: Self.bucketBytes)
  }
}

extension SlotPool: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&next)
    transfer.move(&firstFree)
    transfer.move(&takenCount)
  }
}

extension IndexQueue: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&next)
    transfer.move(&firstIndex)
    transfer.move(&lastIndex)
    transfer.move(&indexCount)
  }
}

extension Heap: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&elements)
    transfer.move(&elementCount)
  }
}
