import FIX44
import FIXWire
import Market
import Records

/// ProgramRegistration(UP): how a registration of the recipient's firm stands.
extension MessageEncoder {
  mutating func writeProgramRegistered(
    _ event: RawSpan, _ precision: TimestampPrecision, _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(ProgramRegistered.self)
    field(.complianceID, body.complianceID)
    field(.execID, body.execID.rawValue)
    field(.transactTime, event.loadHead().time, precision)
    field(.programRegID, UInt64(body.programRegID))
    char(.strategyType, body.strategyCode)
    field(.maxRate, UInt64(body.maxRate))
    field(.controlGroup, firmCodes.code(of: body.controlGroup).text)
    field(.programStatus, UInt64(body.statusCode))
  }
}
