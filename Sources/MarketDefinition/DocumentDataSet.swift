import Market
import Titles

/// The data set of a title document, from the columns of its file: what TitleDigest(7709) is made of.
///
/// Source: market rules 3.3 (Civil Code Art. 909), 3.4.
struct DocumentDataSet {
  /// A field of the data set, the column that has it, and how it is written.
  struct Field {
    enum Form {
      case text
      case date
      case weight
      case premium
      case count
      case flag
    }
    let field: TitleField
    let column: String
    let form: Form

    init(_ field: TitleField, _ column: String, _ form: Form = .text) {
      self.field = field
      self.column = column
      self.form = form
    }
  }

  /// By ascending tag, as the digest has them.
  static let receipt: [Field] = [
    Field(.titleDocID, "receiptNo"), Field(.receiptNo, "receiptNo"),
    Field(.warehouseCode, "warehouse"), Field(.storagePosition, "position"),
    Field(.bondedFlag, "bonded", .flag), Field(.customsEntryNo, "customsEntry"),
    Field(.storedFrom, "storedFrom", .date), Field(.storedUntil, "storedUntil", .date),
    Field(.storageFeePaidTo, "storageFeePaidTo", .date), Field(.brand, "brand"),
    Field(.grade, "grade"), Field(.originCountry, "origin"),
    Field(.netWeight, "netWeight", .weight), Field(.grossWeight, "grossWeight", .weight),
    Field(.pieces, "pieces", .count), Field(.packageType, "package"), Field(.batchNo, "batch"),
    Field(.qualityCertNo, "qualityCert"), Field(.qualityPremium, "qualityPremiumCNY", .premium),
  ]
  static let bill: [Field] = [
    Field(.titleDocID, "transportDocumentReference"),
    Field(.billOfLadingNo, "transportDocumentReference"),
    Field(.billSubRef, "transportDocumentSubReference"), Field(.bondedFlag, "bonded", .flag),
    Field(.netWeight, "quantity", .weight), Field(.unitOfMeasure, "unit"),
    Field(.vesselName, "vesselName"), Field(.vesselIMO, "vesselIMO"),
    Field(.voyageNo, "universalExportVoyageReference"), Field(.portOfLoading, "portOfLoading"),
    Field(.portOfDischarge, "portOfDischarge"),
    Field(.shippedOnBoardDate, "shippedOnBoardDate", .date), Field(.eta, "eta", .date),
    Field(.carrierCode, "carrierCode"), Field(.toOrder, "isToOrder", .flag),
    Field(.shippedOnBoard, "isShippedOnBoardType", .flag),
  ]

  /// Columns that no receipt, and no bill of lading, may leave empty.
  static let demandedOfReceipts = [
    "position", "storageFeePaidTo", "bonded", "depositor", "grade", "package", "pieces",
  ]
  static let demandedOfBills = [
    "transportDocumentSubReference", "vesselName", "portOfLoading", "portOfDischarge",
    "carrierCode", "transportDocumentTypeCode", "isToOrder", "isShippedOnBoardType", "bonded",
  ]

  let isBillOfLading: Bool
  /// The text in a column; empty where there is no such column.
  let value: (String) -> String

  /// Yes and no, as files write them; nil for anything else.
  static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "y", "yes", "true": true
    case "n", "no", "false": false
    default: nil
    }
  }

  /// TitleDigest(7709); the column to blame where a value is none of its form.
  func digest() throws(DataSetProblem) -> Digest256 {
    var set = TitleDataSet()
    for (index, field) in (isBillOfLading ? Self.bill : Self.receipt).enumerated() {
      if index == 1 { set.append(.titleDocType, count: 1) { _ in isBillOfLading ? 0x42 : 0x52 } }
      let text = value(field.column)
      if !text.isEmpty { try append(field, text, to: &set) }
    }
    return set.digest
  }

  private func append(_ field: Field, _ text: String, to set: inout TitleDataSet)
    throws(DataSetProblem)
  {
    switch field.form {
    case .text: append(field.field, Array(text.utf8), to: &set)
    case .date:
      guard CivilDate(text) != nil else { throw DataSetProblem(field.column, "a date") }
      append(field.field, text.utf8.filter { $0 != UInt8(ascii: "-") }, to: &set)
    case .weight:
      guard let number = Self.decimal(text, Quantity.scale) else {
        throw DataSetProblem(field.column, "a weight with at most three decimals")
      }
      set.append(field.field, Quantity(thousandths: number))
    case .premium:
      guard let number = Self.decimal(text, Price.scale) else {
        throw DataSetProblem(field.column, "a premium in CNY per unit")
      }
      set.append(field.field, Price(tenThousandths: number))
    case .count:
      guard let count = UInt32(text) else { throw DataSetProblem(field.column, "a count") }
      set.append(field.field, count)
    case .flag:
      guard let flag = Self.flag(text) else { throw DataSetProblem(field.column, "Y or N") }
      set.append(field.field, flag)
    }
  }

  private func append(_ field: TitleField, _ bytes: [UInt8], to set: inout TitleDataSet) {
    set.append(field, count: bytes.count) { bytes[$0] }
  }

  private static func decimal(_ text: String, _ scale: Int) -> Int64? {
    do { return try DecimalText.parse(text, scale: scale) } catch { return nil }
  }
}

/// A value that is none of what its column has.
struct DataSetProblem: Error {
  let column: String
  let expected: String

  init(_ column: String, _ expected: String) {
    self.column = column
    self.expected = expected
  }
}
