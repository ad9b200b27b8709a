import Glibc
public import Memory

/// Elements of a list in a snapshot, more than any venue has: a count that says more is none.
private let listElementsMost: UInt64 = 1 << 24

/// What lies beside the core's tables: lists and dictionaries of plain elements, as long as they are.
extension StateTransfer where Self: ~Copyable {
  /// A list; what was in it is replaced where it is read.
  public mutating func move<Element: BitwiseCopyable>(_ list: inout [Element]) {
    var count = UInt64(list.count)
    move(&count)
    if count != UInt64(list.count) { list = Self.zeros(count) }
    guard !list.isEmpty else { return }
    unsafe list.withUnsafeMutableBytes { pointer in
      var bytes = unsafe MutableRawSpan(_unsafeBytes: pointer)
      move(&bytes, elementBytes: MemoryLayout<Element>.stride)
    }
  }

  /// A set.
  public mutating func move<Element: BitwiseCopyable & Hashable>(_ elements: inout Set<Element>) {
    var list = Array(elements)
    move(&list)
    elements = Set(list)
  }

  /// A dictionary.
  public mutating func move<Key: BitwiseCopyable & Hashable, Value: BitwiseCopyable>(
    _ table: inout [Key: Value]
  ) {
    var list = table.map { StateEntry(key: $0.key, value: $0.value) }
    move(&list)
    table = Dictionary(list.map { ($0.key, $0.value) }) { _, last in last }
  }

  /// Room for what is read.
  private static func zeros<Element: BitwiseCopyable>(_ count: UInt64) -> [Element] {
    guard count <= listElementsMost else { return [] }
    return unsafe [Element](unsafeUninitializedCapacity: Int(count)) { buffer, initialized in
      if let base = buffer.baseAddress {
        unsafe memset(base, 0, Int(count) * MemoryLayout<Element>.stride)
      }
      initialized = Int(count)
    }
  }
}

/// A key of a dictionary and what is there.
private struct StateEntry<Key: BitwiseCopyable, Value: BitwiseCopyable>: BitwiseCopyable {
  var key: Key
  var value: Value
}
