import Market

/// The live orders of a scope at one moment: they are cancelled one after the other, and from that
/// moment on none of them trades or is met as an own order.
struct Fence: BitwiseCopyable {
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
  /// The session that has asked for it; the venue where the operator has.
  var setBy = SessionID.venue

  /// Whether it is for orders of an account in an instrument.
  func covers(_ instrument: InstrumentID, _ account: AccountCode) -> Bool {
    (self.instrument ?? instrument) == instrument && (self.account ?? account) == account
  }

  /// Whether it is for orders of a session and a side.
  func covers(_ session: SessionID, _ side: Side) -> Bool {
    (self.session ?? session) == session && (self.side ?? side) == side
  }

  /// Whether an order stands behind it.
  func covers(_ order: Order) -> Bool {
    order.orderID <= lastOrderID && (firm ?? order.firm) == order.firm
      && covers(order.instrument, order.account) && covers(order.session, order.side)
  }
}
