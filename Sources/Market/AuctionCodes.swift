/// How far a lot has come: AuctionState(7781). Raw values are stored.
public enum AuctionState: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Somebody has applied; the operator has not answered.
  case applied = 1
  /// Told to all, not yet open: deposits are taken.
  case announced = 2
  case open = 3
  /// Open beyond its close, because of a bid in the last seconds.
  case extending = 4
  /// Its time stands still: a halt, or a gap in the venue's time.
  case frozen = 5
  case sold = 6
  case unsold = 7
  case cancelled = 8

  /// Whether nothing comes after it.
  public var isOver: Bool {
    switch self {
    case .sold, .unsold, .cancelled: true
    case .applied, .announced, .open, .extending, .frozen: false
    }
  }
}

/// What the operator does with a lot. Raw values are stored.
public enum AuctionControl: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The application is good: the lot is told to all.
  case announce = 1
  /// It is not.
  case refuse = 2
  /// The lot ends without a result.
  case cancel = 3
  /// A bid counts no more.
  case voidBid = 4
}

/// Why an application, a deposit or what the operator wants with a lot changes nothing. Raw values are stored.
public enum AuctionRefusal: UInt16, Sendable, CaseIterable {
  /// There is no lot of this AuctionID(7762), or it is long over.
  case unknownAuction = 1
  /// The lot's state does not let it; the detail is that state.
  case wrongState = 2
  /// The instrument is not sold or bought by such auctions.
  case notOffered = 3
  /// A guard of order entry refuses it: the order's reason says which.
  case orderRule = 4
  /// StartPrice(7764) is no price of the instrument; the detail is its tick.
  case startPriceInvalid = 5
  /// PriceStep(7765) is not positive, or no multiple of the tick; the detail is the tick.
  case stepInvalid = 6
  /// Price(44) is missing by clock, not whole steps away, or on the wrong side of StartPrice(7764).
  case limitInvalid = 7
  /// It would open before the notice is over; the detail is that notice in seconds.
  case noticeTooShort = 8
  /// It would close before it opens, or says a close where the clock ends it.
  case closeInvalid = 9
  /// As many lots are not over yet as there is room for.
  case tooManyLots = 10
  /// The firm is the initiator, or under one control with it.
  case isInitiator = 11
  /// The firm's deposit is held already, or not held.
  case depositUnchanged = 12
  /// Less is available than the deposit; the detail is that, in fen.
  case insufficientFunds = 13
  /// The amount is not the deposit of the lot; the detail is that, in fen.
  case amountDiffers = 14
  case unknownFirm = 15
  /// The lot has no standing bid of this OrderID(37).
  case unknownBid = 16
  case tooManyDeposits = 17
  /// The operator has refused the application.
  case byOperator = 18
  case invalidValue = 19
  /// A document of the lot is not pledged to who applies, or no default was declared; the detail is its place.
  case notForeclosable = 20
}

/// Why a lot has changed. Raw values are stored.
public enum AuctionReason: UInt16, Sendable, CaseIterable {
  case announced = 1
  case opened = 2
  /// A bid stands, or an acceptance by clock has taken lots.
  case bid = 3
  /// A bid in the last seconds has put the close off.
  case extended = 4
  /// The clock's price has moved.
  case priceMoved = 5
  /// Its time stands still.
  case frozen = 6
  case resumed = 7
  /// The operator has voided a bid, or its documents are gone.
  case bidVoided = 8
  /// Its time is over, or all of it is taken.
  case closed = 9
  case noBid = 10
  case reserveNotMet = 11
  case byOperator = 12
  /// The initiator's documents can't be sold any more.
  case documentsLost = 13
}
