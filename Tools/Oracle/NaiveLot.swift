import Market

/// A lot of an auction as it stands.
struct NaiveLot {
  enum State: UInt8 {
    case applied = 1
    case announced, open, extending, frozen, sold, unsold, cancelled
  }
  /// What keeps its time from running.
  enum Freeze { case gap, halt }

  let number: Int
  let terms: LotTerms
  /// The initiator, its order behind the lot, and how the instrument is auctioned.
  let firm: Int
  let order: Int
  let rules: AuctionRules
  let lots: Int
  /// What each bidder puts down, in fen.
  let deposit: Int64
  let opens: Int64
  let closes: Int64
  var state = State.applied
  var freezes: Set<Freeze> = []
  var round = 0
  var taken = 0
  /// OrderID(37)s of bids that stand, the best first.
  var bids: [Int] = []
  /// The newest first.
  var deposits: [NaiveDeposit] = []
  /// How much of its time is over, where that stands still; else see `anchor`.
  var elapsed: Int64 = 0
  var length: Int64 = 0
  /// When it would have opened had its time never stood still.
  var anchor: Int64 = 0

  var name: OrderName { OrderName(firm: firm, name: terms.name) }
  var isOpen: Bool { state == .open || state == .extending }
  var isOver: Bool { [.sold, .unsold, .cancelled].contains(state) }
  var isStanding: Bool { isOpen && !freezes.isEmpty }
  var shown: State { isStanding ? .frozen : state }
  var left: Int { lots - taken }

  /// By clock: how many steps lead to the last price.
  var lastRound: Int { terms.limit == 0 ? 0 : steps(to: terms.limit) ?? 0 }
  private var stepNanos: Int64 { rules.stepSeconds * 1_000_000_000 }

  func price(after steps: Int) -> Int64 {
    terms.start + (terms.isAscending ? 1 : -1) * terms.step * Int64(steps)
  }

  /// How many steps a price is from the start; nil where these are not whole.
  func steps(to price: Int64) -> Int? {
    guard (price - terms.start) % terms.step == 0 else { return nil }
    return Int((price - terms.start) / terms.step) * (terms.isAscending ? 1 : -1)
  }

  /// By bids: whether a price is better for the initiator than another.
  func isBetter(_ price: Int64, than other: Int64) -> Bool {
    terms.side == .sell ? price > other : price < other
  }

  func reachesReserve(_ price: Int64) -> Bool {
    terms.limit == 0 || !isBetter(terms.limit, than: price)
  }

  /// Whether the time of an open lot is over.
  func isTimeOver(at now: Int64) -> Bool {
    guard isOpen, freezes.isEmpty else { return false }
    return terms.isByBids
      ? now - anchor >= length : (now - anchor) / stepNanos > Int64(lastRound)
  }

  /// How often the clock has moved the price.
  func round(at now: Int64) -> Int {
    let elapsed = freezes.isEmpty ? now - anchor : elapsed
    return min(Int(max(0, elapsed) / stepNanos), lastRound)
  }

  /// When something happens to it by the clock; nil where nothing will.
  var timer: Int64? {
    if state == .announced { return opens }
    guard isOpen, freezes.isEmpty else { return nil }
    return anchor + (terms.isByBids ? length : Int64(round + 1) * stepNanos)
  }

  /// Its time stands still from an instant on; whether that is new.
  mutating func freeze(_ cause: Freeze, at now: Int64) -> Bool {
    guard isOpen, !isTimeOver(at: now) else { return false }
    let isNew = freezes.isEmpty
    if isNew { elapsed = max(0, now - anchor) }
    freezes.insert(cause)
    return isNew
  }

  /// One cause is gone; whether its time goes on.
  mutating func thaw(_ cause: Freeze, at now: Int64) -> Bool {
    guard isStanding, freezes.remove(cause) != nil, freezes.isEmpty else { return false }
    anchor = now - elapsed
    return true
  }
}

/// What a firm has put down for a lot.
struct NaiveDeposit {
  let firm: Int
  let session: Int
  let name: Int
  /// What is held of it beside the firm's bids, in 1/10,000 CNY.
  var held: Int64
}

/// The lots that are not wound up.
struct NaiveLots {
  /// As many may be open as in `VenueLimits.small`.
  static var lots: Int { 4 }
  static var bids: Int { 68 }
  static var deposits: Int { 6 }
  /// A bid may be this many steps beyond the best.
  static var stepsMost: Int { 20 }

  var places = NaivePlaces<NaiveLot>(lots)
  var lastNumber = 0
  /// Places of lots that are over, in their order, and of those whose time has stopped or goes on untold.
  var over: [Int] = []
  var untold: [Int] = []
  var isInGap = false

  func place(of number: Int) -> Int? { places.first { $0.number == number } }

  /// The lot to which something happens first, if its time has come.
  func due(at now: Int64) -> Int? {
    let due = places.places.filter { place in
      places[place]?.timer.map { $0 <= now } ?? false
    }
    return due.min { one, other in
      guard let one = places[one], let other = places[other] else { return false }
      return (one.timer ?? 0, one.number) < (other.timer ?? 0, other.number)
    }
  }

  mutating func freeze(_ cause: NaiveLot.Freeze, _ place: Int, at now: Int64) {
    guard var lot = places[place] else { return }
    if lot.freeze(cause, at: now), !untold.contains(place) { untold.append(place) }
    places[place] = lot
  }

  mutating func thaw(_ cause: NaiveLot.Freeze, _ place: Int, at now: Int64) {
    guard var lot = places[place] else { return }
    if lot.thaw(cause, at: now), !untold.contains(place) { untold.append(place) }
    places[place] = lot
  }

  /// The venue's time has a gap.
  mutating func beginGap(at now: Int64) {
    isInGap = true
    for place in places.places { freeze(.gap, place, at: now) }
  }

  mutating func endGap(at now: Int64) {
    isInGap = false
    for place in places.places { thaw(.gap, place, at: now) }
  }

  /// An instrument is halted, or is not: those of its lots that came last first.
  mutating func follow(_ instrument: Int, isHalted: Bool, at now: Int64) {
    let own = places.places.filter { places[$0]?.terms.instrument == instrument }
      .sorted { (places[$0]?.number ?? 0) > (places[$1]?.number ?? 0) }
    for place in own {
      isHalted ? freeze(.halt, place, at: now) : thaw(.halt, place, at: now)
    }
  }

  mutating func end(_ place: Int, as state: NaiveLot.State) {
    places[place]?.state = state
    over.append(place)
  }
}

/// How lots of an instrument are auctioned.
public struct AuctionRules: Equatable, Sendable {
  public var offersAscending = false
  public var offersDescending = false
  public var noticeSeconds: Int64 = 0
  public var extensionSeconds: Int64 = 0
  public var extensions = 0
  public var stepSeconds: Int64 = 0
  public var depositBasisPoints: Int64 = 0

  public init() {}

  /// Where a bid never puts off a close, none may.
  var extensionsMost: Int { extensionSeconds > 0 ? extensions : 0 }

  func offers(_ terms: LotTerms) -> Bool {
    (terms.isAscending ? offersAscending : offersDescending)
      && (terms.isByBids || stepSeconds > 0)
  }

  /// In fen, part of one up.
  func deposit(for lots: Int, at price: Int64) -> Int64 {
    (price * Int64(lots) * depositBasisPoints + 999_999) / 1_000_000
  }
}
