public import FIX44
import FIXWire
import Linux
import Market
public import OrderEntry
import Records
public import Storage

/// What all sessions of a gateway share: parser, validator, encoder, and the ways out.
///
/// Owner: the gateway's thread. One message is in `index` and one in `encoder` at a time.
public struct GatewayTools: ~Copyable {
  var index = FieldIndex()
  var validator: MessageValidator
  var decoder = OrderEntryDecoder()
  var encoder = MessageEncoder(capacity: GatewayLimits.messageBytes)
  var scratch = RecordBuffer(capacity: Limits.recordBytes)
  var port: CommandPort
  var store: SessionStore
  var notices: NoticeWriter
  /// Why the gateway can't go on.
  var failure: AgentError?
  let firmCodes: FirmCodes
  let marketUTCOffsetSeconds: Int32

  public init(
    dictionary: FIX44Dictionary, port: consuming CommandPort, store: consuming SessionStore,
    notices: consuming NoticeWriter, firmCodes: consuming FirmCodes, marketUTCOffsetSeconds: Int32
  ) {
    validator = MessageValidator(dictionary)
    self.port = port
    self.store = store
    self.notices = notices
    self.firmCodes = firmCodes
    self.marketUTCOffsetSeconds = marketUTCOffsetSeconds
  }

  /// Stores the encoder's message. A failure is final, for its number is taken: the duty cycle ends
  /// with it before anything is sent.
  mutating func storeMessage(_ head: StoredMessageHead) {
    do throws(SystemError) { try Self.append(head, encoder, to: &store) } catch {
      failure = .system(error)
    }
  }

  private static func append(
    _ head: StoredMessageHead, _ encoder: borrowing MessageEncoder, to store: inout SessionStore
  ) throws(SystemError) {
    try store.append(head, encoder.message)
  }

  /// Journals a record that no application message stands behind.
  mutating func publish<Body: BitwiseCopyable>(
    _ type: CommandType, _ head: RecordHead, _ body: Body
  ) {
    var head = head
    head.typeCode = type.rawValue
    scratch.removeAll()
    scratch.append(head, body: body)
    port.write(scratch)
  }
}
