import FIXWire
import Linux
public import Market
import Memory
public import TLS
public import Transport

/// The line to an engine over TCP or TLS, in real time.
///
/// As the side that connects it makes each connection itself; as the side that is connected to it takes
/// the next one that comes to its listener. A message is 65,536 bytes at most; a longer one is garbage.
public final class CandidateSocket: CandidateLine {
  /// Where connections come from.
  public enum Way: ~Copyable {
    /// These addresses of one host, by its name; the first one that answers is taken.
    case connect([SocketAddress], name: String)
    case accept(Listener)
  }

  private let way: Way
  private let tls: CandidateTLS?
  private let clock: () -> Instant
  /// After which instant nothing waits any more.
  private let end: Instant
  private var connection: Connection?
  private var input = ByteBuffer(capacity: 2 * messageBytesMax)
  /// The connection that is not in use, and what of it waits.
  private var otherConnection: Connection?
  private var otherInput = ByteBuffer(capacity: 2 * messageBytesMax)
  private var isSecond = false
  private var output = ByteBuffer(capacity: 2 * messageBytesMax)

  private static var messageBytesMax: Int { 65_536 }

  /// - Parameters:
  ///   - end: the end of all waiting.
  ///   - clock: the machine's.
  public init(
    _ way: consuming Way, tls: CandidateTLS?, end: Instant, clock: @escaping () -> Instant
  ) {
    self.way = way
    self.tls = tls
    self.end = end
    self.clock = clock
  }

  public var now: Instant { clock() }

  /// Connects, or takes the next who comes, and agrees on TLS where it is asked for.
  public func connect(until deadline: Instant) throws(CandidateTrouble) {
    connection = nil
    input.removeAll()
    let until = min(deadline, end)
    switch way {
    case .connect(let addresses, let name): try reach(addresses, name, until)
    case .accept(let listener):
      do throws(SystemError) { try accept(listener, until) } catch {
        throw CandidateTrouble("\(error)")
      }
    }
    guard connection != nil else {
      throw CandidateTrouble("nobody has connected: does the initiator know this address?")
    }
    if let tls { try secure(tls, until) }
  }

  /// Tries one address after the other, each with its share of the time that is left.
  private func reach(
    _ addresses: [SocketAddress], _ name: String, _ until: Instant
  ) throws(CandidateTrouble) {
    var reasons: [String] = []
    for (place, address) in addresses.enumerated() {
      let left = max(0, until.nanoseconds - now.nanoseconds)
      let share = now.adding(nanoseconds: left / Int64(addresses.count - place))
      do throws(SystemError) {
        try open(address, share)
        if connection != nil { return }
        reasons.append("\(address) does not answer")
      } catch {
        reasons.append("\(error)")
      }
    }
    let reason = reasons.joined(separator: "; ")
    throw CandidateTrouble("\(name): \(reason): is the acceptor running there?")
  }

  /// Connects; there is no connection where that has taken too long.
  private func open(_ address: SocketAddress, _ until: Instant) throws(SystemError) {
    let line = try Connection.opening(to: address)
    repeat {
      guard try wait(line.rawDescriptor, .writable, until) else { continue }
      if let problem = line.openingProblem(to: address) { throw problem }
      connection = consume line
      return
    } while now < until
  }

  private func accept(_ listener: borrowing Listener, _ until: Instant) throws(SystemError) {
    while connection == nil, now < until {
      switch try listener.accept() {
      case .connection(let accepted, _): connection = consume accepted
      case .none: _ = try wait(listener.rawDescriptor, .readable, until)
      case .exhausted(let error): throw error
      }
    }
  }

  private func secure(_ tls: CandidateTLS, _ until: Instant) throws(CandidateTrouble) {
    guard let plain = connection.take() else { return }
    do throws(TLSFailure) {
      let line = try plain.secured(by: tls.context, name: tls.name)
      var step = line.handshake()
      while step == .wantsRead || step == .wantsWrite, now < until {
        settle(line.rawDescriptor, step == .wantsRead ? .readable : .writable, until)
        step = line.handshake()
      }
      if case .failed(let failure) = step { throw failure }
      connection = consume line
    } catch {
      throw CandidateTrouble("TLS: \(error)")
    }
  }

