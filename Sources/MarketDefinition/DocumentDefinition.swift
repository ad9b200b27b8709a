public import Market

/// A title document as a CSV line gives it.
public struct DocumentDefinition: Sendable {
  public var document = TitleDocID()
  public var file = ""
  public var line = 0
  public var symbol = Symbol()
  public var warehouse = CompID()
  public var holder = CompID()
  public var status = TitleStatus.active
  public var isBillOfLading = false
  public var netWeight = Quantity.zero
  public var premium = Price.zero
  public var storedFrom = Instant.none
  public var storedUntil = Instant.none
  public var version: UInt32 = 1
  /// TitleDigest(7709) of its data set.
  public var digest = Digest256.none
  /// Where its goods are, or its place among bills; and the same as text.
  public var position = TitlePosition()
  public var place = ""
  public var feePaidTo = Instant.none
  public var certificateUntil = Instant.none
  public var flags = TitleFlags()
  /// The carrier of a bill of lading, and who controls a document in pledge; empty where none is said.
  public var carrier = CompID()
  public var pledgee = CompID()
  /// What else the line says, `column=value`, one per line.
  public var attributes = ""
  public init() {}

  /// Bytes of attributes that one document may carry.
  public static let attributesLimit = 8_192
}

/// Reads documents from CSV: the columns by their names, whatever their order.
struct DocumentReader {
  /// What our columns are called in a file of receipts and in a file of bills of lading.
  struct Columns {
    let isBillOfLading: Bool
    let document: String
    let weight: String
    let from: String
    let until: String?
    let warehouse: String?
    let premium: String?
    let version: String?

    /// The columns of the data set that no document may leave empty.
    var demanded: [String] {
      isBillOfLading ? DocumentDataSet.demandedOfBills : DocumentDataSet.demandedOfReceipts
    }

    /// The columns that have a place of their own; all others are attributes.
    var own: [String] {
      [document, "symbol", "holder", "status", weight, from]
        + [until, warehouse, premium, version].compactMap { $0 }
    }

    static let receipts = Columns(
      isBillOfLading: false, document: "receiptNo", weight: "netWeight", from: "storedFrom",
      until: "storedUntil", warehouse: "warehouse", premium: "qualityPremiumCNY",
      version: "version")
    static let bills = Columns(
      isBillOfLading: true, document: "transportDocumentReference", weight: "quantity",
      from: "shippedOnBoardDate", until: nil, warehouse: nil, premium: nil, version: nil)
  }

  static let statuses: [(String, TitleStatus)] = [
    ("DRAFT", .draft), ("ISSUED", .issued), ("APPROVED", .approved), ("REGISTERED", .registered),
    ("ACTIVE", .active), ("PLEDGED", .pledged), ("FROZEN", .frozen),
    ("WITHDRAWING", .withdrawing), ("CLOSED", .closed), ("EXPIRED", .expired), ("VOID", .void),
  ]

  let columns: Columns
  let utcOffsetSeconds: Int
  let problems: Problems

  /// Reads all lines of `bytes`.
  func read(_ bytes: [UInt8], file: String) -> [DocumentDefinition] {
    var csv = CSVReader(file: file, bytes: bytes)
    guard let places = places(in: csv) else { return [] }
    var documents: [DocumentDefinition] = []
    while csv.next() {
      guard csv.fieldCount == csv.columns.count else {
        problems.add(
          file, csv.line, "\(csv.fieldCount) fields where the header line has \(csv.columns.count)")
        continue
      }
      if let document = document(csv, places) { documents.append(document) }
    }
    return documents
  }

  /// Where a file's columns stand.
  struct Places {
    var own: [String: Int] = [:]
    var all: [String: Int] = [:]
    /// Those without a place of their own, with `name=`.
    var attributes: [(Int, String)] = []
  }

