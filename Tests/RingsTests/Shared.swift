import Glibc
import Synchronization

/// Moves something that is not copyable into a thread.
final class Parcel<Content: ~Copyable & Sendable>: Sendable {
  private let content: Mutex<Content?>
  init(_ content: consuming Content) { self.content = Mutex(content) }

  /// The content, the first time.
  func open() -> Content? {
    content.withLock { slot in
      let content = slot.take()
      return content
    }
  }
}

/// A semaphore: who waits goes on after a ring, an earlier one too.
@safe
final class Bell: @unchecked Sendable {
  private let semaphore: UnsafeMutablePointer<sem_t>
  init() {
    unsafe semaphore = .allocate(capacity: 1)
    unsafe sem_init(semaphore, 0, 0)
  }
  deinit {
    unsafe sem_destroy(semaphore)
    unsafe semaphore.deallocate()
  }
  func ring() { unsafe sem_post(semaphore) }
  func wait() { while unsafe sem_wait(semaphore) != 0 {} }
}

/// Plain memory, shared without any order of its own.
@safe
final class Cells: @unchecked Sendable {
  private let cells: UnsafeMutablePointer<Int>
  init(count: Int) {
    unsafe cells = .allocate(capacity: count)
    unsafe cells.initialize(repeating: 0, count: count)
  }
  deinit { unsafe cells.deallocate() }
  subscript(index: Int) -> Int {
    get { unsafe cells[index] }
    set { unsafe cells[index] = newValue }
  }
}
