/// A mistake that is planted, one at a time, to see that the simulator finds it. The product is not touched: the
/// layer around it breaks a promise that the product relies on, or falsifies what it says.
public enum Mutation: String, CaseIterable, Sendable {
  /// fdatasync(2) of a file brings nothing to the disk.
  case syncLies = "sync-lies"
  /// fsync(2) of a directory brings nothing to the disk.
  case namesUnsynced = "names-unsynced"
  /// A restart after a loss of power is taken for one of the process alone.
  case machineTakenForOld = "machine-taken-for-old"
  /// Which numbers the log reserves is not told to the sessions.
  case reservationsForgotten = "reservations-forgotten"
  /// How far a session had been served when its numbers were reserved is not told to it: it goes on at the log's end.
  case placesForgotten = "places-forgotten"
  /// The log is applied again by tables of another size.
  case replayWithOtherLimits = "replay-with-other-limits"
  /// The end of the command log is cut off at a start, as if it were torn.
  case logEndForgotten = "log-end-forgotten"
  /// What was stored of the last messages that were sent is gone at a start, unseen.
  case storeEndForgotten = "store-end-forgotten"
  /// PossDupFlag(43) is missing in messages that are sent again.
  case possDupMissing = "poss-dup-missing"
  /// A resend says of a report that there is nothing to send.
  case resendSkipsReport = "resend-skips-report"
  /// One message of a drop copy is never told.
  case copySkipped = "copy-skipped"
  /// One change of a book is told with another quantity.
  case bookFalsified = "book-falsified"
  /// A report has an ExecID(17) that another one has.
  case execIDRepeated = "exec-id-repeated"
  /// The registry moves a title again when it is asked again.
  case transferRepeated = "transfer-repeated"
  /// Clearing is never told that a funds leg is to be paid back.
  case takeBackSkipped = "take-back-skipped"
  /// A bank's payment comes twice, the second time by another name.
  case paymentRepeated = "payment-repeated"
  /// The venue is told that a batch is on the follower's disk while it is on its way.
  case acknowledgedUnsynced = "acknowledged-unsynced"
  /// What a follower says of its term does not reach the venue.
  case termForgotten = "term-forgotten"
  /// Clients are let in before the follower has what the start has found.
  case doorsOpenEarly = "doors-open-early"
}
