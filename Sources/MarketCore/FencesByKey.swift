import Market
import Memory

/// Pending fences of a cause for which each key has one at most, in the order in which they were set.
struct FencesByKey: ~Copyable {
  private var fences: FixedQueue<Fence>
  /// For each key how many fences of all causes had been set when its own was, that one included; 0 where
  /// it has none.
  private var setCounts: Slab<UInt64>

  /// Keys are 0 ..< keys.
  init(keys: Int) {
    fences = FixedQueue(capacity: keys, repeating: Fence())
    setCounts = Slab(capacity: keys, repeating: 0)
  }

  var isEmpty: Bool { fences.isEmpty }
  var count: UInt32 { fences.count }
  /// The fence that was set first; nil where there is none.
  var first: Fence? { fences.isEmpty ? nil : fences.first }

  /// A fence by its place, 0 ..< count.
  subscript(_ place: UInt32) -> Fence { fences[place] }

  /// The fence of a key.
  func fence(of key: UInt32) -> Fence? { place(of: key).map { fences[$0] } }

  /// Adds a fence that has its number; its key has none.
  mutating func append(_ fence: Fence) {
    precondition(setCounts[fence.key] == 0, "a key has one fence at most")
    fences.append(fence)
    setCounts[fence.key] = fence.number + 1
  }

  mutating func remove(_ key: UInt32) {
    guard let place = place(of: key) else { preconditionFailure("the key has a fence") }
    fences.remove(at: place)
    setCounts[key] = 0
  }

  /// Their numbers ascend.
  /// - Complexity: O(log(count)).
  private func place(of key: UInt32) -> UInt32? {
    let wanted = setCounts[key]
    guard wanted > 0 else { return nil }
    var (low, high) = (UInt32(0), fences.count)
    while low < high {
      let middle = (low + high) / 2
      if fences[middle].number + 1 < wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension FencesByKey: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    fences.transfer(by: &transfer)
    transfer.move(&setCounts)
  }
}
