import FIXSession
import Market

/// A small generator of our own: the same seed gives the same run.
struct Seeded {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  /// A number from 0 to `bound` - 1.
  mutating func below(_ bound: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return (state >> 11) % bound
  }

  /// True once in `times`.
  mutating func once(in times: UInt64) -> Bool { below(times) == 0 }
}

/// Two endpoints on a line that delays, garbles and breaks, on virtual time.
final class LossyLink {
  struct InFlight {
    var bytes: [UInt8]
    var due: Double
  }

  let acceptor: Endpoint
  let initiator: Endpoint
  private(set) var sentByAcceptor: [String] = []
  private(set) var sentByInitiator: [String] = []
  private(set) var endings: [SessionEndReason] = []
  private(set) var logons = 0
  private var toAcceptor: [InFlight] = []
  private var toInitiator: [InFlight] = []
  private var isUp = false
  private var seconds = 0.0
  private var random: Seeded
  /// Whether the line still garbles and breaks.
  var isLossy = true

  init(seed: UInt64, nextExpected: Bool) {
    random = Seeded(seed)
    let settings = settings {
      $0.heartBtInt = 2
      $0.leastResendWait = 3 * 1_000_000_000
      $0.resendRequestsPerGap = 20
      $0.usesNextExpectedMsgSeqNum = nextExpected
    }
    acceptor = Endpoint(
      SessionState(side: .acceptor, identity: venueIdentity, settings: settings, numbers: .first))
    let client = SessionIdentity(compID: compID("DLR001"), peerCompID: compID("CANGDAN"))
    initiator = Endpoint(
      SessionState(side: .initiator, identity: client, settings: settings, numbers: .first))
    acceptor.resendLimits.messages = 3
    initiator.resendLimits.messages = 2
  }

  private var now: Instant { at(seconds) }

  /// One step of everything: traffic, faults, time.
  func step() {
    seconds += Double(random.below(40)) / 1_000
    if !isUp { connect() }
    traffic()
    if isLossy && random.once(in: 150) { cut() }
    if isLossy && random.once(in: 1_000) { restart(acceptor) }
    if isLossy && random.once(in: 1_000) { restart(initiator) }
    if isLossy && random.once(in: 600) { initiator.requestLogout(now: now) }
    acceptor.tick(now: now)
    initiator.tick(now: now)
    transmit()
    if acceptor.closeReason != nil || initiator.closeReason != nil { close() }
  }

  private func traffic() {
    for endpoint in [acceptor, initiator] where isLossy && random.once(in: 2) {
      guard endpoint.session.maySendApplication else { continue }
      if endpoint === acceptor {
        sentByAcceptor.append("R\(sentByAcceptor.count)")
        endpoint.send(sentByAcceptor[sentByAcceptor.count - 1], now: now)
      } else {
        sentByInitiator.append("N\(sentByInitiator.count)")
        endpoint.send(sentByInitiator[sentByInitiator.count - 1], now: now)
      }
    }
  }

  private func connect() {
    isUp = true
    logons += 1
    acceptor.connect(now: now)
    initiator.connect(now: now)
  }

  /// What is under way is lost.
  private func cut() {
    toAcceptor = []
    toInitiator = []
    close()
  }

  private func close() {
    guard isUp else { return }
    isUp = false
    transmit()
    for flight in toInitiator { initiator.receive(flight.bytes, now: now) }
    for flight in toAcceptor { acceptor.receive(flight.bytes, now: now) }
    toAcceptor = []
    toInitiator = []
    endings.append(acceptor.disconnected().reason)
    endings.append(initiator.disconnected().reason)
  }

  private func restart(_ endpoint: Endpoint) {
    guard isUp else { return }
    cut()
    endpoint.restart()
  }

  private func transmit() {
    enqueue(acceptor, &toInitiator)
    enqueue(initiator, &toAcceptor)
    while let first = toInitiator.first, first.due <= seconds {
      initiator.receive(toInitiator.removeFirst().bytes, now: now)
    }
    while let first = toAcceptor.first, first.due <= seconds {
      acceptor.receive(toAcceptor.removeFirst().bytes, now: now)
    }
  }

  private func enqueue(_ endpoint: Endpoint, _ line: inout [InFlight]) {
    for var bytes in endpoint.output {
      if isLossy && random.once(in: 40) { bytes[bytes.count / 2] ^= 0x10 }
      let due = max(line.last?.due ?? 0, seconds + Double(random.below(80)) / 1_000)
      line.append(InFlight(bytes: bytes, due: due))
    }
    endpoint.output = []
  }
}
