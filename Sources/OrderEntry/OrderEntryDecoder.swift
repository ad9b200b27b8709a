public import FIX44
public import FIXWire
import Market
public import Records

/// Makes command records of application messages: one message, one record.
///
/// Judges syntax only; every rule of the market is the core's. What the venue does not offer, what the
/// session may not send and what no order can hold becomes a `RefusedMessage`, so that the number is
/// consumed and the answer comes from the core. Owned by one gateway.
public struct OrderEntryDecoder: ~Copyable {
  private var documents = DocumentList()
  private var timestamps = TimestampReader()

  /// Takes its memory.
  public init() {}

  /// The longest record that a message becomes: a replace that names 64 documents, in bytes.
  public static var recordBytesMax: Int {
    RecordHead.recordLength(
      bodyLength: MemoryLayout<ReplaceOrder>.size
        + Limits.documentsPerOrder * MemoryLayout<TitleDocID>.size)
  }

  /// Whether messages of a type are taken also from a session that is over its limit: cancels.
  public static func isExemptFromThrottle(_ msgType: MsgType) -> Bool {
    OrderMessage(msgType)?.isExemptFromThrottle ?? false
  }

  /// Appends the record of an application message that has passed validation.
  ///
  /// The caller has made sure of `recordBytesMax` free bytes in `buffer`.
  public mutating func decode(
    _ index: borrowing FieldIndex, _ message: RawSpan, context: InboundContext,
    into buffer: inout RecordBuffer
  ) -> DecodeResult {
    do {
      return .appended(try append(index, message, context, &buffer))
    } catch {
      switch error {
      case .reject(let reason, let tag): return .reject(reason, tag)
      case .refuse(let refusal, let tag):
        let refused = RefusedMessage(index, message, refusal, tag)
        buffer.append(context.head(.refusedMessage), body: refused)
        return .appended(.refusedMessage)
      }
    }
  }

  private mutating func append(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ context: InboundContext,
    _ buffer: inout RecordBuffer
  ) throws(DecodeFailure) -> CommandType {
    let kind = try Self.kind(index, message, context)
    let head = context.head(kind.commandType)
    let offset = context.marketUTCOffsetSeconds
    switch kind {
    case .newOrderSingle:
      var order = try NewOrder(
        index, message, marketUTCOffsetSeconds: offset, &timestamps)
      try documents.read(index, message)
      order.documentCount = UInt16(documents.count)
      buffer.append(head, body: order, trailing: documents.bytes)
    case .orderCancelReplaceRequest:
      var replace = try ReplaceOrder(
        index, message, marketUTCOffsetSeconds: offset, &timestamps)
      try documents.read(index, message)
      replace.order.documentCount = UInt16(documents.count)
      buffer.append(head, body: replace, trailing: documents.bytes)
    case .orderCancelRequest:
      buffer.append(head, body: try CancelOrder(index, message, &timestamps))
    case .orderStatusRequest: buffer.append(head, body: try OrderStatusRequest(index, message))
    case .orderMassCancelRequest:
      buffer.append(head, body: try MassCancel(index, message, &timestamps))
    case .orderMassStatusRequest: buffer.append(head, body: try MassStatusRequest(index, message))
    case .userRequest: buffer.append(head, body: try UserRequest(index, message))
    }
    return kind.commandType
  }

  /// What the message asks for, if its session may ask for it now.
  private static func kind(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ context: InboundContext
  ) throws(DecodeFailure) -> OrderMessage {
    let (msgType, isWhole) = index.msgType(message)
    guard isWhole, let kind = OrderMessage(msgType) else {
      throw .refuse(.unsupportedMessageType, .none)
    }
    if !kind.isPermitted(to: context.role) { throw .refuse(.notAuthorised, .none) }
    if context.isThrottled { throw .refuse(.throttled, .none) }
    if context.conditionallyMissing.rawValue > 0 {
      throw .conditional(context.conditionallyMissing)
    }
    return kind
  }
}
