import Market

/// The live orders of a scope at one moment: they are cancelled one after the other, and from that
/// moment on none of them trades or is met as an own order.
struct Fence: BitwiseCopyable {
  /// Why orders are cancelled.
  enum Cause: UInt8, BitwiseCopyable {
    /// A member has asked for it.
    case massCancel
    /// The operator has stopped somebody.
    case kill
    /// The session's connection has ended.
    case disconnect
    /// The control group has just traded on the other side (Art. 11).
    case minimumInterval
    /// What money the instrument's orders hold is another one from now on.
    case newTerms
  }

  /// How many fences had been set before it.
  var number: UInt64 = 0
  /// The last OrderID(37) when it was set: later orders do not stand behind it.
  var lastOrderID = OrderID.none
  /// Nil for all firms.
  var firm: FirmID?
  /// Nil for all instruments.
  var instrument: InstrumentID?
  /// Nil for all accounts.
  var account: AccountCode?
  /// Nil for both sides.
  var side: Side?
  /// Nil for orders that any session of the firm has entered.
  var session: SessionID?
  /// The firms of one control group alone, where it is for more than one; nil for any.
  var group: UInt32?
  /// The orders that have these times of last fills: those of a control group in an instrument; nil for any.
  var fillTimes: UInt32?
  /// Good-till-cancel and good-till-date orders do not stand behind it.
  var keepsGoodTill = false
  var cause = Cause.massCancel
  /// The session that has asked for it; the venue where none has.
  var setBy = SessionID.venue

  /// Whether it is for orders of an account in an instrument.
  func covers(_ instrument: InstrumentID, _ account: AccountCode) -> Bool {
    (self.instrument ?? instrument) == instrument && (self.account ?? account) == account
  }

  /// Whether it is for orders of a session, a side and a time in force.
  func covers(_ session: SessionID, _ side: Side, _ timeInForce: TimeInForce) -> Bool {
    (self.session ?? session) == session && (self.side ?? side) == side
      && !(keepsGoodTill && timeInForce.isGoodTill)
  }

  /// Whether an order stands behind it.
  func covers(_ order: Order) -> Bool {
    order.orderID <= lastOrderID && (firm ?? order.firm) == order.firm
      && (fillTimes ?? order.fillTimes) == order.fillTimes
      && covers(order.instrument, order.account)
      && covers(order.session, order.side, order.timeInForce)
  }

  /// What tells it from others of its cause, of which there is one each at most.
  var key: UInt32 {
    switch cause {
    case .massCancel, .kill: 0
    case .disconnect: (session ?? .venue).rawValue
    case .minimumInterval: Fence.key(fillTimes ?? 0, side ?? .buy)
    case .newTerms: (instrument ?? .none).rawValue
    }
  }

  /// The key of what ends the orders of one side that have these times of last fills.
  static func key(_ fillTimes: UInt32, _ side: Side) -> UInt32 {
    switch side {
    case .buy: 2 * fillTimes
    case .sell: 2 * fillTimes + 1
    }
  }
}
