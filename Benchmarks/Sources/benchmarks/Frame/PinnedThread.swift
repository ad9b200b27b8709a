import CLinux
import Glibc
import Synchronization

/// A thread of its own on one processor; `join()` waits for its end.
struct PinnedThread: ~Copyable {
  private final class Body: Sendable {
    let processor: UInt32
    let run: @Sendable () -> Void
    init(_ processor: UInt32, _ run: @escaping @Sendable () -> Void) {
      self.processor = processor
      self.run = run
    }
  }

  private let id: pthread_t

  /// Runs `body` once; on any processor if this one is not to be had.
  init(processor: UInt32, _ body: @escaping @Sendable () -> Void) {
    var id = pthread_t()
    let box = unsafe Unmanaged.passRetained(Body(processor, body)).toOpaque()
    let failure = unsafe pthread_create(
      &id, nil,
      { pointer in
        if let pointer = unsafe pointer {
          let body = unsafe Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
          _ = clinux_pin_thread(body.processor)
          body.run()
        }
        return nil
      }, box)
    precondition(failure == 0, "a thread can be started")
    self.id = id
  }

  consuming func join() { _ = pthread_join(id, nil) }
}

/// Takes something that is not copyable into a thread.
final class Parcel<Content: ~Copyable & Sendable>: Sendable {
  private let content: Mutex<Content?>

  init(_ content: consuming Content) { self.content = Mutex(content) }

  /// The content, the first time.
  func open() -> Content {
    let content = content.withLock { slot in
      let content = slot.take()
      return content
    }
    guard let content else { preconditionFailure("a parcel is opened once") }
    return content
  }
}
