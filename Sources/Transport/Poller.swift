import CLinux
import Glibc
public import Linux

/// Readiness of many descriptors at once; level-triggered. Calls `epoll_wait(2)`.
///
/// *Safety:* `events` holds `capacity` entries that this value owns; the kernel fills the first
/// `count`, which `ready(_:)` checks.
@safe
public struct Poller: ~Copyable {
  private let descriptor: Descriptor
  private let events: UnsafeMutablePointer<epoll_event>
  private let capacity: Int
  private var count = 0

  /// What is wanted of, or has happened to, a descriptor.
  public struct Interest: OptionSet, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static var readable: Interest { Interest(rawValue: EPOLLIN.rawValue) }
    public static var writable: Interest { Interest(rawValue: EPOLLOUT.rawValue) }
    /// The peer is gone or the socket broke; reported without being asked for.
    public static var hungUp: Interest {
      Interest(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)
    }
  }

  /// `capacity`: how many descriptors one wait can report.
  public init(capacity: Int = 256) throws(SystemError) {
    precondition(capacity > 0, "a poller reports at least one descriptor at a time")
    let raw = epoll_create1(CInt(EPOLL_CLOEXEC))
    guard raw >= 0 else { throw .last("epoll_create1") }
    descriptor = Descriptor(owning: raw)
    unsafe events = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { unsafe events.deallocate() }

  /// Reports `raw` from now on under `token`.
  public func add(_ raw: CInt, token: UInt64, interest: Interest) throws(SystemError) {
    try control(EPOLL_CTL_ADD, raw, token: token, interest: interest)
  }

  /// Changes what is wanted of `raw`.
  public func modify(_ raw: CInt, token: UInt64, interest: Interest) throws(SystemError) {
    try control(EPOLL_CTL_MOD, raw, token: token, interest: interest)
  }

  /// Forgets `raw`, which must still be open.
  public func remove(_ raw: CInt) throws(SystemError) {
    try control(EPOLL_CTL_DEL, raw, token: 0, interest: [])
  }

  /// Waits until something is ready, at most `timeoutMilliseconds` (0: not at all, -1: for ever).
  ///
  /// Returns how many entries `ready(_:)` now has; an interrupting signal counts as none.
  public mutating func wait(timeoutMilliseconds: CInt) throws(SystemError) -> Int {
    let result = unsafe epoll_wait(
      descriptor.rawValue, events, CInt(capacity), timeoutMilliseconds)
    guard result >= 0 else {
      count = 0
      if errno == EINTR { return 0 }
      throw .last("epoll_wait")
    }
    count = Int(result)
    return count
  }

  /// Entry `index` of the last wait.
  public func ready(_ index: Int) -> (token: UInt64, interest: Interest) {
    precondition(index >= 0 && index < count, "the last wait reported it")
    let event = unsafe events[index]
    return unsafe (event.data.u64, Interest(rawValue: event.events))
  }

  private func control(
    _ operation: CInt, _ raw: CInt, token: UInt64, interest: Interest
  ) throws(SystemError) {
    var event = unsafe epoll_event(
      events: interest.rawValue, data: epoll_data_t(u64: token))
    guard unsafe epoll_ctl(descriptor.rawValue, operation, raw, &event) == 0 else {
      throw .last("epoll_ctl", subject: "descriptor \(raw)")
    }
  }
}
