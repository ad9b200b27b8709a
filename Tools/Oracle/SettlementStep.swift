public import Market

/// One command of a stream about settlement: so many nanoseconds after the one before it.
public struct SettlementStep: Equatable, Sendable {
  public var wait: Int64
  public var action: SettlementAction

  public init(wait: Int64 = 0, _ action: SettlementAction) {
    self.wait = wait
    self.action = action
  }
}

/// What dealers, institutions and the operator do. A trade is named by how many were made behind it, or,
/// where that is negative, it is the first one that waits for this; so a stream of which steps are left
/// out still means something.
public enum SettlementAction: Equatable, Sendable {
  case order(DealOrder)
  /// A broker brings two dealers together.
  case cross(DealCross)
  /// A dealer cancels its order with a name.
  case cancel(firm: Int, name: Int)
  case affirm(session: Int, back: Int, isAffirmed: Bool)
  case answer(AnswerTerms)
  /// The outturn weight of the document at a place of a trade.
  case weigh(session: Int, back: Int, place: Int, weight: Int64)
  case object(session: Int, back: Int)
  case control(back: Int, TradeControl)
  /// A dealer's money comes, or goes where it is negative; fen.
  case credit(firm: Int, fen: Int64)
  /// Money comes to a clearing member's account, or leaves it.
  case creditMember(member: Int, fen: Int64)
  /// A net run begins.
  case netRun(NetTerms)
  /// Clearing says whether a member has paid.
  case answerNet(NetAnswer)
  /// A legal change of a document is asked for, or agreed to.
  case title(TitleAsk)
  /// The warehouse is graded, or one that nobody knows.
  case grade(GradeTerms)
  /// A dealer takes out what is available.
  case drain(firm: Int)
  /// Collateral, fixings and the risk reserve.
  case money(MoneyAction)
  case tick
}

/// A warehouse is graded; session zero is the operator's hand.
public struct GradeTerms: Equatable, Sendable {
  public var session = 0
  public var grade: UInt8
  public var isKnown = true
}

/// A limit order, good for the day.
public struct DealOrder: Equatable, Sendable {
  public var firm: Int
  public var name: Int
  public var instrument: Int
  public var side: Side
  /// 1/10,000 CNY.
  public var price: Int64
  public var lots: Int
  public var byGuarantee = false
  /// The documents that a sell names, one for each lot; none where it takes the oldest.
  public var named: [Int] = []
  /// Whether it says of its price that it is of the kind that the instrument's prices are not.
  public var saysOtherKind = false
  /// Of a side of a deal: the beginning of the day of delivery, in nanoseconds behind the first step; nil for at
  /// once. A day may begin at any time here.
  public var settles: Int64?
}

/// A deal: two sides that differ in who they are, in their names, and in how the one pays and what the other delivers.
public struct DealCross: Equatable, Sendable {
  public var buy: DealOrder
  public var sell: DealOrder
}

/// An answer to an instruction.
public struct AnswerTerms: Equatable, Sendable {
  /// Which instruction of the trade is named: that of a leg, none, or another one.
  public enum Named: Equatable, Sendable { case funds, title, none, other }
  public var session: Int
  public var back: Int
  public var named: Named
  public var result: InstructionResult
  public var isCountersigned = true
}

/// How a net run goes.
public struct NetTerms: Equatable, Sendable {
  /// Zero by the operator's hand.
  public var day = 0
  public var rounds = 1
  /// Seconds; zero for no deadline.
  public var pay = 0
  public var cure = 0
}

/// An answer for a member of a net run.
public struct NetAnswer: Equatable, Sendable {
  /// Which instruction is named.
  public enum Named: Equatable, Sendable {
    /// Of the first member that has to pay and has no answer.
    case waiting
    /// Of the member at a place.
    case place(Int)
    case roundBefore(Int)
    case none
  }
  public var session: Int
  public var named: Named
  public var result: InstructionResult
}

/// What a step means by now: the trade, the instruction, the document and the money that it names, zero for
/// none, and the step's own number.
struct NamedThings: Equatable {
  var number: Int
  var trade = 0
  var instruction = 0
  var document = 0
  /// What a dealer has available, fen; or the sum of an assignment.
  var available: Int64 = 0
  var title = NamedTitle()
}

/// The market that these streams settle in: four dealers, clearing, the registry, a warehouse, two banks; a
/// session has the number that it has here.
public struct SettlementMarket: Sendable {
  public static let dealers = 4
  public static let clearing = 5
  public static let registry = 6
  public static let warehouse = 7
  /// Sessions of the banks.
  public static let banks = [8, 9]
  /// The firm that runs the warehouse.
  static let keeper = 5
  /// The session of the broker of all dealers.
  public static let broker = 10
  /// The banks' firms.
  static let bankFirms = [6, 7]
  static let brokersFirm = 8

