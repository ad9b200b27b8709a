import FIX44

/// What codes on the wire mean: the names of the code sets' cases as words.
enum CodeMeaning {
  /// The meaning of a field's value; nil where the field has no code set or the value is outside.
  static func of(_ tag: Tag, _ value: String) -> String? {
    switch tag {
    case .msgType: return nil
    case .side: return character(CodeSet.Side.self, value)
    case .ordType: return character(CodeSet.OrdType.self, value)
    case .timeInForce: return character(CodeSet.TimeInForce.self, value)
    case .execType: return character(CodeSet.ExecType.self, value)
    case .ordStatus: return character(CodeSet.OrdStatus.self, value)
    case .cashMargin: return character(CodeSet.CashMargin.self, value)
    case .execInst: return character(CodeSet.ExecInst.self, value)
    case .cxlRejResponseTo: return character(CodeSet.CxlRejResponseTo.self, value)
    case .tradingMode: return character(CodeSet.TradingMode.self, value)
    case .massCancelRequestType: return character(CodeSet.MassCancelRequestType.self, value)
    case .massCancelResponse: return character(CodeSet.MassCancelResponse.self, value)
    case .partyIDSource: return character(CodeSet.PartyIDSource.self, value)
    default: return number(tag, value)
    }
  }

  private static func number(_ tag: Tag, _ value: String) -> String? {
    switch tag {
    case .ordRejReason: number(CodeSet.OrdRejReason.self, value)
    case .cxlRejReason: number(CodeSet.CxlRejReason.self, value)
    case .massCancelRejectReason: number(CodeSet.MassCancelRejectReason.self, value)
    case .massStatusReqType: number(CodeSet.MassStatusReqType.self, value)
    case .businessRejectReason: number(CodeSet.BusinessRejectReason.self, value)
    case .sessionRejectReason: number(CodeSet.SessionRejectReason.self, value)
    case .execRestatementReason: number(CodeSet.ExecRestatementReason.self, value)
    case .lastLiquidityInd: number(CodeSet.LastLiquidityInd.self, value)
    case .partyRole: number(CodeSet.PartyRole.self, value)
    case .encryptMethod: number(CodeSet.EncryptMethod.self, value)
    case .sessionStatus: number(CodeSet.SessionStatus.self, value)
    case .priceType: number(CodeSet.PriceType.self, value)
    default: nil
    }
  }

  private static func character<Code: RawRepresentable<UInt8>>(
    _ set: Code.Type, _ value: String
  ) -> String? {
    guard value.utf8.count == 1, let byte = value.utf8.first else { return nil }
    return set.init(rawValue: byte).map { words("\($0)") }
  }

  private static func number<Code: RawRepresentable<UInt16>>(
    _ set: Code.Type, _ value: String
  ) -> String? {
    UInt16(value).flatMap { set.init(rawValue: $0) }.map { words("\($0)") }
  }

  /// `partiallyFilled` is `partially filled`.
  static func words(_ name: String) -> String {
    var text = ""
    var isBehindLower = false
    for character in name {
      if character.isUppercase && isBehindLower { text += " " }
      text += isBehindLower || !character.isUppercase ? character.lowercased() : String(character)
      isBehindLower = character.isLowercase || character.isNumber
    }
    return text
  }
}
