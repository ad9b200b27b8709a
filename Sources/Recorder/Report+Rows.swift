import GRDB
import LogText
import Market

extension Report {
  /// What a column of the books holds.
  enum Form {
    case text
    case number
    case price
    case quantity
    case amount
    /// An instant, as the log prints it.
    case instant
  }
}

extension Report.Value {
  /// A value of the books; NULL is nothing.
  init(_ value: DatabaseValue, _ form: Report.Form) {
    switch (value.storage, form) {
    case (.string(let text), _): self = .text(text)
    case (.int64(let number), .price): self = .price(number)
    case (.int64(let number), .quantity): self = .quantity(number)
    case (.int64(let number), .amount): self = .amount(number)
    case (.int64(let number), .instant):
      self = .text(TextForm.timestamp(Instant(nanoseconds: number)))
    case (.int64(let number), .number), (.int64(let number), .text): self = .number(number)
    case (.null, _), (.blob, _), (.double, _): self = .nothing
    }
  }
}

extension Report.Table {
  /// The rows that a query has found, a form for each of its columns.
  init(_ name: String, _ columns: KeyValuePairs<String, Report.Form>, _ rows: [Row]) {
    self.init(
      name, columns.map(\.key),
      rows.map { row in
        zip(row.databaseValues, columns).map { Report.Value($0, $1.value) }
      })
  }
}
