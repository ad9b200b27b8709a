import FIX44
import FIXSession
import FIXWire
import Market
import Memory

/// Messages that are numbered and not stored: nobody asks for old prices, and a resend passes them over.
extension GatewaySession {
  /// Sends a message whose body `write` writes. The caller has asked `mayTakeMessage`.
  ///
  /// The number is shown before the message leaves, so that a process that ends leaves no doubt about it.
  mutating func sendUnstored(
    _ msgType: MsgType, _ tools: inout GatewayTools, now: Instant,
    _ write: (inout MessageEncoder) -> Void
  ) {
    var header = header(now: now)
    header.msgType = msgType
    header.msgSeqNum = state.nextOutbound()
    counters.set(.epoch, UInt64(state.numbers.epoch.rawValue))
    counters.set(.nextOutbound, state.numbers.nextOutbound.rawValue)
    tools.encoder.begin(header)
    write(&tools.encoder)
    tools.encoder.finish()
    queue(&tools)
    state.didSend(now: now)
    reserveNumbers(&tools)
  }
}