  static let firms = 8

  /// Currencies of guarantees with their haircuts; euros have no fixing at first.
  static let currencies: [UInt32] = [Currency.cny, code("USD"), code("EUR")]
  static let haircuts: [Int64] = [0, 500, 800]
  static let firstFixings: [Int64?] = [10_000_000, 71_050_000, nil]
  private static func code(_ text: String) -> UInt32 { Currency.code(text) ?? 0 }
  /// One that is none of them is not taken here.
  static func code(of currency: Int) -> UInt32 {
    currencies.indices.contains(currency) ? currencies[currency] : code("HKD")
  }

  /// The session of a firm's bank: that of its clearing member, or the first one.
  static func bank(of firm: Int) -> Int {
    let session = mailbox(of: member(of: firm))
    return banks.contains(session) ? session : banks[0]
  }

  /// Through whom a firm clears: the last dealer by itself, the others through the banks.
  static func member(of firm: Int) -> Int { [1: 6, 2: 6, 3: 7][firm, default: firm] }

  /// The session at which a firm is told, and the firm of a session.
  static func mailbox(of firm: Int) -> Int { [5: 7, 6: 8, 7: 9, 8: 10][firm, default: firm] }
  static func firm(of session: Int) -> Int { [7: 5, 8: 6, 9: 7, 10: 8][session, default: session] }
  /// 1/1,000 of the unit: one lot.
  static let unit: Int64 = 10_000
  static let toleranceBasisPoints: Int64 = 200
  static let tick: Int64 = 10_000
  static let referencePrice: Int64 = 1_000_000
  static let highestPremium: Int64 = 20_000
  static let feePerMillion: Int64 = 1_000
  static let minimumFee: Int64 = 50
  static let titleFeePerUnit: Int64 = 7
  static let reserveBasisPoints: Int64 = 10
  /// How far premiums may be from none, and their benchmark from the reference price.
  static let bandBasisPoints: Int64 = 500
  public static let benchmarkBasisPoints: Int64 = 1_000
  /// The least part of a document that is split.
  static let leastPart: Int64 = 4_000
  /// Documents of each dealer in each instrument.
  static let documents = 12

  /// How many documents there may be; nil for as many as a stream may make.
  public var documentLimit: Int?
  /// Fen of each dealer at the beginning.
  public var money: Int64 = 2_000_000
  public var instruments: [DealTerms] = [
    DealTerms(funds: 6, title: 6, weight: 12),
    DealTerms(affirms: true, deliveryDays: 2, sign: 6, funds: 6, title: 6, weight: 10),
    DealTerms(
      guaranteeBasisPoints: 2_000, deliveryDays: 1, balance: 8, topUp: 4, funds: 6, title: 6),
    DealTerms(
      affirms: true, namesWarehouse: true, guaranteeBasisPoints: 1_500, sign: 6, balance: 8,
      weight: 8),
    DealTerms(isNet: true, deliveryDays: 1, funds: 6, title: 6, weight: 10),
    DealTerms(
      hasPremiums: true, guaranteeBasisPoints: 2_000, balance: 8, topUp: 4, funds: 6, title: 6,
      weight: 10),
    DealTerms(isBill: true, funds: 6, title: 6, weight: 10),
  ]
  public init() {}
}

/// How an instrument's trades are settled; seconds, zero for no deadline.
public struct DealTerms: Equatable, Sendable {
  public var affirms = false
  public var isNet = false
  /// Whether bills of lading are traded; else receipts.
  public var isBill = false
  /// Whether the instrument itself says in which warehouse its goods are.
  public var namesWarehouse = false
  /// Whether prices are premiums over the benchmark.
  public var hasPremiums = false
  public var guaranteeBasisPoints: Int64 = 0
  /// How many days ahead a deal may be delivered; nil where nobody deals beside the book.
  public var deliveryDays: Int64?
  public var sign: Int64 = 0
  public var balance: Int64 = 0
  public var topUp: Int64 = 0
  public var funds: Int64 = 0
  public var title: Int64 = 0
  public var weight: Int64 = 0

  /// How long a state may last, nanoseconds; zero where it does not end by itself.
  func nanos(in state: TradeState) -> Int64 {
    let seconds =
      switch state {
      case .matched: sign
      case .balanceDue: balance
      case .funded: funds
      case .titleLocked: title
      case .dvpDone: weight
      case .signed, .guaranteed, .weightFinal, .invoiced, .closed, .bust, .buyerDefault,
        .sellerDefault, .dispute:
        Int64(0)
      }
    return seconds * 1_000_000_000
  }
}
