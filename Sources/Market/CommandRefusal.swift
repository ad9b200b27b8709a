/// Why UserStatus(926) is 6, other. Raw values are stored.
public enum UserReason: UInt16, Sendable, CaseIterable {
  /// A session logs on by Logon(A) and off by Logout(5), and not by UserRequest(BE).
  case notByUserRequest = 1
  /// A password in plain TCP from another machine.
  case plainLine = 2
  /// Another request of the session waits for its answer.
  case pending = 3
  case tooManyPending = 4
  /// No password is asked of the session.
  case noPassword = 5
  /// Too many wrong ones.
  case locked = 6
  case tooSoonAfterFailure = 7
  case newPasswordInvalid = 8
  case newPasswordUsedBefore = 9
  /// The new password could not be kept; the old one stays.
  case notKept = 10
  /// The venue has restarted before the answer: the password may be the old one or the new one.
  case restarted = 11
}

/// Why a command that no FIX message carries is refused. Raw values are stored.
public enum CommandRefusal: UInt16, Sendable, CaseIterable {
  case unknownFirm = 1
  case unknownInstrument = 2
  case unknownWarehouse = 3
  case unknownSession = 4
  case duplicateDocument = 5
  case numberOutOfOrder = 6
  case limitReached = 7
  case invalidValue = 9
  case amountOverflow = 10
  case duplicateCode = 11
  /// A MsgSeqNum(34) never goes back within its epoch; the detail is the least that may be set.
  case msgSeqNumTooLow = 12
  case unknownTrade = 13
  /// The trade's state does not let it; the detail is that state.
  case wrongTradeState = 14
  /// Another live document stands for the goods there (Art. 20); the detail is the warehouse.
  case positionOccupied = 15
  /// The currency is not among those defined.
  case unknownCurrency = 16
  /// Less than the amount is available; the detail is what is.
  case insufficientFunds = 17
  /// A net run has not ended yet; the detail is its number.
  case netRunUnderWay = 18
  /// The warehouse brings no new receipts to the market: it is not bonded, or of grade C or D (Art. 18, 21); the
  /// detail is the warehouse.
  case warehouseNotCompliant = 19
  /// A default has cost no more; the detail is what is left of that, in fen.
  case exceedsDamage = 20
  case unknownDocument = 21
  /// No instrument that trades is of the commodity.
  case unknownCommodity = 22
  /// All that it names is so already.
  case unchanged = 23
  /// What it names is halted; a resume of what was halted lifts that.
  case halted = 24
  /// Nothing of that number waits for a second person.
  case unknownApproval = 25
  /// Who has asked for it does not approve it; the detail is the user.
  case sameAuthor = 26
  /// It was not approved in time.
  case approvalExpired = 27
  /// No change of that number is pending: the detail is the number.
  case unknownChange = 28
  /// The parameter changes already; the detail is the number of that change.
  case changePending = 29
  /// Rule changes are published 30 days before they take effect (Art. 35); the detail is how many there are.
  case noticeTooShort = 30
  /// The day of the publication is not the present one; the detail is how many days ago it was.
  case notPublishedToday = 31
  /// No instrument has premiums over the benchmark.
  case unknownBenchmark = 32
}
