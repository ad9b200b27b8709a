import FIXSession
import FIXWire
import Market
import OrderEntry
import Records

extension CountedLoop {
  /// An order from bytes to record, as a gateway does it.
  static var orderCommand: CountedLoop {
    CountedLoop(
      name: "order-command", about: "frame, parse, read the header, validate, make the command"
    ) { count in
      let messages = OrderMessages()
      let all = RawSpan(_elements: messages.bytes.span)
      var work = CommandWork()
      var digest: UInt64 = 0
      for pass in 0..<count {
        let place = pass % OrderMessages.count
        let message = all.extracting(messages.starts[place]..<messages.starts[place + 1])
        digest &+= try work.command(message)
      }
      guard digest > 0 else { throw Benchmark.VoidRun(reason: "no order was right") }
    }
  }
}

/// What a gateway needs to make commands of orders.
struct CommandWork: ~Copyable {
  private var codec = CodecWork()
  private var decoder = OrderEntryDecoder()
  private var timestamps = TimestampReader()
  private var buffer = RecordBuffer(capacity: 16_384)

  /// MsgSeqNum(34) of an order whose record is made.
  mutating func command(_ message: RawSpan) throws(CodecWork.Wrong) -> UInt64 {
    _ = try codec.frame(message)
    _ = try codec.parse(message)
    let received = Instant(nanoseconds: 1_772_415_000_000_000_000)
    guard
      let inbound = InboundMessage.decode(
        codec.index, message, received: received, &timestamps),
      inbound.fault == nil
    else { throw CodecWork.Wrong() }
    _ = try codec.validate(message)
    let context = InboundContext(
      session: SessionID(rawValue: 1), epoch: Epoch(rawValue: 1), msgSeqNum: inbound.msgSeqNum,
      received: received, role: .dealer)
    buffer.removeAll()
    guard
      case .appended(.newOrder) = decoder.decode(
        codec.index, message, context: context, into: &buffer)
    else { throw CodecWork.Wrong() }
    return inbound.msgSeqNum.rawValue
  }
}