  /// Where the columns stand; nil, with the problem noted, where one is missing.
  private func places(in csv: CSVReader) -> Places? {
    let needed = columns.own
    var places = Places()
    for (index, name) in csv.columns.enumerated() {
      places.all[name] = index
      if needed.contains(name) {
        places.own[name] = index
      } else {
        places.attributes.append((index, "\(name)="))
      }
    }
    let missing = (needed + columns.demanded).filter { places.all[$0] == nil }
    for name in missing {
      problems.add(
        csv.file, 1, "column '\(name)' is missing\(NearestName.hint(name, among: csv.columns))")
    }
    return missing.isEmpty ? places : nil
  }

  private func document(_ csv: CSVReader, _ places: Places) -> DocumentDefinition? {
    func field(_ name: String?) -> String {
      name.flatMap { places.own[$0] }.map(csv.text) ?? ""
    }
    func complain(_ column: String, _ expected: String) {
      problems.add(csv.file, csv.line, "\(column) '\(field(column))' is not \(expected)")
    }
    var result = DocumentDefinition()
    result.file = csv.file
    result.line = csv.line
    result.isBillOfLading = columns.isBillOfLading
    guard let document = Text32(field(columns.document)), !document.isEmpty else {
      complain(columns.document, "1 to 32 printable ASCII characters")
      return nil
    }
    result.document = TitleDocID(document)
    result.symbol = Symbol(Text16(field("symbol")) ?? Text16())
    result.holder = CompID(Text16(field("holder")) ?? Text16())
    result.warehouse = CompID(Text16(field(columns.warehouse)) ?? Text16())
    guard let status = Self.statuses.first(where: { $0.0 == field("status") }) else {
      complain("status", "one of \(Self.statuses.map(\.0).joined(separator: ", "))")
      return nil
    }
    result.status = status.1
    guard let weight = decimal(field(columns.weight), Quantity.scale), weight > 0 else {
      complain(columns.weight, "a positive weight with at most three decimals")
      return nil
    }
    result.netWeight = Quantity(thousandths: weight)
    guard let premium = decimal(columns.premium == nil ? "0" : field(columns.premium), Price.scale)
    else {
      complain(columns.premium ?? "", "a premium in CNY per unit")
      return nil
    }
    result.premium = Price(tenThousandths: premium)
    result.attributes = attributes(csv, places)
    return dated(result, csv, field).flatMap { described($0, csv, places) }
  }

  private func dated(
    _ document: DocumentDefinition, _ csv: CSVReader, _ field: (String?) -> String
  ) -> DocumentDefinition? {
    var result = document
    guard let from = CivilDate(field(columns.from)) else {
      problems.add(csv.file, csv.line, "\(columns.from) '\(field(columns.from))' is no date")
      return nil
    }
    result.storedFrom = from.instant(secondsOfDay: 0, utcOffsetSeconds: utcOffsetSeconds)
    if let column = columns.until {
      guard let until = CivilDate(field(column)) else {
        problems.add(csv.file, csv.line, "\(column) '\(field(column))' is no date")
        return nil
      }
      result.storedUntil = until.adding(1).instant(
        secondsOfDay: 0, utcOffsetSeconds: utcOffsetSeconds)
    }
    if let column = columns.version {
      guard let version = UInt32(field(column)) else {
        problems.add(csv.file, csv.line, "\(column) '\(field(column))' is no version number")
        return nil
      }
      result.version = version
    }
    return result
  }

  private func attributes(_ csv: CSVReader, _ places: Places) -> String {
    var text = ""
    for (index, name) in places.attributes {
      let value = csv.text(index)
      if value.isEmpty { continue }
      text += name
      text += value
      text += "\n"
    }
    if text.utf8.count > DocumentDefinition.attributesLimit {
      problems.add(
        csv.file, csv.line,
        "the further columns have \(text.utf8.count) bytes, more than \(DocumentDefinition.attributesLimit)"
      )
      return ""
    }
    return text
  }

  private func decimal(_ text: String, _ scale: Int) -> Int64? {
    do { return try DecimalText.parse(text, scale: scale) } catch { return nil }
  }
}
