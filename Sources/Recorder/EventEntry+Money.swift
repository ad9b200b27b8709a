import Funds
import GRDB
import Market

/// Money, and what foreign money is worth.
extension EventEntry {
  /// A posting between two accounts of the ledger.
  func enter(_ body: FundsMoved) throws {
    try db.insert(
      "postings",
      [
        "position": position, "sequence": sequence, "ordinal": ordinal, "atNanos": atNanos,
        "tradeID": stored(body.tradeID.rawValue),
        "reason": BookText.name(body.reasonCode, PostingReason.self),
        "fromKind": BookText.name(body.fromKind, LedgerAccountKind.self),
        "fromNumber": body.fromNumber,
        "toKind": BookText.name(body.toKind, LedgerAccountKind.self), "toNumber": body.toNumber,
        "currency": BookText.currency(body.currency), "amountFen": body.amount.fen,
      ])
    try index(body.tradeID, .fundsMoved)
  }

  /// A fixing of a currency, or a benchmark's value.
  func enter(_ body: FixingChanged) throws {
    try db.insert(
      "fixings",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "currency": body.benchmark == .none
          ? BookText.currency(body.currency) : "\(body.benchmark)",
        "tenMillionths": body.tenMillionths, "reference": "\(body.reference)",
      ])
  }

  /// What has become of a net run.
  func enter(_ body: NetRunChanged) throws {
    try db.insert(
      "netRuns",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos, "run": body.run,
        "round": body.round, "state": BookText.name(body.stateCode, NetRunState.self),
        "begunAtNanos": body.begunAt.nanoseconds, "deadlineNanos": body.deadline.nanoseconds,
        "tradeCount": body.tradeCount, "payerCount": body.payerCount,
      ])
  }

  /// A clearing member's net in a round of a run.
  func enter(_ body: NetPublished) throws {
    try db.insert(
      "nets",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos, "run": body.run,
        "round": body.round, "member": body.member.rawValue, "netFen": body.net.fen,
        "toPayFen": body.toPay.fen, "deadlineNanos": body.deadline.nanoseconds,
        "sides": body.sides, "instruction": stored(body.instruction.rawValue),
      ])
  }
}
