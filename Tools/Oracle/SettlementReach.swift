import Market
import Titles

/// What streams about settlement have come to, so that it is seen where one thing does not come up any more.
public struct SettlementReach: Sendable {
  /// How many lines of each kind there were.
  public private(set) var counts: [SettlementLine.Kind: Int] = [:]
  /// Why trades have changed their state, and what was refused.
  private var reasons: Set<TradeReason> = []
  private var notices: Set<NoticeRefusal> = []
  private var netRuns: Set<NetRunState> = []
  private var commands: Set<CommandRefusal> = []
  private var titles: Set<TitleActionRefusal> = []
  private var orders: Set<OrderReject> = []
  private var collateral: Set<CollateralRefusal> = []
  private var features: Set<SettlementFeature> = []
  /// State and action of documents' changes.
  private var ways: Set<String> = []

  public init() {}

  mutating func note(_ reject: OrderReject) { orders.insert(reject) }

  mutating func note(_ features: Set<SettlementFeature>) { self.features.formUnion(features) }

  mutating func note(_ line: SettlementLine) {
    counts[line.kind, default: 0] += 1
    if let way = line.titleWay, let from = TitleStatus(rawValue: UInt8(way.from)),
      let action = TitleAction(rawValue: UInt8(way.action))
    {
      ways.insert("\(from) \(action)")
    }
    if let refusal = line.titleRefusal {
      Self.insert(TitleActionRefusal(rawValue: UInt16(refusal)), into: &titles)
    }
    if let refusal = line.collateralRefusal {
      Self.insert(CollateralRefusal(rawValue: UInt8(refusal)), into: &collateral)
    }
    guard let reason = line.reason else { return }
    let code = UInt16(truncatingIfNeeded: reason)
    switch line.kind {
    case .trade: Self.insert(TradeReason(rawValue: UInt8(code)), into: &reasons)
    case .netRun: Self.insert(NetRunState(rawValue: UInt8(code)), into: &netRuns)
    case .noticeRefused: Self.insert(NoticeRefusal(rawValue: code), into: &notices)
    case .commandRefused: Self.insert(CommandRefusal(rawValue: code), into: &commands)
    case .confirm, .settle, .transfer, .title, .delivery, .funds, .undone, .net, .consent,
      .graded, .ended, .collateral, .assigned, .fixing, .other:
      break
    }
  }

  private static func insert<Code>(_ code: Code?, into codes: inout Set<Code>) {
    if let code { codes.insert(code) }
  }

  /// The same of another stream beside it.
  public mutating func formUnion(_ other: SettlementReach) {
    counts.merge(other.counts, uniquingKeysWith: +)
    reasons.formUnion(other.reasons)
    notices.formUnion(other.notices)
    netRuns.formUnion(other.netRuns)
    commands.formUnion(other.commands)
    titles.formUnion(other.titles)
    orders.formUnion(other.orders)
    collateral.formUnion(other.collateral)
    features.formUnion(other.features)
    ways.formUnion(other.ways)
  }

  /// What streams can come to and these have not: everything that settlement has, but for what is another
  /// oracle's matter.
  public var missing: [String] {
    func names<Code: Hashable>(_ all: [Code], _ reached: Set<Code>) -> [String] {
      all.filter { !reached.contains($0) }.map { "\(Code.self).\($0)" }
    }
    let ofCommands: [CommandRefusal] = [
      .unknownTrade, .wrongTradeState, .insufficientFunds, .netRunUnderWay, .invalidValue,
      .unknownWarehouse, .unknownCurrency, .exceedsDamage, .unknownBenchmark,
    ]
    let ofOrders: [OrderReject] = [
      .documentUnknown, .documentNotHeld, .documentNotActive, .documentNotFree,
      .titleNotTransferred, .notEnoughDocuments, .documentCountDiffers, .insufficientFunds,
      .documentOfAnotherInstrument, .documentExpired, .warehouseNotCompliant,
      .benchmarkMissing, .priceOutsideBand, .qualifierNotOffered, .modeNotOffered,
      .settlDateNotOffered, .wouldTradeWithItself, .otherSideRefused,
    ]
    // The venue instructs the registry only behind clearing's word, so title never waits for it; two documents
    // over the same goods are drawn too seldom, `titles_life.venue` has them.
    let ofTitles = TitleActionRefusal.allCases.filter {
      $0 != .fundsNotSettled && $0 != .positionOccupied
    }
    // Called for while it is taken back: `money_collateral.venue`.
    let ofCollateral = CollateralRefusal.allCases.filter { $0 != .called }
    // Programmes belong to orders: `programme.venue`.
    let ofPrograms: Set<NoticeRefusal> = [.unknownProgram, .tooManyPrograms, .rateTooHigh]
    let ofNotices = NoticeRefusal.allCases.filter { !ofPrograms.contains($0) }
    return names(SettlementLine.Kind.allCases.filter { $0 != .other }, Set(counts.keys))
      + names(TradeReason.allCases, reasons) + names(ofNotices, notices)
      + names(NetRunState.allCases, netRuns) + names(ofCommands, commands)
      + names(ofTitles, titles) + names(ofOrders, orders)
      + names(ofCollateral, collateral) + names(SettlementFeature.allCases, features)
      + names(TitleTransition.all.map { "\($0.from) \($0.action)" }, ways)
  }
}
