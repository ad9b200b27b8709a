import FIXSession
import Market
import Memory
import Records
import Storage
import Transport

/// A session's place in its gateway: the session and what belongs to its present connection.
///
/// A class, because move-only parts stand in a list; each part is taken once per duty cycle.
/// Owner: the gateway's thread.
final class SessionSlot {
  /// The SessionID: its place in the gateway's lists, and the poller's token.
  let number: UInt32
  var session: GatewaySession
  var inbound = LentBuffer(capacity: GatewayLimits.inboundBytes)
  var socket: Connection?
  /// What the poller watches: also for room to write.
  var watchesWrite = false
  /// Unprocessed bytes are there that no readiness will tell of.
  var hasBacklog = false
  /// The last read has filled the buffer: more may be there, which under TLS no readiness tells.
  var mayHoldMore = false
  /// Another connection of the session, while this one is asked whether it still lives.
  var challenger: Challenger?
  /// The operator has done something to it that is still to be performed.
  var isDemanding = false
  /// It is one of those that the gateway counts as logged on.
  var isCounted = false
  /// Messages that may still be processed in this duty cycle.
  var allowance = GatewayLimits.messagesPerSession

  init(_ setup: GatewaySessionSetup, _ counters: CounterFile) {
    number = setup.session.rawValue
    session = GatewaySession(setup, counters[CounterLayout.session(setup.session.rawValue)])
  }

  /// Reads, if what was read before is processed, and processes what this duty cycle still may; how many
  /// messages.
  func read(_ tools: inout GatewayTools, now: Instant) -> Int {
    var buffer = inbound.take(from: &tools.inboundBuffers)
    var count = 0
    var step: Int
    repeat {
      if !hasBacklog || mayHoldMore { receive(into: &buffer, now: now) }
      step = process(&buffer, &tools, now: now)
      count += step
    } while step > 0 && mayHoldMore && allowance > 0
    inbound.put(buffer, to: &tools.inboundBuffers)
    relieve(&tools, now: now)
    return count
  }

  private func receive(into buffer: inout ByteBuffer, now: Instant) {
    guard session.mayProcess, let connection = socket.take() else { return }
    if buffer.writableCount < GatewayLimits.inboundBytes / 2 { buffer.compact() }
    if buffer.writableCount > 0 {
      switch connection.receive(into: &buffer) {
      case .moved(let bytes):
        session.state.didReceive(now: now)
        session.counters.add(.bytesIn, UInt64(bytes))
        session.counters.set(.lastReceivedAt, UInt64(bitPattern: now.nanoseconds))
        mayHoldMore = buffer.writableCount == 0
      case .wouldBlock: mayHoldMore = false
      case .ended: session.peerHasClosed = true
      }
    }
    socket = consume connection
  }

  /// Processes what the doorkeeper has read.
  func process(_ tools: inout GatewayTools, now: Instant) {
    var buffer = inbound.take(from: &tools.inboundBuffers)
    _ = process(&buffer, &tools, now: now)
    inbound.put(buffer, to: &tools.inboundBuffers)
  }

  /// Processes what has been read.
  private func process(
    _ buffer: inout ByteBuffer, _ tools: inout GatewayTools, now: Instant
  ) -> Int {
    let before = allowance
    let isLeft = session.process(&buffer, allowance: &allowance, &tools, now: now)
    hasBacklog = isLeft || mayHoldMore
    let count = before - allowance
    if count > 0 {
      session.counters.add(.messagesIn, UInt64(count))
      session.tellNumbers()
    }
    return count
  }

  /// An event for this session, at its turn: what fills the buffer is written first, so that a peer that
  /// reads need not be caught up with (benchmark allocations).
  func take(
    _ event: RawSpan, _ head: RecordHead, end: UInt64, _ tools: inout GatewayTools, now: Instant
  ) {
    if session.isFull { _ = flush(&tools, now: now) }
    session.take(event, head, end: end, &tools, now: now)
    relieve(&tools, now: now)
  }

  /// Where no buffer is spare, what is to be sent leaves at once, and its buffer comes back.
  func relieve(_ tools: inout GatewayTools, now: Instant) {
    if tools.outboundBuffers.spareCount == 0 { _ = flush(&tools, now: now) }
  }

  /// Writes what is to be sent, as much as the socket takes. True if all has left.
  func flush(_ tools: inout GatewayTools, now: Instant) -> Bool {
    guard !session.outbound.isEmpty, let connection = socket.take() else { return true }
    var isBlocked = false
    while !session.outbound.isEmpty, !isBlocked {
      switch session.outbound.send(over: connection, &tools.outboundBuffers) {
      case .moved(let bytes):
        session.stalledSince = nil
        session.counters.add(.bytesOut, UInt64(bytes))
        session.counters.set(.lastSentAt, UInt64(bitPattern: now.nanoseconds))
      case .wouldBlock: isBlocked = true
      case .ended:
        session.peerHasClosed = true
        session.outbound.removeAll(to: &tools.outboundBuffers)
      }
    }
    socket = consume connection
    if isBlocked && session.stalledSince == nil { session.stalledSince = now }
    session.tellNumbers()
    return !isBlocked
  }

  /// The connection is gone, and with it what was read or was to be sent.
  func forgetBytes(_ tools: inout GatewayTools) {
    inbound.removeAll(to: &tools.inboundBuffers)
    session.outbound.removeAll(to: &tools.outboundBuffers)
  }
}
