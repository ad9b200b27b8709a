import FIX44
import FIXSession
import FIXWire
public import Market
import Memory

extension ClientSession {
  /// A message as it came.
  struct Received {
    let bytes: [UInt8]
    let message: WireMessage
    let inbound: InboundMessage
  }

  /// Takes all whole messages out of `input`.
  public mutating func process(now: Instant) {
    while !input.isEmpty {
      switch Framing.next(in: input.readable, maxMessageSize: Self.messageBytesMax) {
      case .partial: return input.compact()
      case .complete(let byteCount):
        let bytes = take(byteCount)
        handle(bytes, received: now, now: now)
        releaseHeld(now)
      case .garbled(let skip):
        note(.garbled(byteCount: skip))
        input.didRead(skip)
      case .oversized:
        note(.garbled(byteCount: input.count))
        input.removeAll()
        perform(state.abort(.oversizedMessage, text: .none, now: now), nil, now)
      case .wrongBeginString(let byteCount):
        input.didRead(byteCount)
        perform(state.receivedWrongBeginString(now: now), nil, now)
      }
    }
  }

  private mutating func take(_ byteCount: Int) -> [UInt8] {
    let bytes = Self.array(input.readable.extracting(0..<byteCount))
    input.didRead(byteCount)
    return bytes
  }

  private mutating func handle(_ bytes: [UInt8], received: Instant, now: Instant) {
    let span = RawSpan(_elements: bytes.span)
    if index.parse(span) != nil { return note(.garbled(byteCount: bytes.count)) }
    let message = WireMessage(index, span)
    note(.arrived(message))
    guard let inbound = InboundMessage.decode(index, span, received: received, &timestamps) else {
      return perform(state.receivedWithoutMsgSeqNum(now: now), nil, now)
    }
    advance(Received(bytes: bytes, message: message, inbound: inbound), now) {
      $0.received(inbound, now: now)
    }
  }

  /// Messages ahead of a gap, once it is filled.
  private mutating func releaseHeld(_ now: Instant) {
    while isDue() {
      let bytes = Self.array(held.front)
      let received = held.frontReceived
      held.removeFirst()
      handle(bytes, received: received, now: now)
    }
  }

  static func array(_ bytes: RawSpan) -> [UInt8] {
    let span = Span<UInt8>(_bytes: bytes)
    return span.indices.map { span[$0] }
  }
}
