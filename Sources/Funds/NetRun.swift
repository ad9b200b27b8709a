public import Market
public import Memory

/// What a clearing member owes and gets in a net run, in fen.
public struct NetPosition: Equatable, Sendable, BitwiseCopyable {
  /// The clearing member's firm; none for the venue, which gets the fees.
  public internal(set) var member = FirmID.none
  var owes: Int64 = 0
  var gets: Int64 = 0
  /// How many sides of trades it has.
  public internal(set) var sides: UInt32 = 0
  /// Its place among the members of the run.
  var place = NetPosition.noPlace
  /// More than zero where it gets, less where it pays.
  public var net: Amount { Amount(fen: gets - owes) }
  public init() {}

  static var noPlace: UInt32 { .max }
}

/// The trades of one settlement day, netted for each clearing member: Art. 12, 13.
///
/// A trade's buyer owes price and fees through its member, its seller gets the price less its fee
/// through its own, the venue gets the fees. So the nets are zero together, and a member's net is, to
/// the fen, what its trades make gross. A trade is taken out as it was added.
public struct NetRun: ~Copyable {
  /// By the member's number; zero is the venue.
  private var positions: Slab<NetPosition>
  /// The members of the run in the order in which they came.
  private var members: Slab<UInt32>
  /// How many members there are, the venue among them where there are fees.
  public private(set) var memberCount: UInt32 = 0
  /// How many trades are in the run.
  public private(set) var tradeCount: UInt32 = 0
  private let inPlace = InPlace()

  /// The most that a member may owe or get together: more is refused.
  public static var highestSum: Amount { Ledger.highestBalance }

  /// Room for the firms 1 ... `firms` as members: 36 bytes each.
  public init(firms: Int) {
    precondition(firms > 0, "a venue has a firm")
    positions = Slab(capacity: firms + 1, repeating: NetPosition())
    members = Slab(capacity: firms + 1, repeating: 0)
  }

  /// Forgets all trades.
  /// - Complexity: O(members of the run).
  public mutating func begin() {
    for place in 0..<memberCount { positions[members[place]] = NetPosition() }
    memberCount = 0
    tradeCount = 0
  }

  /// Adds a trade; false, and nothing done, where a member's sum would leave its limit.
  public mutating func add(_ legs: SettlementLegs, buyerMember: FirmID, sellerMember: FirmID)
    -> Bool
  {
    precondition(buyerMember != .none && sellerMember != .none, "each side has a member")
    let flows = NetFlows(legs)
    guard hasRoom(for: flows, buyerMember, sellerMember) else { return false }
    change(buyerMember, by: flows.ofBuyer, 1)
    change(sellerMember, by: flows.ofSeller, 1)
    if legs.fees > .zero { change(.none, by: flows.ofVenue, 1) }
    tradeCount += 1
    return true
  }

  /// Takes a trade out that was added with the same amounts and members.
  public mutating func takeOut(
    _ legs: SettlementLegs, buyerMember: FirmID, sellerMember: FirmID
  ) {
    precondition(tradeCount > 0, "only what was added is taken out")
    let flows = NetFlows(legs)
    change(buyerMember, by: flows.ofBuyer, -1)
    change(sellerMember, by: flows.ofSeller, -1)
    if legs.fees > .zero { change(.none, by: flows.ofVenue, -1) }
    tradeCount -= 1
  }

  /// A member's net: more than zero where it gets, less where it pays; `FirmID.none` is the venue.
  public func net(of member: FirmID) -> Amount { positions[member.rawValue].net }

  /// The member that came to the run as number `place`, from 0. One whose trades were all taken out
  /// keeps its place, with nothing to pay.
  public func member(at place: UInt32) -> NetPosition {
    precondition(place < memberCount, "a member stands there")
    return positions[members[place]]
  }

  /// A member that is on both sides, or the venue, has each flow in one sum.
  private func hasRoom(for flows: NetFlows, _ buyer: FirmID, _ seller: FirmID) -> Bool {
    let most = Int128(Self.highestSum.fen)
    func fits(_ member: FirmID, _ flow: NetFlow) -> Bool {
      let position = positions[member.rawValue]
      return Int128(position.owes) + Int128(flow.owes) <= most
        && Int128(position.gets) + Int128(flow.gets) <= most
    }
    guard buyer != seller else { return fits(buyer, flows.ofBoth) && fits(.none, flows.ofVenue) }
    return fits(buyer, flows.ofBuyer) && fits(seller, flows.ofSeller) && fits(.none, flows.ofVenue)
  }

  private mutating func change(_ member: FirmID, by flow: NetFlow, _ sign: Int64) {
    let slot = member.rawValue
    if positions[slot].place == NetPosition.noPlace {
      positions[slot].place = memberCount
      positions[slot].member = member
      members[memberCount] = slot
      memberCount += 1
    }
    positions[slot].owes += sign * flow.owes
    positions[slot].gets += sign * flow.gets
    let sides = Int64(positions[slot].sides) + sign
    precondition(
      sides >= 0 && positions[slot].owes >= 0 && positions[slot].gets >= 0,
      "only what was added is taken out")
    positions[slot].sides = UInt32(sides)
  }
}

/// What one side of a trade owes or gets.
struct NetFlow {
  var owes: Int64 = 0
  var gets: Int64 = 0

  /// What it gets; where that is negative, it owes.
  init(gets amount: Int64) {
    gets = max(0, amount)
    owes = max(0, -amount)
  }
}

/// What a trade means for the members of its sides and for the venue: together nothing.
struct NetFlows {
  let ofBuyer: NetFlow
  let ofSeller: NetFlow
  let ofVenue: NetFlow

  init(_ legs: SettlementLegs) {
    ofBuyer = NetFlow(gets: -legs.buyerPays.fen)
    ofSeller = NetFlow(gets: legs.sellerGets.fen)
    ofVenue = NetFlow(gets: legs.fees.fen)
  }

  /// Both sides of one member.
  var ofBoth: NetFlow {
    var flow = ofBuyer
    flow.owes += ofSeller.owes
    flow.gets += ofSeller.gets
    return flow
  }
}

extension NetRun {
  /// The postings of the run among members, first what each payer has paid in, then what each
  /// receiver gets; nil where a step has none. There are two steps for each member: 0 ..< 2 memberCount.
  public func posting(at step: UInt32) -> Posting? {
    let arePaying = step < memberCount
    let position = member(at: arePaying ? step : step - memberCount)
    let amount = Amount(fen: arePaying ? -position.net.fen : position.net.fen)
    guard amount > .zero else { return nil }
    let account: LedgerAccount = position.member == .none ? .bank : .member(position.member)
    return Posting(
      .netting, amount, from: arePaying ? account : .clearing, to: arePaying ? .clearing : account)
  }
}

extension Ledger {
  /// Settles a net run among clearing members: what those who pay have paid in goes to those who get,
  /// and the venue's fees to its bank. All of it or, where a member has not paid, nothing.
  /// - Complexity: O(members of the run).
  public mutating func settle(_ run: borrowing NetRun) throws(PostingRefusal) {
    for step in 0..<2 * run.memberCount {
      guard let posting = run.posting(at: step) else { continue }
      do throws(PostingRefusal) {
        try post(posting)
      } catch {
        for done in 0..<step {
          if let posting = run.posting(at: step - 1 - done) { takeBack(posting) }
        }
        throw error
      }
    }
  }
}

extension NetRun: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&positions)
    transfer.move(&members)
    transfer.move(&memberCount)
    transfer.move(&tradeCount)
  }
}
