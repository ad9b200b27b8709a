public import Market

/// The fields of a document's data set: those of a warehouse receipt and of a bill of lading, by tag.
///
/// The holder, the status, the version and the warehouse's grade are none of them: they change while
/// the document says the same. Source: market rules 3.3, 3.4.
public enum TitleField: UInt16, Sendable, CaseIterable {
  case titleDocID = 7701
  case titleDocType = 7702
  case receiptNo = 7703
  case billOfLadingNo = 7704
  case billSubRef = 7705
  case parentDocID = 7710
  case warehouseCode = 7711
  case storagePosition = 7712
  case bondedFlag = 7714
  case customsEntryNo = 7715
  case storedFrom = 7716
  case storedUntil = 7717
  case storageFeePaidTo = 7718
  case insurerRef = 7719
  case lossStandardPct = 7720
  case brand = 7721
  case grade = 7722
  case originCountry = 7723
  case producer = 7724
  case netWeight = 7725
  case grossWeight = 7726
  case pieces = 7727
  case packageType = 7728
  case batchNo = 7729
  case qualityCertNo = 7730
  case qualityPremium = 7731
  case locationPremium = 7732
  case hsCode = 7733
  case unitOfMeasure = 7734
  case vesselName = 7741
  case vesselIMO = 7742
  case voyageNo = 7743
  case portOfLoading = 7744
  case portOfDischarge = 7745
  case shippedOnBoardDate = 7746
  case eta = 7747
  case carrierCode = 7748
  case toOrder = 7749
  case shippedOnBoard = 7752
  case originalsCount = 7753
}

/// Makes TitleDigest(7709): SHA-256 of a document's data set in the form `cangdan-title-1`.
///
/// A line `tag=value` for each field that the document has, by ascending tag; weights with three
/// decimals, premiums with four, flags Y or N, dates YYYYMMDD, all else as it is written.
public struct TitleDataSet: Sendable {
  private var text = CanonicalText("cangdan-title-1")
  private var last: UInt16 = 0
  public init() {}

  /// The digest of the fields so far.
  public var digest: Digest256 { text.digest }

  /// A text, a code or a date of `count` bytes.
  public mutating func append(_ field: TitleField, count: Int, byte: (Int) -> UInt8) {
    begin(field)
    for index in 0..<count { text.append(byte(index)) }
    text.end()
  }

  /// A text of fixed capacity.
  public mutating func append(_ field: TitleField, _ value: some FixedText) {
    append(field, count: value.count) { value[$0] }
  }

  /// A weight.
  public mutating func append(_ field: TitleField, _ value: Quantity) {
    append(field, value.thousandths, scale: Quantity.scale)
  }

  /// A premium.
  public mutating func append(_ field: TitleField, _ value: Price) {
    append(field, value.tenThousandths, scale: Price.scale)
  }

  /// A count.
  public mutating func append(_ field: TitleField, _ value: UInt32) {
    append(field, Int64(value), scale: 0)
  }

  /// A flag.
  public mutating func append(_ field: TitleField, _ value: Bool) {
    append(field, count: 1) { _ in UInt8(ascii: value ? "Y" : "N") }
  }

  private mutating func append(_ field: TitleField, _ value: Int64, scale: Int) {
    begin(field)
    text.append(value, scale: scale)
    text.end()
  }

  private mutating func begin(_ field: TitleField) {
    precondition(field.rawValue > last, "the fields come by ascending tag, each once")
    last = field.rawValue
    text.begin(field.rawValue)
  }
}

extension TitlePosition {
  /// The place of a bill of lading among the others: its carrier and its two references.
  public init(carrier: Text16, reference: Text32, subReference count: Int, byte: (Int) -> UInt8) {
    var text = CanonicalText("cangdan-bill-1")
    text.line("carrier", carrier)
    text.line("reference", reference)
    text.begin("subReference")
    for index in 0..<count { text.append(byte(index)) }
    text.end()
    self.init(transportDocument: text.digest)
  }
}
