import Glibc

/// A thread of its own that runs `body` once; `join()` waits for its end.
struct TestThread: ~Copyable {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private let id: pthread_t

  init(_ body: @escaping @Sendable () -> Void) {
    var id = pthread_t()
    let box = unsafe Unmanaged.passRetained(Body(body)).toOpaque()
    let failure = unsafe pthread_create(
      &id, nil,
      { pointer in
        if let pointer = unsafe pointer {
          unsafe Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
        }
        return nil
      }, box)
    precondition(failure == 0, "a thread can be started")
    self.id = id
  }

  consuming func join() { _ = pthread_join(id, nil) }
}
