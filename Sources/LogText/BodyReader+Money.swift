import Market

/// Which body each type of record about money has.
extension BodyReader {
  @_lifetime(self: copy self)
  mutating func readMoney(_ type: CommandType) {
    switch type {
    case .defineCurrency: if let body = body(DefineCurrency.self) { fields.add(body) }
    case .setFixing: if let body = body(SetFixing.self) { fields.add(body) }
    case .clearNet:
      if let body = body(ClearNet.self) { fields.add(body) }
      trailingText("text", behind: ClearNet.self)
    case .useReserve:
      if let body = body(UseReserve.self) { fields.add(body) }
      trailingText("text", behind: UseReserve.self)
    case .inquireCollateral: if let body = body(InquireCollateral.self) { fields.add(body) }
    default: if let body = body(AssignCollateral.self) { fields.add(body) }
    }
  }

  @_lifetime(self: copy self)
  mutating func readMoney(_ type: EventType) {
    switch type {
    case .fixingChanged: if let body = body(FixingChanged.self) { fields.add(body) }
    case .collateralAnswered: if let body = body(CollateralAnswered.self) { fields.add(body) }
    case .netPublished: if let body = body(NetPublished.self) { fields.add(body) }
    case .netRunChanged: if let body = body(NetRunChanged.self) { fields.add(body) }
    case .collateralInquired: if let body = body(CollateralInquired.self) { fields.add(body) }
    case .collateralListed: if let body = body(CollateralListed.self) { fields.add(body) }
    default: if let body = body(CollateralTold.self) { fields.add(body) }
    }
  }
}
