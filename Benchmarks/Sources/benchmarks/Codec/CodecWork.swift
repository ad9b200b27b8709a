import FIX44
import FIXWire
import Market

/// What is measured, once for each message; each returns a digest, so that nothing can be left out.
struct CodecWork: ~Copyable {
  var index = FieldIndex()
  var validator = MessageValidator(FIX44Dictionary.make())
  var encoder = MessageEncoder(capacity: 4_096)

  struct Wrong: Error {}

  /// BodyLength(9), CheckSum(10) and the order of the first three fields.
  func frame(_ message: RawSpan) throws(Wrong) -> UInt64 {
    guard case .complete(let byteCount) = Framing.next(in: message, maxMessageSize: 65_536) else {
      throw Wrong()
    }
    return UInt64(byteCount)
  }

  mutating func parse(_ message: RawSpan) throws(Wrong) -> UInt64 {
    if index.parse(message) != nil { throw Wrong() }
    return UInt64(index.count)
  }

  /// 13 fields, by their tags, as what they are.
  mutating func values(_ message: RawSpan) throws(Wrong) -> UInt64 {
    do {
      var digest = try FieldValue.uint(field(.msgSeqNum), in: message)
      for tag in [Tag.orderQty, .minQty] {
        digest &+= UInt64(bitPattern: try FieldValue.decimal(field(tag), in: message, scale: 3))
      }
      digest &+= UInt64(bitPattern: try FieldValue.decimal(field(.price), in: message, scale: 4))
      digest &+= UInt64(
        bitPattern: try FieldValue.utcTimestamp(field(.sendingTime), in: message).nanoseconds)
      digest &+= UInt64(
        bitPattern: try FieldValue.utcTimestamp(field(.transactTime), in: message).nanoseconds)
      digest &+= try FieldValue.text32(field(.clOrdID), in: message).word0
      digest &+= try FieldValue.text16(field(.symbol), in: message).word0
      digest &+= try FieldValue.text16(field(.account), in: message).word0
      digest &+= UInt64(try FieldValue.char(field(.side), in: message))
      digest &+= UInt64(try FieldValue.char(field(.ordType), in: message))
      digest &+= UInt64(try FieldValue.char(field(.timeInForce), in: message))
      digest &+= UInt64(try FieldValue.char(field(.cashMargin), in: message))
      return digest
    } catch {
      throw Wrong()
    }
  }

  private func field(_ tag: Tag) throws(ValueError) -> Field {
    guard let field = index.first(tag) else { throw .malformed }
    return field
  }

  mutating func validate(_ message: RawSpan) throws(Wrong) -> UInt64 {
    if validator.validate(index, message, unknownUserTags: .reject) != nil { throw Wrong() }
    return 1
  }

  /// An ExecutionReport(8) of 26 fields.
  mutating func encode(_ number: UInt64, _ header: OutboundHeader, _ text: Text32) -> UInt64 {
    var header = header
    header.msgSeqNum = MsgSeqNum(rawValue: number)
    let time = Instant(nanoseconds: 1_772_415_000_123_456_789 &+ Int64(number) &* 1_000)
    header.sendingTime = time
    encoder.begin(header)
    encoder.field(.orderID, 7_000_000 &+ number)
    encoder.field(.clOrdID, text)
    encoder.field(.execID, 9_000_000 &+ number)
    encoder.char(.execType, 0x46)
    encoder.char(.ordStatus, 0x31)
    encoder.field(.account, header.targetCompID.text)
    encoder.field(.symbol, header.senderCompID.text)
    encoder.char(.side, 0x31)
    encoder.decimal(.orderQty, 250_000, scale: 3)
    encoder.char(.ordType, 0x32)
    encoder.decimal(.price, 685_205_000, scale: 4)
    encoder.char(.timeInForce, 0x30)
    encoder.decimal(.lastQty, 25_000, scale: 3)
    encoder.decimal(.lastPx, 685_200_000 &+ Int64(number), scale: 4)
    encoder.decimal(.leavesQty, 225_000, scale: 3)
    encoder.decimal(.cumQty, 25_000, scale: 3)
    encoder.decimal(.avgPx, 685_200_000, scale: 4)
    encoder.field(.transactTime, time, header.precision)
    return UInt64(encoder.finish())
  }
}
