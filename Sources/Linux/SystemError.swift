import Glibc

/// A system call that failed: which, why, and on what.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The call, as in its manual page: `fdatasync`, `bind`.
  public let call: String
  /// `errno` after the call.
  public let code: CInt
  /// The file or address it was about; empty where there is none.
  public let subject: String

  public init(_ call: String, code: CInt, subject: String = "") {
    self.call = call
    self.code = code
    self.subject = subject
  }

  /// The error of the call that has just failed in this thread.
  public static func last(_ call: String, subject: String = "") -> SystemError {
    SystemError(call, code: errno, subject: subject)
  }

  public var description: String {
    let reason = unsafe String(cString: strerror(code))
    return subject.isEmpty ? "\(call): \(reason)" : "\(call) \(subject): \(reason)"
  }
}
