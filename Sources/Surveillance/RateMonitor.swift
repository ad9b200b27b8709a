public import Market
public import Memory

/// Counts the orders and cancels of each account and of each control group, over a second that slides and over the
/// day, and finds which reach a threshold (monitors P1 to P3).
///
/// Of each the times of the last 512 messages are kept, in 32 bits: those within a second of the last one are told
/// apart by that exactly. A message costs the same however many there are, since each time is written once and
/// forgotten once. A firm's own account and a control group have their places from the start; other accounts are
/// given one as they come, which goes to another when they have been silent since the day before.
public struct RateMonitor: ~Copyable {
  /// The thresholds in force.
  public var terms = RateTerms()
  private var counters: Slab<RateCounter>
  private var times: Slab<UInt32>
  private var byAccount: HashIndex
  private let firms: UInt32
  private let perFirm: UInt32
  private let seed: HashSeed
  private var usedAccounts: UInt32 = 0
  private var oldest = RateCounter.none
  private var newest = RateCounter.none
  private let inPlace = InPlace()

  /// How long the window is.
  public static var windowNanos: Int64 { 1_000_000_000 }
  /// The most messages of a window that are counted, and so the highest threshold.
  public static var windowMessages: UInt32 { 512 }

  /// Room for `accounts` of the firms beside their own, `perFirm` of each on a day.
  public init(firms: Int, accounts: Int, perFirm: Int, seed: HashSeed) {
    let places = 2 * (firms + 1) + accounts
    counters = Slab(capacity: places, repeating: RateCounter())
    times = Slab(capacity: places * Int(Self.windowMessages), repeating: 0)
    byAccount = HashIndex(capacity: accounts)
    self.firms = UInt32(firms)
    self.perFirm = UInt32(perFirm)
    self.seed = seed
  }

  /// Counts a message, unless it is an order that is one too many; what it has brought about.
  public mutating func take(_ message: RateMessage, at now: Instant) -> RateVerdict {
    let day = terms.day(of: now)
    var verdict = RateVerdict()
    verdict.group = firms + 1 + message.group
    verdict.account = place(of: message, on: day, at: now)
    advance(verdict.group, to: now, day)
    if !message.isCancel && refuses(message, verdict, at: now, &verdict) { return verdict }
    if verdict.account != RateCounter.none {
      verdict.ofAccount = add(message.weight, to: verdict.account, at: now)
    }
    verdict.ofGroup = add(message.weight, to: verdict.group, at: now)
    return verdict
  }

  /// What is counted at a place.
  public subscript(_ place: UInt32) -> RateCounter { counters[place] }

  /// All places.
  public var places: Range<UInt32> { 0..<UInt32(counters.capacity) }

  /// The time of a message that is counted at a place, the oldest first, as its low 32 bits.
  public func time(_ number: UInt32, of place: UInt32) -> UInt32 {
    times[index(number, of: place)]
  }

  /// Whether a message is refused, since it would be one too many, or of one account too many.
  private mutating func refuses(
    _ message: RateMessage, _ places: RateVerdict, at now: Instant, _ verdict: inout RateVerdict
  ) -> Bool {
    guard places.account != RateCounter.none else {
      verdict.outcome = .tooManyAccounts
      return true
    }
    let overAccount = isOver(message.weight, at: places.account)
    let overGroup = isOver(message.weight, at: places.group)
    guard overAccount || overGroup else { return false }
    if overAccount { verdict.ofAccount = refuse(at: places.account, now) }
    if overGroup { verdict.ofGroup = refuse(at: places.group, now) }
    verdict.outcome = .tooManyMessages
    return true
  }

  private func isOver(_ weight: UInt32, at place: UInt32) -> Bool {
    terms.throttle > 0 && counters[place].windowCount + weight > terms.throttle
  }

  private mutating func refuse(at place: UInt32, _ now: Instant) -> RateMarks {
    counters[place].refused += 1
    guard now.nanoseconds >= counters[place].throttledUntil else { return [] }
    counters[place].throttledUntil = now.nanoseconds + Self.windowNanos
    return RateMarks(.rateThrottle)
  }

  /// Forgets the times that the window has left, and what belongs to another second or day.
  private mutating func advance(_ place: UInt32, to now: Instant, _ day: Int32) {
    if now.nanoseconds &- counters[place].last.nanoseconds >= Self.windowNanos {
      counters[place].count = 0
    }
    let low = UInt32(truncatingIfNeeded: now.nanoseconds)
    while counters[place].count > 0, low &- times[index(0, of: place)] >= UInt32(Self.windowNanos) {
      counters[place].begin = (counters[place].begin &+ 1) & Self.mask
      counters[place].count &-= 1
    }
    counters[place].advance(second: now.nanoseconds / Self.windowNanos, day: day)
  }

  private mutating func add(_ weight: UInt32, to place: UInt32, at now: Instant) -> RateMarks {
    var found = RateMarks()
    for _ in 0..<weight {
      if counters[place].count == UInt16(Self.windowMessages) {
        counters[place].begin = (counters[place].begin &+ 1) & Self.mask
        counters[place].count &-= 1
      }
      times[index(counters[place].windowCount, of: place)] = UInt32(
        truncatingIfNeeded: now.nanoseconds)
      counters[place].count &+= 1
      found.formUnion(countBurst(at: place, now))
    }
    counters[place].secondCount &+= weight
    counters[place].dayCount &+= weight
    counters[place].last = now
    return found.union(judge(place, now))
  }