  /// Ends all connections and forgets what has come.
  public func close() {
    connection = nil
    otherConnection = nil
    input.removeAll()
    otherInput.removeAll()
    isSecond = false
  }

  /// Puts one connection aside and takes up the other.
  public func use(second: Bool) {
    guard second != isSecond else { return }
    isSecond = second
    let aside = connection.take()
    connection = otherConnection.take()
    otherConnection = consume aside
    swap(&input, &otherInput)
  }

  /// Sleeps.
  public func pause(until deadline: Instant) {
    while now < min(deadline, end) { settle(nil, .readable, deadline) }
  }

  /// Writes a message whole, or as much of it as the peer takes within five seconds.
  public func send(_ bytes: [UInt8]) {
    guard let line = connection.take() else { return }
    output.removeAll()
    let fits = output.append(RawSpan(_elements: bytes.span))
    precondition(fits, "a message of a scenario is short")
    let until = min(now.adding(nanoseconds: 5_000_000_000), end)
    var isOpen = true
    while !output.isEmpty && isOpen && now < until {
      switch line.send(from: &output) {
      case .moved: continue
      case .wouldBlock: settle(line.rawDescriptor, .writable, until)
      case .ended: isOpen = false
      }
    }
    connection = consume line
  }

  /// The next message, garbage or end.
  public func next(until deadline: Instant) -> CandidateArrival {
    let until = min(deadline, end)
    while true {
      if let arrival = framed() { return arrival }
      guard let line = connection.take() else { return .closed }
      input.compact()
      let outcome = line.receive(into: &input)
      let raw = line.rawDescriptor
      switch outcome {
      case .moved: connection = consume line
      case .wouldBlock:
        connection = consume line
        guard now < until else { return .nothing }
        settle(raw, .readable, until)
      case .ended: return .closed
      }
    }
  }

  /// The message or the garbage at the front of what has come.
  private func framed() -> CandidateArrival? {
    guard !input.isEmpty else { return nil }
    switch Framing.next(in: input.readable, maxMessageSize: Self.messageBytesMax) {
    case .partial: return nil
    case .complete(let count): return .message(taken(count))
    case .garbled(let count), .wrongBeginString(let count): return .garbage(taken(count))
    case .oversized: return .garbage(taken(input.count))
    }
  }

  private func taken(_ count: Int) -> [UInt8] {
    let bytes = Self.array(input.readable.extracting(0..<count))
    input.didRead(count)
    return bytes
  }

  private static func array(_ bytes: RawSpan) -> [UInt8] {
    let span = Span<UInt8>(_bytes: bytes)
    return span.indices.map { span[$0] }
  }

  /// Waits for a descriptor, or for none, until `until` at most; a tenth of a second at a time.
  private func settle(_ raw: CInt?, _ interest: Poller.Interest, _ until: Instant) {
    do throws(SystemError) {
      _ = try wait(raw, interest, until)
    } catch {
      preconditionFailure("an open descriptor can be waited for: \(error)")
    }
  }

  /// Whether it is ready.
  private func wait(
    _ raw: CInt?, _ interest: Poller.Interest, _ until: Instant
  ) throws(SystemError) -> Bool {
    var poller = try Poller(capacity: 1)
    if let raw { try poller.add(raw, token: 0, interest: interest) }
    let left = (until.nanoseconds - now.nanoseconds) / 1_000_000 + 1
    return try poller.wait(timeoutMilliseconds: CInt(clamping: max(0, min(left, 100)))) > 0
  }
}

/// TLS towards an engine that is tested.
public struct CandidateTLS: Sendable {
  public let context: TLSContext
  /// Whom the engine's certificate must name, where it is the server.
  public let name: String?

  public init(context: TLSContext, name: String?) {
    self.context = context
    self.name = name
  }
}
