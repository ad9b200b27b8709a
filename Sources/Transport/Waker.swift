import CLinux
import Glibc
public import Linux

/// Wakes a thread that sleeps in a `Poller`. Calls `eventfd(2)`.
public struct Waker: ~Copyable, Sendable {
  private let descriptor: Descriptor

  public init() throws(SystemError) {
    let raw = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
    guard raw >= 0 else { throw .last("eventfd") }
    descriptor = Descriptor(owning: raw)
  }

  /// To be watched by the sleeper's poller, and by nothing else.
  public var rawDescriptor: CInt { descriptor.rawValue }

  /// Ends the sleep, or the next one if nobody sleeps. Safe from every thread.
  public func wake() {
    var one: UInt64 = 1
    // A full counter (EAGAIN) means that a wake-up is pending already.
    _ = retrying { unsafe write(descriptor.rawValue, &one, 8) }
  }

  /// Takes pending wake-ups away; the sleeper calls it after it has been woken.
  public func drain() {
    var count: UInt64 = 0
    _ = retrying { unsafe read(descriptor.rawValue, &count, 8) }
  }
}
