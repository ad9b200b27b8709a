import FIX44
import FIXWire
import Market

/// SettlType(63) and SettlDate(64) of what firms agree on.
extension FieldIndex {
  /// The beginning of the day on which a deal is delivered; none for delivery at once, which 63=0 and 1 say too.
  func settlDate(_ message: RawSpan, _ utcOffsetSeconds: Int32) throws(DecodeFailure) -> Instant {
    let type = try number(.settlType, message)
    guard let date = try localMktDate(.settlDate, message) else {
      if type == Self.future { throw .conditional(.settlDate) }
      guard type == nil || type == 0 || type == 1 else {
        throw .refuse(.codeNotOffered, .settlType)
      }
      return .none
    }
    guard type == nil || type == Self.future else { throw .refuse(.codeNotOffered, .settlType) }
    guard let begin = Instant(beginOf: date, utcOffsetSeconds: utcOffsetSeconds), begin > .none
    else {
      throw .notRepresentable(.settlDate)
    }
    return begin
  }

  /// SettlType(63): on a day of the future.
  fileprivate static var future: UInt64 { 6 }
}

extension MessageEncoder {
  /// SettlType(63) and SettlDate(64) of a deal; neither where it is delivered at once.
  mutating func writeDelivery(on date: Instant, _ options: ReportOptions) {
    guard date != .none else { return }
    field(.settlType, FieldIndex.future)
    field(.settlDate, options.tradeDate(of: date))
  }
}