  /// A burst is over a second after its first message: two have no second in common.
  private mutating func countBurst(at place: UInt32, _ now: Instant) -> RateMarks {
    let count = counters[place].windowCount
    guard terms.burstMessages > 0, terms.bursts > 0, count >= terms.burstMessages else { return [] }
    let first = times[index(count - terms.burstMessages, of: place)]
    let age = UInt32(truncatingIfNeeded: now.nanoseconds) &- first
    let began = now.nanoseconds - Int64(age)
    guard began >= counters[place].burstEnd else { return [] }
    counters[place].burstEnd = began + Self.windowNanos
    counters[place].bursts += 1
    return once(.mustRegister, at: place, counters[place].bursts)
  }

  private mutating func judge(_ place: UInt32, _ now: Instant) -> RateMarks {
    let count = counters[place].windowCount
    var found = once(.highRate, at: place, count)
    found.formUnion(once(.highDay, at: place, counters[place].dayCount))
    if terms.warning > 0, count >= terms.warning,
      now.nanoseconds >= counters[place].warnedUntil
    {
      counters[place].warnedUntil = now.nanoseconds + Self.windowNanos
      found.insert(RateMarks(.rateWarning))
    }
    return found
  }

  /// What is told once a day.
  private mutating func once(
    _ code: MonitorCode, at place: UInt32, _ count: UInt32
  ) -> RateMarks {
    let threshold = terms.threshold(of: code)
    guard threshold > 0, count >= threshold, !counters[place].found.contains(RateMarks(code))
    else { return [] }
    counters[place].found.insert(RateMarks(code))
    return RateMarks(code)
  }

  private static var mask: UInt16 { UInt16(windowMessages - 1) }

  private func index(_ number: UInt32, of place: UInt32) -> UInt32 {
    place * Self.windowMessages
      + (UInt32(counters[place].begin) + number) & UInt32(Self.mask)
  }
}

/// The places of accounts.
extension RateMonitor {
  /// Where an account is counted, its clock set to now; none where there is no room for one more.
  private mutating func place(
    of message: RateMessage, on day: Int32, at now: Instant
  ) -> UInt32 {
    let own = message.firm.rawValue
    guard !message.account.text.isEmpty else {
      counters[own].firm = message.firm
      advance(own, to: now, day)
      return own
    }
    let known = known(message, last: counters[own].lastAccount)
    if let known, counters[known].day == day {
      counters[own].lastAccount = known
      advance(known, to: now, day)
      return known
    }
    advance(own, to: now, day)
    guard counters[own].accounts < perFirm, let place = known ?? vacant(on: day) else {
      return RateCounter.none
    }
    if known == nil { settle(message, at: place) }
    counters[own].firm = message.firm
    counters[own].accounts += 1
    counters[own].lastAccount = place
    unlink(place)
    append(place)
    advance(place, to: now, day)
    return place
  }

  private func known(_ message: RateMessage, last: UInt32) -> UInt32? {
    if last != RateCounter.none, counters[last].account == message.account,
      counters[last].firm == message.firm
    {
      return last
    }
    return byAccount.find(hash: hash(message.firm, message.account)) {
      counters[$0].account == message.account && counters[$0].firm == message.firm
    }
  }

  /// A place that nobody has, or whose account has been silent since before that day.
  private mutating func vacant(on day: Int32) -> UInt32? {
    let first = 2 * (firms + 1)
    if Int(first + usedAccounts) < counters.capacity {
      usedAccounts += 1
      return first + usedAccounts - 1
    }
    guard oldest != RateCounter.none, counters[oldest].day != day else { return nil }
    let place = oldest
    byAccount.remove(hash: hash(counters[place].firm, counters[place].account), slot: place)
    return place
  }

  private mutating func settle(_ message: RateMessage, at place: UInt32) {
    let (earlier, later) = (counters[place].earlier, counters[place].later)
    counters[place] = RateCounter()
    counters[place].earlier = earlier
    counters[place].later = later
    counters[place].firm = message.firm
    counters[place].account = message.account
    byAccount.insert(hash: hash(message.firm, message.account), slot: place)
  }

  private mutating func unlink(_ place: UInt32) {
    let (earlier, later) = (counters[place].earlier, counters[place].later)
    if earlier != RateCounter.none { counters[earlier].later = later }
    if later != RateCounter.none { counters[later].earlier = earlier }
    if oldest == place { oldest = later }
    if newest == place { newest = earlier }
    counters[place].earlier = RateCounter.none
    counters[place].later = RateCounter.none
  }

  private mutating func append(_ place: UInt32) {
    counters[place].earlier = newest
    if newest != RateCounter.none { counters[newest].later = place }
    if oldest == RateCounter.none { oldest = place }
    newest = place
  }

  private func hash(_ firm: FirmID, _ account: AccountCode) -> UInt64 {
    seed.hash(account.text.word0, account.text.word1, UInt64(firm.rawValue))
  }
}

extension RateMonitor: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&terms)
    transfer.move(&counters)
    transfer.move(&times)
    byAccount.transfer(by: &transfer)
    transfer.move(&usedAccounts)
    transfer.move(&oldest)
    transfer.move(&newest)
  }
}
