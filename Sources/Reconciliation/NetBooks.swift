import Market
import Records

/// What the venue's log says of net runs: what each clearing member was to get or to pay, and by which run a
/// trade's money was settled (rule book Arts 12 and 13).
struct NetBooks: Sendable {
  /// A run, as far as the log has come.
  struct Run: Sendable {
    /// The round in which all had paid; nil while they have not, and where it was settled trade by trade.
    var settledRound: UInt8?
    /// Of that round or the last one, by member's code: more than zero where the member gets.
    var nets: [String: Amount] = [:]
    /// Through whom a firm clears in it, where that is not itself.
    var memberOf: [UInt32: UInt32] = [:]
  }

  private(set) var runs: [UInt32: Run] = [:]
  /// The run of a member's instruction.
  private var runOf: [UInt64: UInt32] = [:]
  private var memberOf: [UInt32: UInt32] = [:]
  private var codes: [UInt32: String] = [:]

  mutating func learn(_ body: DefineFirm) {
    codes[body.firm.rawValue] = "\(body.code.text)"
    memberOf[body.firm.rawValue] =
      body.clearingMember == .none ? nil : body.clearingMember.rawValue
  }

  /// The venue's own record of a run.
  mutating func learn(_ body: NetRunChanged) {
    switch NetRunState(rawValue: body.stateCode) {
    case .begun: runs[body.run] = Run(memberOf: memberOf)
    case .settled: runs[body.run]?.settledRound = body.round
    case .published, .failed, .gross, .ended, .nextDue, nil: break
    }
  }

  /// The venue's own record of a member's net. The venue's own fees are nobody's to state.
  mutating func learn(_ body: NetPublished) {
    guard body.member != .none else { return }
    runs[body.run]?.nets[codes[body.member.rawValue] ?? ""] = body.net
    runOf[body.instruction.rawValue] = body.run
  }

  /// The run by which a trade was settled; nil of a trade that was settled by itself.
  func run(of body: TransferInstructed) -> UInt32? { runOf[body.fundsInstruction.rawValue] }

  /// The code of the member through which a firm clears in a run.
  func member(of firm: FirmID, in run: UInt32) -> String {
    codes[runs[run]?.memberOf[firm.rawValue] ?? firm.rawValue] ?? ""
  }

  /// The nets of runs in which all have paid.
  var settled: [NetRecord] {
    runs.flatMap { number, run in
      run.settledRound.map { round in
        run.nets.map { NetRecord(run: number, round: round, member: $0.key, net: $0.value) }
      } ?? []
    }
  }
}
