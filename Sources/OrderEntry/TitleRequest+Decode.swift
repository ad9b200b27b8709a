import FIX44
import FIXWire
import Market
import Records

extension RequestTitle {
  /// TitleReport(UT) that is about no trade: a legal change of a document is asked for, or agreed to. Days end
  /// and begin `offsetSeconds` east of UTC.
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, marketUTCOffsetSeconds offsetSeconds: Int32
  ) throws(DecodeFailure) {
    self.init()
    guard let reference = try index.text32(.titleEventID, message) else {
      throw .conditional(.titleEventID)
    }
    guard let document = try index.text32(.titleDocID, message) else {
      throw .conditional(.titleDocID)
    }
    self.reference = reference
    self.document = TitleDocID(document)
    try readAction(index, message)
    if let version = try index.number(.titleVersion, message) {
      guard let number = UInt32(exactly: version) else { throw .notRepresentable(.titleVersion) }
      self.version = number
      hasVersion = 1
    }
    recipient = CompID(try index.text16(.titleRecipient, message) ?? Text16())
    try readDocument(index, message)
    try readDates(index, message, offsetSeconds)
  }

  private mutating func readAction(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    guard let number = try index.number(.titleAction, message) else {
      throw .conditional(.titleAction)
    }
    guard let action = UInt8(exactly: number).flatMap(TitleAction.init), action != .transfer else {
      throw .refuse(.codeNotOffered, .titleAction)
    }
    actionCode = action.rawValue
    switch try index.number(.titleResult, message) ?? 0 {
    case 0: purposeCode = TitlePurpose.change.rawValue
    case 3: purposeCode = TitlePurpose.consent.rawValue
    case 4: purposeCode = TitlePurpose.takeBack.rawValue
    default: throw .refuse(.codeNotOffered, .titleResult)
    }
    let reason = try index.number(.titleReason, message) ?? 0
    guard let reason = UInt8(exactly: reason).flatMap(TitleReason.init) else {
      throw .refuse(.codeNotOffered, .titleReason)
    }
    reasonCode = reason.rawValue
  }

  /// What a document that is made says of itself.
  private mutating func readDocument(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    holder = CompID(try index.text16(.titleHolder, message) ?? Text16())
    warehouse = CompID(try index.text16(.warehouseCode, message) ?? Text16())
    symbol = Symbol(try index.text16(.symbol, message) ?? Text16())
    newDocument = TitleDocID(try index.text32(.newTitleDocID, message) ?? Text32())
    position = TitlePosition(storage: try index.text16(.storagePosition, message) ?? Text16())
    if let field = index.first(.titleDigest) {
      digest = try Digest256(message[field], of: .titleDigest)
    }
    netWeight = try index.quantity(.netWeight, message) ?? .zero
    premium = try index.price(.qualityPremium, message) ?? .zero
    docType = try index.char(.titleDocType, message) ?? UInt8(ascii: "R")
    guard docType == UInt8(ascii: "R") || docType == UInt8(ascii: "B") else {
      throw .refuse(.codeNotOffered, .titleDocType)
    }
    try readFlag(.bondedFlag, .bonded, index, message)
    try readFlag(.splittable, .splittable, index, message)
    try readFlag(.toOrder, .toOrder, index, message)
    try readFlag(.shippedOnBoard, .shippedOnBoard, index, message)
    try readFlag(.seaWaybill, .seaWaybill, index, message)
  }

  private mutating func readFlag(
    _ tag: Tag, _ flag: TitleFlags, _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    if try index.char(tag, message) == ASCII.yes { flags.insert(flag) }
  }

  private mutating func readDates(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ offsetSeconds: Int32
  ) throws(DecodeFailure) {
    storedUntil = try index.end(of: .storedUntil, message, offsetSeconds)
    feePaidTo = try index.end(of: .storageFeePaidTo, message, offsetSeconds)
    certificateUntil = try index.end(of: .certificateUntil, message, offsetSeconds)
    let firstDay = try index.end(of: .storedFrom, message, offsetSeconds)
    if firstDay != .none { storedFrom = firstDay.adding(nanoseconds: -86_400_000_000_000) }
  }
}

