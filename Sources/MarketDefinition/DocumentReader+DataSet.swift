import Market
import Titles

/// What a document says of its goods: its data set, and what the core reads of it.
extension DocumentReader {
  /// The document with its data set; nil, with the problem noted, where a field of it is missing or wrong.
  func described(_ document: DocumentDefinition, _ csv: CSVReader, _ places: Places)
    -> DocumentDefinition?
  {
    func field(_ name: String) -> String { places.all[name].map(csv.text) ?? "" }
    if let empty = columns.demanded.first(where: { field($0).isEmpty }) {
      problems.add(
        csv.file, csv.line,
        "column '\(empty)' is empty: \(columns.isBillOfLading ? "a bill of lading" : "a receipt") "
          + "says it (\(columns.isBillOfLading ? "DCSA eBL 3.0" : "Civil Code Art. 909"))")
      return nil
    }
    var result = document
    do throws(DataSetProblem) {
      result.digest = try DocumentDataSet(
        isBillOfLading: columns.isBillOfLading, value: field
      ).digest()
      result.feePaidTo = try end(of: "storageFeePaidTo", field)
      result.certificateUntil = try end(of: "certificateUntil", field)
      result.carrier = try code("carrierCode", field)
      result.pledgee = try code("pledgee", field)
      try place(&result, field)
    } catch {
      problems.add(
        csv.file, csv.line, "\(error.column) '\(field(error.column))' is not \(error.expected)")
      return nil
    }
    result.flags = flags(field)
    return result
  }

  private func end(of column: String, _ field: (String) -> String) throws(DataSetProblem)
    -> Instant
  {
    if field(column).isEmpty { return .none }
    guard let date = CivilDate(field(column)) else { throw DataSetProblem(column, "a date") }
    return date.adding(1).instant(secondsOfDay: 0, utcOffsetSeconds: utcOffsetSeconds)
  }

  private func code(_ column: String, _ field: (String) -> String) throws(DataSetProblem) -> CompID
  {
    guard let text = Text16(field(column)) else {
      throw DataSetProblem(column, "a code of at most 16 printable ASCII characters")
    }
    return CompID(text)
  }

  /// Where the goods are: a place in the warehouse, or the transport document that stands for them.
  private func place(_ document: inout DocumentDefinition, _ field: (String) -> String)
    throws(DataSetProblem)
  {
    guard columns.isBillOfLading else {
      guard let text = Text16(field("position")) else {
        throw DataSetProblem("position", "a place of at most 16 printable ASCII characters")
      }
      document.position = TitlePosition(storage: text)
      document.place = field("position")
      return
    }
    let subReference = Array(field("transportDocumentSubReference").utf8)
    document.position = TitlePosition(
      carrier: document.carrier.text, reference: document.document.text,
      subReference: subReference.count
    ) { subReference[$0] }
    document.place = "\(document.carrier.text)"
  }

  private func flags(_ field: (String) -> String) -> TitleFlags {
    var flags = TitleFlags()
    if DocumentDataSet.flag(field("bonded")) == true { flags.insert(.bonded) }
    if DocumentDataSet.flag(field("splittable")) == true { flags.insert(.splittable) }
    if DocumentDataSet.flag(field("isToOrder")) == true { flags.insert(.toOrder) }
    if DocumentDataSet.flag(field("isShippedOnBoardType")) == true {
      flags.insert(.shippedOnBoard)
    }
    if field("transportDocumentTypeCode") == "SWB" { flags.insert(.seaWaybill) }
    return flags
  }
}
