import Market

/// What a TradeCaptureReport(AE) is for: TradeReportTransType(487), TradeReportType(856) and the fields that
/// follow from it.
enum TradeReport {
  /// Clearing is asked to settle the trade.
  case instruction
  /// Clearing is asked to pay back what it has settled.
  case takenBack
  /// The trade goes on.
  case goesOn
  /// It goes on, and its parties do not agree.
  case disputed
  /// Its terms are final.
  case final
  /// It is undone.
  case undone

  /// What a party is told of a trade that has come to a state.
  init(_ state: TradeState) {
    switch state {
    case .bust, .buyerDefault, .sellerDefault: self = .undone
    case .invoiced, .closed: self = .final
    case .dispute: self = .disputed
    case .matched, .signed, .funded, .guaranteed, .balanceDue, .titleLocked, .dvpDone, .weightFinal:
      self = .goesOn
    }
  }

  /// TradeReportTransType(487): 0 new, 1 cancel, 2 replace.
  var tradeReportTransType: UInt64 {
    switch self {
    case .instruction, .goesOn, .disputed: 0
    case .undone, .takenBack: 1
    case .final: 2
    }
  }

  /// TradeReportType(856): 0 submit, 4 addendum, 5 no/was, 6 trade report cancel.
  var tradeReportType: UInt64 {
    switch self {
    case .instruction: 0
    case .goesOn, .disputed: 4
    case .final: 5
    case .undone, .takenBack: 6
    }
  }

  var execType: ExecType { tradeReportTransType == 1 ? .tradeCancel : .trade }

  /// MatchStatus(573): 0 matched, 2 alert.
  var matchStatus: UInt8 { self == .disputed ? 0x32 : 0x30 }
}

/// One side of a trade as TradeCaptureReport(AE) tells it.
struct TradeSide {
  let side: Side
  let firm: FirmID
  let orderID: OrderID
  let clOrdID: ClOrdID
  var account = AccountCode()
  /// GrossTradeAmt(381).
  let grossTradeAmt: Amount
  /// What the side pays to the venue for the trade, and for the transfer of title.
  let tradeFee: Amount
  let titleFee: Amount
  /// Nothing is owed any more.
  var isUndone = false
  /// What the text says; nil to clearing.
  var state: TradeState?
  var reason = TradeReason.none

  /// NetMoney(118): what the buyer pays, or what the seller gets.
  var netMoney: Amount {
    let fees = tradeFee.fen + titleFee.fen
    return Amount(fen: grossTradeAmt.fen + (side == .buy ? fees : -fees))
  }

  /// A side as clearing sees it. Both pay the same for the trade, the buyer for the title too.
  init(_ side: Side, of body: borrowing SettlementInstructed) {
    let isBuy = side == .buy
    self.side = side
    firm = isBuy ? body.buyFirm : body.sellFirm
    orderID = isBuy ? body.buyOrderID : body.sellOrderID
    clOrdID = isBuy ? body.buyClOrdID : body.sellClOrdID
    grossTradeAmt = body.grossTradeAmt
    tradeFee = body.sellerFees
    titleFee = isBuy ? Amount(fen: body.buyerFees.fen - body.sellerFees.fen) : .zero
  }

  /// The side of the party that is told.
  init(_ body: borrowing TradeChanged, isUndone: Bool) {
    let isBuy = body.sideCode == Side.buy.rawValue
    side = isBuy ? .buy : .sell
    firm = isBuy ? body.buyFirm : body.sellFirm
    orderID = body.orderID
    clOrdID = body.clOrdID
    account = body.account
    grossTradeAmt = body.grossTradeAmt
    tradeFee = body.sellerFees
    titleFee = isBuy ? Amount(fen: body.buyerFees.fen - body.sellerFees.fen) : .zero
    self.isUndone = isUndone
    state = TradeState(rawValue: body.stateCode)
    reason = TradeReason(rawValue: body.reasonCode) ?? .none
  }
}

extension TradingMode {
  /// TrdSubType(829), which FIX 4.4 leaves to its users.
  var trdSubType: UInt64 {
    switch self {
    case .listing: 1
    case .negotiated: 2
    case .auctionAscending: 3
    case .auctionDescending: 4
    case .continuous: 5
    }
  }
}
