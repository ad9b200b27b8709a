import Glibc

/// An open file descriptor: closed when its owner lets go of it.
public struct Descriptor: ~Copyable, Sendable {
  public let rawValue: CInt

  public init(owning rawValue: CInt) {
    precondition(rawValue >= 0, "an open descriptor is not negative")
    self.rawValue = rawValue
  }

  deinit { _ = Glibc.close(rawValue) }

  /// Hands the descriptor over; the receiver closes it.
  public consuming func release() -> CInt {
    let rawValue = rawValue
    discard self
    return rawValue
  }
}

/// Makes a system call again as long as a signal interrupts it; the result as the call gave it.
public func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
