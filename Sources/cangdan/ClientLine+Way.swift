import Linux
import Market
import TLS
import TradeClient
import Transport

extension ClientLine.Way {
  /// Between two attempts to connect.
  private static var retryMilliseconds: CInt { 50 }

  /// Connects, and agrees on TLS where the line is to be protected.
  func open() throws -> Connection {
    let until = RealTime.now().adding(nanoseconds: Int64(patience * 1e9))
    let pause = try Poller(capacity: 1)
    return try secured(try connected(until: until, pause))
  }

  private func connected(
    until: Instant, _ pause: consuming Poller
  ) throws(SystemError) -> Connection {
    while true {
      do throws(SystemError) {
        return try Connection(to: address)
      } catch {
        guard RealTime.now() < until else { throw error }
        _ = try pause.wait(timeoutMilliseconds: Self.retryMilliseconds)
      }
    }
  }

  /// Agrees on TLS with the venue, within ten seconds.
  private func secured(_ plain: consuming Connection) throws -> Connection {
    guard let tls else { return plain }
    let line = try plain.secured(by: tls.context, name: tls.name)
    var poller = try Poller(capacity: 1)
    try poller.add(line.rawDescriptor, token: 0, interest: .readable)
    let until = RealTime.now().adding(nanoseconds: 10_000_000_000)
    var step = line.handshake()
    while step == .wantsRead || step == .wantsWrite {
      guard RealTime.now() < until else {
        throw CommandError("no TLS within 10 s: is \(address) the venue's port for it?")
      }
      _ = try poller.wait(timeoutMilliseconds: 100)
      step = line.handshake()
    }
    if case .failed(let failure) = step { throw CommandError("TLS: \(failure)") }
    return line
  }
}
