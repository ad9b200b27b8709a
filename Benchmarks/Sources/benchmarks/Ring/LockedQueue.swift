import Glibc

/// The textbook alternative: a bounded queue of copies under a mutex, with two conditions.
///
/// *Safety:* `slots` is touched under `mutex` only.
@safe
final class LockedQueue: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let notEmpty = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let notFull = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let slots: UnsafeMutableRawPointer
  private let recordBytes: Int
  private let capacity: Int
  private var first = 0
  private var count = 0

  /// As many records as fill `capacityBytes`.
  init(capacityBytes: Int, recordBytes: Int) {
    self.recordBytes = recordBytes
    capacity = capacityBytes / recordBytes
    unsafe slots = .allocate(byteCount: capacity * recordBytes, alignment: 4_096)
    unsafe slots.initializeMemory(as: UInt8.self, repeating: 0, count: capacity * recordBytes)
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(notEmpty, nil)
    unsafe pthread_cond_init(notFull, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(notFull)
    unsafe pthread_cond_destroy(notEmpty)
    unsafe pthread_mutex_destroy(mutex)
    unsafe slots.deallocate()
    unsafe notFull.deallocate()
    unsafe notEmpty.deallocate()
    unsafe mutex.deallocate()
  }

  /// Copies `record` in; the number of times that it had to wait.
  func push(_ record: RawSpan) -> Int {
    var waits = 0
    unsafe pthread_mutex_lock(mutex)
    while count == capacity {
      unsafe pthread_cond_wait(notFull, mutex)
      waits += 1
    }
    unsafe record.withUnsafeBytes { source in
      let slot = unsafe slots + (first + count) % capacity * recordBytes
      if let start = source.baseAddress {
        unsafe slot.copyMemory(from: start, byteCount: recordBytes)
      }
    }
    count += 1
    unsafe pthread_cond_signal(notEmpty)
    unsafe pthread_mutex_unlock(mutex)
    return waits
  }

  /// Copies the oldest record out, waiting for one.
  func pop(into copy: inout [UInt8]) {
    unsafe pthread_mutex_lock(mutex)
    while count == 0 { unsafe pthread_cond_wait(notEmpty, mutex) }
    let slot = unsafe slots + first * recordBytes
    unsafe copy.withUnsafeMutableBytes { target in
      unsafe target.baseAddress?.copyMemory(from: slot, byteCount: recordBytes)
    }
    first = (first + 1) % capacity
    count -= 1
    unsafe pthread_cond_signal(notFull)
    unsafe pthread_mutex_unlock(mutex)
  }
}

struct LockedSender: ~Copyable, Sender {
  let queue: LockedQueue
  mutating func send(_ record: RawSpan) -> Int { queue.push(record) }
  mutating func flush() {}
}

struct LockedReceiver: ~Copyable, Receiver {
  let queue: LockedQueue
  private var copy: [UInt8]

  init(queue: LockedQueue, recordBytes: Int) {
    self.queue = queue
    copy = [UInt8](repeating: 0, count: recordBytes)
  }

  mutating func receive(_ body: (RawSpan) -> Void) {
    queue.pop(into: &copy)
    unsafe body(copy.span.bytes)
  }
}
