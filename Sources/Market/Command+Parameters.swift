/// ParameterCode(7872): what of an instrument's definition the operator may change by itself (Art. 35). Raw values are
/// stored.
public enum InstrumentParameter: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// 1/100 of a percent, here and in the next ones.
  case priceBand = 1
  case negotiatedBand = 2
  case guarantee = 3
  case tolerance = 4
  case riskReserve = 5
  /// 1/1,000,000 of the amount.
  case tradeFee = 6
  /// Fen, here and in the next one.
  case minimumTradeFee = 7
  case titleTransferFee = 8
  /// Seconds, here and in those behind the next one.
  case minInterval = 9
  /// Trading days.
  case minIntervalDays = 10
  case signing = 11
  case balance = 12
  case funds = 13
  case title = 14
  case weight = 15
  case topUp = 16
  case answer = 17
  /// Lots of one order.
  case maxLots = 18

  /// What its values count.
  public enum Unit: Sendable {
    case percent
    case perMillion
    case yuan
    case seconds
    case days
    case lots

    /// Decimals of a value that people read.
    public var decimals: Int {
      switch self {
      case .percent, .yuan: 2
      case .perMillion: 4
      case .seconds, .days, .lots: 0
      }
    }
  }

  public var unit: Unit {
    switch self {
    case .priceBand, .negotiatedBand, .guarantee, .tolerance, .riskReserve: .percent
    case .tradeFee: .perMillion
    case .minimumTradeFee, .titleTransferFee: .yuan
    case .minInterval, .signing, .balance, .funds, .title, .weight, .topUp, .answer: .seconds
    case .minIntervalDays: .days
    case .maxLots: .lots
    }
  }

  /// What it is, for people.
  public var words: StaticString {
    switch self {
    case .priceBand: "price band"
    case .negotiatedBand: "band of negotiated prices"
    case .guarantee: "performance guarantee"
    case .tolerance: "weight tolerance"
    case .riskReserve: "share of the risk reserve"
    case .tradeFee: "trading fee"
    case .minimumTradeFee: "least trading fee"
    case .titleTransferFee: "fee for the title's transfer"
    case .minInterval: "minimum interval"
    case .minIntervalDays: "minimum interval in trading days"
    case .signing: "time to affirm"
    case .balance: "time to pay the balance"
    case .funds: "time for the funds leg"
    case .title: "time for the title leg"
    case .weight: "time for the weights"
    case .topUp: "time to top up"
    case .answer: "time to answer an alleged trade"
    case .maxLots: "most lots of an order"
    }
  }
}

extension DefineInstrument {
  /// Where a parameter stands, by what its field can hold.
  private enum Field {
    case amount(WritableKeyPath<DefineInstrument, Amount>)
    case wide(WritableKeyPath<DefineInstrument, UInt32>)
    case narrow(WritableKeyPath<DefineInstrument, UInt16>)
  }

  private static func field(of parameter: InstrumentParameter) -> Field {
    switch parameter {
    case .priceBand: .wide(\.bandBasisPoints)
    case .negotiatedBand: .wide(\.negotiatedBandBasisPoints)
    case .guarantee: .wide(\.guaranteeBasisPoints)
    case .tolerance: .wide(\.toleranceBasisPoints)
    case .riskReserve: .narrow(\.reserveBasisPoints)
    case .tradeFee: .wide(\.tradeFeePerMillion)
    case .minimumTradeFee: .amount(\.minimumTradeFee)
    case .titleTransferFee: .amount(\.titleTransferFeePerUnit)
    case .minInterval: .wide(\.minIntervalSeconds)
    case .minIntervalDays: .narrow(\.minIntervalDays)
    case .signing: .wide(\.signSeconds)
    case .balance: .wide(\.balanceSeconds)
    case .funds: .wide(\.fundsSeconds)
    case .title: .wide(\.titleSeconds)
    case .weight: .wide(\.weightSeconds)
    case .topUp: .wide(\.topUpSeconds)
    case .answer: .wide(\.answerSeconds)
    case .maxLots: .narrow(\.maxLots)
    }
  }

  /// The value of a parameter, in its unit.
  public func value(of parameter: InstrumentParameter) -> Int64 {
    switch Self.field(of: parameter) {
    case .amount(let path): self[keyPath: path].fen
    case .wide(let path): Int64(self[keyPath: path])
    case .narrow(let path): Int64(self[keyPath: path])
    }
  }

  /// Gives a parameter a value. False, and nothing done, where the field can't hold it.
  public mutating func set(_ parameter: InstrumentParameter, to value: Int64) -> Bool {
    guard value >= 0 else { return false }
    switch Self.field(of: parameter) {
    case .amount(let path): self[keyPath: path] = Amount(fen: value)
    case .wide(let path):
      guard let number = UInt32(exactly: value) else { return false }
      self[keyPath: path] = number
    case .narrow(let path):
      guard let number = UInt16(exactly: value) else { return false }
      self[keyPath: path] = number
    }
    return true
  }
}

/// The operator publishes that a parameter of an instrument will have another value. 80 bytes; the reason's text
/// follows.
public struct ChangeParameter: Sendable, BitwiseCopyable {
  public var symbol = Symbol()
  /// In the parameter's unit.
  public var value: Int64 = 0
  /// The beginning of the day on which it is published, in the market's time.
  public var publishedOn = Instant.none
  /// When it takes effect: 30 days behind `publishedOn` at the earliest, unless a situation is named. None for at once.
  public var effectiveAt = Instant.none
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var textLength: UInt16 = 0
  /// `InstrumentParameter`.
  public var parameterCode: UInt8 = 0
  /// `AbnormalSituation` that it is an emergency measure in; zero for none.
  public var situationCode: UInt8 = 0
  public var reserved0: UInt64 = 0
  public var reserved1: UInt64 = 0
  public var reserved2: UInt64 = 0
  public init() {}

  /// Rule changes are published so long before they take effect: Art. 35.
  public static var leastNoticeDays: Int64 { 30 }
}

/// The operator takes back a change that has not taken effect. 32 bytes; the reason's text follows.
public struct WithdrawChange: Sendable, BitwiseCopyable {
  /// The number that the change was given.
  public var number: UInt64 = 0
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var textLength: UInt16 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}
