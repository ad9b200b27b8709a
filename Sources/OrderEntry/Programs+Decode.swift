import FIX44
import FIXWire
import Market

extension RegisterProgram {
  /// ProgramRegistration(UP): with ProgramRegID(7801) the end of a registration, and else a new one.
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    complianceID = try present(try index.text32(.complianceID, message), .complianceID)
    if let number = try index.uint32(.programRegID, message) {
      guard number > 0 else { throw .notRepresentable(.programRegID) }
      programRegID = number
      return
    }
    guard let strategy = try index.code(.strategyType, message, of: StrategyType.self) else {
      throw .conditional(.strategyType)
    }
    guard let rate = try index.uint32(.maxRate, message) else { throw .conditional(.maxRate) }
    strategyCode = strategy.rawValue
    maxRate = rate
  }
}

extension FieldIndex {
  /// ComplianceID(376) of a program trade: ProgramRegID(7801), or zero, which no registration has.
  func programRegID(_ message: RawSpan) -> UInt32 {
    guard let field = first(.complianceID) else { return 0 }
    do { return UInt32(exactly: try FieldValue.uint(field, in: message)) ?? 0 } catch { return 0 }
  }

  fileprivate func uint32(_ tag: Tag, _ message: RawSpan) throws(DecodeFailure) -> UInt32? {
    guard let number = try number(tag, message) else { return nil }
    guard let value = UInt32(exactly: number) else { throw .notRepresentable(tag) }
    return value
  }
}
