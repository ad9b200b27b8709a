import FIX44
import FIXWire
import Market
import OrderEntry
import Records
import Testing

/// A wrong form is the session's matter, a wrong size the venue's, and each message is counted once.
@Suite struct DecodeResultTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let change: String
    let result: DecodeResult
    let records: Int
    init(_ change: String, _ result: DecodeResult, records: Int) {
      self.change = change
      self.result = result
      self.records = records
    }
    var testDescription: String { change }
  }

  static let rows: [Row] = [
    Row("44=68450", .appended(.newOrder), records: 1),
    Row("44=68450.12345", .appended(.refusedMessage), records: 1),
    Row("44=99999999999999999999", .appended(.refusedMessage), records: 1),
    Row("44=abc", .reject(.incorrectDataFormat, .price), records: 0),
    Row("40=", .reject(.requiredTagMissing, .ordType), records: 0),
    Row("38=", .appended(.refusedMessage), records: 1),
  ]

  @Test("one record, or a reject and none", arguments: rows)
  func result(_ row: Row) {
    let decoded = Decoded(OrderLines.line(OrderLines.newOrder, with: row.change))
    var records = 0
    var offset = 0
    while offset < decoded.buffer.count {
      offset += Int(decoded.buffer.bytes.loadHead(at: offset).length)
      records += 1
    }
    #expect(decoded.result == row.result)
    #expect(records == row.records)
  }
}
