/// Why state can't be taken; the parts are counted from zero.
public enum StateFailure: Error, Equatable, Sendable {
  /// It ends within a part.
  case short(part: Int)
  /// A part has elements of another size, or another number of them: other limits, or another program.
  case different(part: Int)
}

/// Reads what `StateWriting` has written, into tables of the same capacities.
///
/// The first failure is kept, and nothing is read behind it: the tables are of no use then.
public struct StateReading<Source: StateSource & ~Copyable>: ~Copyable, StateTransfer {
  /// Where the bytes come from.
  public var source: Source
  /// Why nothing more is read; nil while all is well.
  public private(set) var failure: StateFailure?
  private var part = 0

  /// Reads from `source`, from where it stands.
  public init(from source: consuming Source) { self.source = source }

  /// Fills a part with what was written of it.
  public mutating func move(_ part: inout MutableRawSpan, elementBytes: Int) {
    defer { self.part += 1 }
    guard failure == nil else { return }
    let capacity = part.byteCount / elementBytes
    guard let head = readHead() else {
      failure = .short(part: self.part)
      return
    }
    guard Int(head.elementBytes) == elementBytes, head.capacity == UInt64(capacity),
      (1...capacity).contains(Int(head.written))
    else {
      failure = .different(part: self.part)
      return
    }
    let written = Int(head.written) * elementBytes
    var bytes = part._mutatingExtracting(0..<written)
    guard source.fill(&bytes) else {
      failure = .short(part: self.part)
      return
    }
    Self.repeatLast(&part, from: written, elementBytes)
  }

  private mutating func readHead() -> StatePart? {
    var head = StatePart()
    let isThere = unsafe withUnsafeMutableBytes(of: &head) { pointer in
      var bytes = unsafe MutableRawSpan(_unsafeBytes: pointer)
      return source.fill(&bytes)
    }
    return isThere ? head : nil
  }

  /// Sets all elements behind those read to the last of these.
  private static func repeatLast(
    _ part: inout MutableRawSpan, from end: Int, _ elementBytes: Int
  ) {
    unsafe part.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      var place = end
      while place < bytes.count {
        unsafe (base + place).copyMemory(
          from: base + (place - elementBytes), byteCount: elementBytes)
        place += elementBytes
      }
    }
  }
}

/// Gives what a `StateReading` reads.
public protocol StateSource: ~Copyable {
  /// Fills all of `bytes`; false where fewer are left.
  mutating func fill(_ bytes: inout MutableRawSpan) -> Bool
}
