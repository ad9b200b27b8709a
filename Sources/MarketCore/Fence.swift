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
      && covers(order.instrument, order.account)
      && covers(order.session, order.side, order.timeInForce)
  }
}
