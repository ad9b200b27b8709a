import Funds
import Market
import Memory

/// Where a net run stands. Raw values are mixed into the digest.
enum NetStage: UInt8, BitwiseCopyable {
  case idle = 0
  /// Trades are looked at, and netted where they wait.
  case collecting = 1
  /// The nets of a round are told, member by member.
  case publishing = 2
  /// Members have to pay.
  case paying = 3
  /// The trades that members have not paid for are taken out.
  case failing = 4
  /// All have paid: trades go on to their titles.
  case settling = 5
  /// No round is left: trades are settled one by one.
  case grossing = 6
  /// What members get, or have paid for nothing, leaves their accounts.
  case repaying = 7

  /// Whether the core goes on with it by itself, in steps of work.
  var isWork: Bool {
    switch self {
    case .collecting, .publishing, .failing, .settling, .grossing, .repaying: true
    case .idle, .paying: false
    }
  }
}

/// What a member of a run is asked for, and what clearing has answered.
struct NetMember: BitwiseCopyable {
  /// This round's instruction, and that of the round before.
  var instruction = InstructionID.none
  var previous = InstructionID.none
  var toPay = Amount.zero
  /// What it had on its account when the run began: that is its own.
  var before = Amount.zero
  var answer: InstructionResult?
}

/// Through whom a firm clears in the run; of a member its instruction of this round, and whether it has
/// failed.
struct NetFirm: BitwiseCopyable {
  var member = FirmID.none
  var instruction = InstructionID.none
  var hasFailed = false
}

/// The one net run that may be under way (rule book Art. 12, 13; market rules 2.2).
///
/// A run collects the trades that are funded and wait for it, made before it began. Their nets stand as they
/// were published: until the run lets go of a trade nothing ends it, and who clears for whom is what it was.
struct NetClearing: ~Copyable {
  var run: NetRun
  var stage = NetStage.idle
  /// The next trade or member that the stage comes to.
  var cursor: UInt32 = 0
  /// Counts the runs.
  var number: UInt32 = 0
  var round: UInt8 = 0
  var rounds: UInt8 = 0
  var payNanos: Int64 = 0
  var cureNanos: Int64 = 0
  var begunAt = Instant.none
  /// Until when members have to pay; none without a limit.
  var deadline = Instant.none
  /// Members that have to pay in this round, and of these those that clearing has not answered for.
  var payers: UInt32 = 0
  var awaited: UInt32 = 0
  /// Whether the members' nets have been posted.
  var isSettled = false
  /// The last trade made before the run.
  var lastTrade = TradeID.none
  /// The last settlement day that has had its run by the clock.
  var lastDay: UInt32 = 0
  /// A day's run that is due, and waits for the end of this one.
  var next: ClearNet?
  /// By the member's place in the run.
  var members: Slab<NetMember>
  /// By the firm's number.
  var firms: Slab<NetFirm>
  /// The number of the run that a trade is in, by its slot; zero for none.
  var runOfTrade: Slab<UInt32>

  init(firms: Int, trades: Int) {
    run = NetRun(firms: firms)
    members = Slab(capacity: firms + 1, repeating: NetMember())
    self.firms = Slab(capacity: firms + 1, repeating: NetFirm())
    runOfTrade = Slab(capacity: trades, repeating: 0)
  }

  /// Whether something of it is to be done at `now` without anybody's word.
  func hasWork(at now: Instant) -> Bool {
    stage.isWork || stage == .paying && deadline != .none && deadline <= now
  }

  /// Whether what clearing says of a member still counts.
  func takesAnswers(at now: Instant) -> Bool {
    (stage == .publishing || stage == .paying) && (deadline == .none || now < deadline)
  }

  /// When the time to pay is over; nil where none runs.
  var endsAt: Instant? { stage == .paying && deadline != .none ? deadline : nil }

  /// Whether a trade is in the run that is under way.
  func holds(_ slot: UInt32) -> Bool { stage != .idle && runOfTrade[slot] == number }

  /// Whose place this round's instruction is; nil where it is none of it.
  /// - Complexity: O(members).
  func place(of instruction: InstructionID) -> UInt32? {
    (0..<run.memberCount).first { members[$0].instruction == instruction }
  }

  /// Whether it is an instruction of the round before.
  /// - Complexity: O(members).
  func wasOfRoundBefore(_ instruction: InstructionID) -> Bool {
    (0..<run.memberCount).contains { members[$0].previous == instruction }
  }

  mutating func begin(_ body: ClearNet, at now: Instant, behind lastTrade: TradeID) {
    precondition(stage == .idle, "one run at a time")
    run.begin()
    number += 1
    stage = .collecting
    cursor = 0
    round = 0
    rounds = body.rounds
    payNanos = Int64(body.paySeconds) * 1_000_000_000
    cureNanos = Int64(body.cureSeconds) * 1_000_000_000
    begunAt = now
    deadline = .none
    payers = 0
    awaited = 0
    isSettled = false
    self.lastTrade = lastTrade
    if body.day != 0 { lastDay = body.day }
  }

  /// A round's nets are published from now on.
  mutating func beginRound(at now: Instant) {
    precondition(round < rounds, "a round is left")
    round += 1
    let nanos = round == 1 ? payNanos : cureNanos
    deadline = nanos == 0 ? .none : now.adding(nanoseconds: nanos)
    stage = .publishing
    cursor = 0
    payers = 0
    awaited = 0
  }

  mutating func go(to next: NetStage) {
    stage = next
    cursor = 0
  }
}

extension NetClearing: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    run.transfer(by: &transfer)
    transfer.move(&stage)
    transfer.move(&cursor)
    transfer.move(&number)
    transfer.move(&round)
    transfer.move(&rounds)
    transfer.move(&payNanos)
    transfer.move(&cureNanos)
    transfer.move(&begunAt)
    transfer.move(&deadline)
    transfer.move(&payers)
    transfer.move(&awaited)
    transfer.move(&isSettled)
    transfer.move(&lastTrade)
    transfer.move(&lastDay)
    transfer.move(&next)
    transfer.move(&members)
    transfer.move(&firms)
    transfer.move(&runOfTrade)
  }
}
