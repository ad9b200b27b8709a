import FIX44
import FIXWire
import Market

/// Anything may come from a counterparty: no bytes make the wire layer trap, and what it accepts it
/// gives back unchanged.
struct FIXWireFuzz: ~Copyable {
  private var index = FieldIndex()
  private var validator = MessageValidator(FIX44Dictionary.make())
  private var encoder = MessageEncoder(capacity: 65_536)
  private let maxMessageSize = 8_192

  /// The bytes as a stream, as the body of a message, and as a value.
  mutating func run(_ bytes: [UInt8]) {
    stream(bytes)
    stream(whole(bytes))
    value(bytes)
  }

  /// Takes messages from the bytes until more would be needed.
  private mutating func stream(_ bytes: [UInt8]) {
    let all = RawSpan(_elements: bytes.span)
    var start = 0
    while start < bytes.count {
      let rest = all.extracting(start..<bytes.count)
      switch Framing.next(in: rest, maxMessageSize: maxMessageSize) {
      case .partial: return
      case .oversized(let byteCount):
        precondition(byteCount > maxMessageSize, "only what is too large is oversized")
        return
      case .garbled(let skip):
        precondition(skip >= 1 && skip <= rest.byteCount, "skips go on and stay inside")
        start += skip
      case .complete(let byteCount), .wrongBeginString(let byteCount):
        precondition(byteCount <= rest.byteCount && byteCount <= maxMessageSize, "a whole message")
        message(rest.extracting(0..<byteCount))
        start += byteCount
      }
    }
  }

  private mutating func message(_ message: RawSpan) {
    let cut = message.byteCount * 7 / 11
    let prefix = Framing.next(in: message.extracting(0..<cut), maxMessageSize: maxMessageSize)
    precondition(prefix == .partial, "a beginning of a message is partial")
    let error = index.parse(message)
    if error == nil { sameBytes(message) }
    for place in 0..<index.count {
      let field = index[place]
      guard let first = index.firstIndex(of: field.tag) else { preconditionFailure("it is there") }
      precondition(first <= place && index[first].tag == field.tag, "the first one is found")
      readers(field, message)
    }
    for policy in [UnknownUserTags.reject, .ignore] {
      if let reject = validator.validate(index, message, unknownUserTags: policy) {
        precondition(reject.refTag.rawValue > 0, "a reject names a tag")
      }
    }
    Self.resend(message, parses: error == nil, &encoder, &index)
  }

  /// The fields, written one behind the other, are the message.
  private func sameBytes(_ message: RawSpan) {
    let bytes = Span<UInt8>(_bytes: message)
    var end = 0
    for place in 0..<index.count {
      let field = index[place]
      for byte in "\(field.tag)=".utf8 {
        precondition(bytes[end] == byte, "the tag stands before the value")
        end += 1
      }
      precondition(end == Int(field.offset), "the value follows")
      end += Int(field.length)
      precondition(bytes[end] == 1, "the delimiter follows")
      end += 1
    }
    precondition(end == bytes.count, "all of the message is fields")
  }

  /// What is resent is a message again.
  private static func resend(
    _ message: RawSpan, parses: Bool, _ encoder: inout MessageEncoder, _ index: inout FieldIndex
  ) {
    let time = Instant(nanoseconds: 1_772_415_000_000_000_000)
    guard
      StoredMessage.resend(message, sendingTime: time, precision: .nanoseconds, into: &encoder)
    else { return }
    let again = encoder.message
    precondition(
      Framing.next(in: again, maxMessageSize: 65_536) == .complete(byteCount: again.byteCount),
      "what is written is framed")
    let error = index.parse(again)
    precondition(!parses || error == nil, "what could be parsed still can")
  }

  /// Readers are total, and numbers that they read are written as numbers that they read.
  private func readers(_ field: Field, _ message: RawSpan) {
    _ = FieldValue.isMonthYear(message[field])
    do { _ = try FieldValue.int(field, in: message) } catch { _ = error.reason }
    do { _ = try FieldValue.uint(field, in: message) } catch { _ = error.reason }
    do { _ = try FieldValue.boolean(field, in: message) } catch { _ = error.reason }
    do { _ = try FieldValue.text16(field, in: message) } catch { _ = error.reason }
    do { _ = try FieldValue.text32(field, in: message) } catch { _ = error.reason }
    do { _ = try FieldValue.utcTimeOnly(field, in: message) } catch { _ = error.reason }
    do { _ = try FieldValue.localMktDate(field, in: message) } catch { _ = error.reason }
    do { _ = try FieldValue.utcTimestamp(field, in: message) } catch { _ = error.reason }
    for scale in [0, 2, 4, 8] {
      do { _ = try FieldValue.decimal(field, in: message, scale: scale) } catch { _ = error.reason }
    }
  }

  private mutating func value(_ bytes: [UInt8]) {
    let value = RawSpan(_elements: bytes.span)
    let field = Field(tag: .price, offset: 0, length: UInt32(bytes.count))
    readers(field, value)
    do {
      let number = try FieldValue.decimal(field, in: value, scale: 4)
      try Self.roundTrip(number, &encoder, &index)
    } catch {
      _ = error.reason
    }
  }

  private static func roundTrip(
    _ number: Int64, _ encoder: inout MessageEncoder, _ index: inout FieldIndex
  ) throws(ValueError) {
    encoder.begin(
      OutboundHeader(
        .executionReport, from: CompID(), to: CompID(), msgSeqNum: MsgSeqNum(rawValue: 1),
        sendingTime: Instant(nanoseconds: 0)))
    encoder.decimal(.price, number, scale: 4)
    encoder.finish()
    let message = encoder.message
    precondition(index.parse(message) == nil, "what is written is parsed")
    guard let field = index.first(.price) else { preconditionFailure("it was written") }
    let again = try FieldValue.decimal(field, in: message, scale: 4)
    precondition(again == number, "decimals are exact")
  }

  /// A message around a body, so that most inputs come as far as fields.
  private func whole(_ body: [UInt8]) -> [UInt8] {
    let start = Array("35=D\u{1}49=A\u{1}56=B\u{1}34=2\u{1}52=20260302-01:00:00\u{1}".utf8)
    let length = start.count + body.count + 1
    var bytes = Array("8=FIX.4.4\u{1}9=\(length)\u{1}".utf8) + start + body + [1]
    let sum = String(bytes.reduce(UInt8(0)) { $0 &+ $1 })
    bytes += Array("10=\(String(repeating: "0", count: 3 - sum.count))\(sum)\u{1}".utf8)
    return bytes
  }
}

nonisolated(unsafe) private var fuzz = FIXWireFuzz()

/// Called by libFuzzer with one input after the other.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  unsafe fuzz.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
