import Linux
import Synchronization
import Transport

/// Asks for the addresses of a host on a thread of its own, which nobody waits for longer than he wants: the
/// resolver has no deadline.
enum HostLookup {
  private typealias Answer = Result<[SocketAddress], HostProblem>

  private final class Question: Sendable {
    let answer = Mutex<Answer?>(nil)
    let waker: Waker

    init() throws(SystemError) { waker = try Waker() }
  }

  static func addresses(
    of host: String, port: UInt16, seconds: Double
  ) throws -> [SocketAddress] {
    if let address = SocketAddress(host, port: port) { return [address] }
    let question = try Question()
    _ = try AgentThread("resolver") {
      let answer = Answer { () throws(HostProblem) in
        try HostName.addresses(of: host, port: port)
      }
      question.answer.withLock { $0 = answer }
      question.waker.wake()
    }
    var poller = try Poller(capacity: 1)
    try poller.add(question.waker.rawDescriptor, token: 0, interest: .readable)
    _ = try poller.wait(timeoutMilliseconds: CInt(clamping: Int64(seconds * 1_000)))
    guard let answer = question.answer.withLock({ $0 }) else {
      throw HostProblem(host: host, reason: "the resolver has not answered within \(seconds) s")
    }
    return try answer.get()
  }
}
