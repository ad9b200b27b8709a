import Market

/// A net run as a clerk would keep it: the trades that are in it, and a page for each clearing member (market
/// rules 2.2).
struct NaiveNetRun {
  enum Stage {
    case over, collecting, publishing, paying, failing, settling, grossing, repaying
  }

  /// A clearing member's page; firm 0 is the venue, which gets the fees.
  struct Member {
    let firm: Int
    var instruction = 0
    var previous = 0
    var toPay: Int64 = 0
    /// What it had on its account before.
    var before: Int64 = 0
    var answer: InstructionResult?
    var hasFailed = false
  }

  var number = 0
  var terms = NetTerms()
  var begunAt: Int64 = 0
  /// The last trade that was made before it.
  var last = 0
  var stage = Stage.over
  var round = 0
  var deadline = NaiveTrade.never
  /// Those that are netted in it, the first made first.
  var trades: [Int] = []
  /// Of these those that it has let go.
  var released: Set<Int> = []
  /// In the order in which they came to it.
  var members: [Member] = []
  var isSettled = false
  /// How many trades or members the present walk has passed.
  var passed = 0

  /// Whether there is something to do without anybody's word.
  func isDue(at now: Int64) -> Bool {
    switch stage {
    case .over: false
    case .paying: isOver(at: now)
    case .collecting, .publishing, .failing, .settling, .grossing, .repaying: true
    }
  }

  /// Whether the time to pay is over.
  func isOver(at now: Int64) -> Bool { deadline != NaiveTrade.never && deadline <= now }

  func holds(_ trade: Int) -> Bool {
    stage != .over && trades.contains(trade) && !released.contains(trade)
  }

  /// Members that have to pay and that clearing has not answered for.
  var awaited: Int { members.count { $0.toPay > 0 && $0.answer == nil } }

  mutating func add(_ firm: Int) {
    if !members.contains(where: { $0.firm == firm }) { members.append(Member(firm: firm)) }
  }

  mutating func go(to stage: Stage) {
    self.stage = stage
    passed = 0
  }
}

extension NaiveTrade {
  var sellerGets: Int64 { gross - fee }

  /// What the venue gets.
  var fees: Int64 { 2 * fee + titleFee }
}