extension FieldIndex {
  /// The end of a day at the market; none where the field is absent.
  fileprivate func end(of tag: Tag, _ message: RawSpan, _ offsetSeconds: Int32)
    throws(DecodeFailure) -> Instant
  {
    guard let date = try localMktDate(tag, message) else { return .none }
    guard let instant = Instant(endOf: date, utcOffsetSeconds: offsetSeconds), instant > .none
    else { throw .notRepresentable(tag) }
    return instant
  }
}

extension Digest256 {
  /// 64 hexadecimal digits.
  fileprivate init(_ bytes: RawSpan, of tag: Tag) throws(DecodeFailure) {
    guard let digest = Digest256(hex: Span<UInt8>(_bytes: bytes)) else {
      throw .notRepresentable(tag)
    }
    self = digest
  }
}

/// The documents beside the one of a request, in the client's order; used again for the next request.
///
/// At most 64: more are refused, so the room is taken once.
struct TitlePartList: ~Copyable {
  private var parts = [RequestedPart](
    repeating: RequestedPart(), count: Limits.documentsPerOrder)
  private(set) var count = 0

  init() {}

  /// Appends a record with this body, the documents behind it, and a text behind them.
  func append<Body: BitwiseCopyable>(
    _ head: RecordHead, _ body: Body, _ text: RawSpan, to buffer: inout RecordBuffer
  ) {
    let size = MemoryLayout<RequestedPart>.size
    let offset = buffer.append(head, body: body, trailingByteCount: count * size + text.byteCount)
    var place = offset + RecordHead.byteCount + MemoryLayout<Body>.size
    for index in 0..<count {
      buffer.store(parts[index], at: place)
      place += size
    }
    let bytes = Span<UInt8>(_bytes: text)
    for index in bytes.indices { buffer.store(bytes[index], at: place + index) }
  }

  /// Reads the group NoTitleParts(7757).
  mutating func read(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    count = 0
    guard let counter = index.firstIndex(of: .noTitleParts) else { return }
    for position in counter + 1..<index.count {
      let field = index[position]
      let value = message[field]
      switch field.tag {
      case .partDocID: try append(value)
      case .partNetWeight: parts[count - 1].netWeight = try Self.weight(field, message)
      case .partPosition:
        guard let text = Text16(value) else { throw .notRepresentable(field.tag) }
        parts[count - 1].position = TitlePosition(storage: text)
      case .partDigest: parts[count - 1].digest = try Digest256(value, of: field.tag)
      case .partVersion: parts[count - 1].version = try Self.version(field, message)
      default: return
      }
    }
  }

  private static func weight(_ field: Field, _ message: RawSpan)
    throws(DecodeFailure) -> Quantity
  {
    do {
      return Quantity(
        thousandths: try FieldValue.decimal(field, in: message, scale: Quantity.scale))
    } catch { throw DecodeFailure(error, field.tag) }
  }

  private static func version(_ field: Field, _ message: RawSpan)
    throws(DecodeFailure) -> UInt32
  {
    do {
      if let version = UInt32(exactly: try FieldValue.uint(field, in: message)) { return version }
    } catch { throw .notRepresentable(field.tag) }
    throw .notRepresentable(field.tag)
  }

  private mutating func append(_ value: RawSpan) throws(DecodeFailure) {
    guard count < parts.count else { throw .refuse(.tooManyDocuments, .noTitleParts) }
    guard let text = Text32(value), !text.isEmpty else { throw .notRepresentable(.partDocID) }
    parts[count] = RequestedPart()
    parts[count].document = TitleDocID(text)
    count += 1
  }
}
