import Market
import Memory
import Surveillance
import Testing

/// Rates of messages of accounts and control groups: P1 to P3.
@Suite struct RateMonitorTests {
  static let second: Int64 = 1_000_000_000

  static func monitor(
    _ terms: RateTerms, accounts: Int = 8, perFirm: Int = 4
  ) -> RateMonitor {
    var monitor = RateMonitor(
      firms: 3, accounts: accounts, perFirm: perFirm, seed: HashSeed(rawValue: 7))
    monitor.terms = terms
    return monitor
  }

  static func terms(_ change: (inout RateTerms) -> Void) -> RateTerms {
    var terms = RateTerms()
    change(&terms)
    return terms
  }

  static func message(
    _ account: String = "", of firm: UInt32 = 1, group: UInt32 = 1, weight: UInt32 = 1,
    isCancel: Bool = false
  ) -> RateMessage {
    var message = RateMessage()
    message.firm = FirmID(rawValue: firm)
    message.group = group
    message.account = AccountCode(Text16(account) ?? Text16())
    message.weight = weight
    message.isCancel = isCancel
    return message
  }

  /// What was found about the account of each of `count` messages, one every `step`.
  static func found(
    _ monitor: inout RateMonitor, _ count: Int, from start: Int64, step: Int64,
    _ message: RateMessage = message()
  ) -> [RateMarks] {
    (0..<count).map { number in
      let now = Instant(nanoseconds: start + Int64(number) * step)
      return monitor.take(message, at: now).ofAccount
    }
  }

  @Test("150 in each of two seconds of the clock are 300 of one second", arguments: [-1, 0, 1])
  func sliding(_ more: Int) {
    var monitor = Self.monitor(Self.terms { $0.highRate = 300 })
    let boundary = 1_000 * Self.second
    let before = Self.found(&monitor, 150, from: boundary - 150_000, step: 1_000)
    let behind = Self.found(&monitor, 150 + more, from: boundary, step: 1_000)
    #expect(before == Array(repeating: [], count: 150))
    let raised = behind.firstIndex(of: RateMarks(.highRate))
    #expect(raised == (more < 0 ? nil : 149))
    let counter = monitor[1]
    #expect(counter.windowCount == UInt32(300 + more))
    #expect([counter.secondBefore, counter.secondCount] == [150, UInt32(150 + more)])
    let again = behind.filter { $0 == RateMarks(.highRate) }.count
    #expect(again == (more < 0 ? 0 : 1))
  }

  @Test("a message a second old counts no more", arguments: [-1, 0, 1])
  func edge(_ more: Int64) {
    var monitor = Self.monitor(Self.terms { $0.highRate = 2 })
    _ = Self.found(&monitor, 1, from: 5 * Self.second, step: 1)
    let found = Self.found(&monitor, 1, from: 6 * Self.second + more, step: 1)
    #expect(found == [more < 0 ? RateMarks(.highRate) : []])
  }

  @Test("a day begins where the market's clock has midnight, and everything is told anew")
  func dayRoll() {
    var monitor = Self.monitor(
      Self.terms {
        $0.highDay = 3
        $0.utcOffsetSeconds = 8 * 3_600
      })
    let midnight = 16 * 3_600 * Self.second
    let evening = Self.found(&monitor, 2, from: midnight - 2, step: 1)
    #expect(evening == [[], []])
    let night = Self.found(&monitor, 4, from: midnight, step: 1)
    #expect(night == [[], [], RateMarks(.highDay), []])
    let day = monitor[1].dayCount
    #expect(day == 4)
  }

  @Test("ten bursts of ten, each a second that no other has, are a duty to register")
  func bursts() {
    var monitor = Self.monitor(
      Self.terms {
        $0.bursts = 10
        $0.burstMessages = 10
      })
    // A hundred messages within one second are one burst.
    _ = Self.found(&monitor, 100, from: Self.second, step: 1_000)
    let one = monitor[1].bursts
    #expect(one == 1)
    for number in 2...9 {
      let found = Self.found(&monitor, 10, from: Int64(number) * Self.second, step: 1_000)
      #expect(found == Array(repeating: [], count: 10))
    }
    // Nine are none, and the tenth within the second makes one.
    let nine = Self.found(&monitor, 9, from: 20 * Self.second, step: 1_000)
    let tenth = Self.found(&monitor, 1, from: 21 * Self.second - 1, step: 1)
    #expect(nine == Array(repeating: [], count: 9))
    #expect(tenth == [RateMarks(.mustRegister)])
  }

  @Test("orders beyond the throttle are refused and not counted, cancels are taken")
  func throttle() {
    var monitor = Self.monitor(
      Self.terms {
        $0.warning = 2
        $0.throttle = 3
      })
    let now = Instant(nanoseconds: Self.second)
    let taken = (0..<3).map { _ in monitor.take(Self.message(), at: now) }
    #expect(taken.map(\.outcome) == [.counted, .counted, .counted])
    #expect(taken.map(\.ofAccount) == [[], RateMarks(.rateWarning), []])
    let over = (0..<2).map { _ in monitor.take(Self.message(), at: now) }
    #expect(over.map(\.outcome) == [.tooManyMessages, .tooManyMessages])
    #expect(over.map(\.ofAccount) == [RateMarks(.rateThrottle), []])
    let cancel = monitor.take(Self.message(isCancel: true), at: now)
    #expect(cancel.outcome == .counted)
    let counter = monitor[1]
    #expect([counter.windowCount, counter.refused] == [4, 2])
    let later = monitor.take(Self.message(), at: Instant(nanoseconds: 2 * Self.second))
    #expect(later.outcome == .counted)
  }

  @Test("a replace is two, and refused where one of them would be too many")
  func replace() {
    var monitor = Self.monitor(Self.terms { $0.throttle = 3 })
    let now = Instant(nanoseconds: Self.second)
    let outcomes = (0..<2).map { _ in monitor.take(Self.message(weight: 2), at: now).outcome }
    #expect(outcomes == [.counted, .tooManyMessages])
    let order = monitor.take(Self.message(), at: now)
    #expect(order.outcome == .counted)
  }

  @Test("accounts of a control group count together, each by itself too")
  func group() {
    var monitor = Self.monitor(
      Self.terms {
        $0.highRate = 4
        $0.throttle = 4
      })
    let now = Instant(nanoseconds: Self.second)
    let rows = [("DLR001-A", 1 as UInt32), ("DLR002-A", 2), ("DLR001-A", 1), ("DLR002-B", 2)]
    let verdicts = rows.map { monitor.take(Self.message($0, of: $1, group: 1), at: now) }
    #expect(verdicts.map(\.ofAccount) == [[], [], [], []])
    #expect(verdicts.map(\.ofGroup) == [[], [], [], RateMarks(.highRate)])
    let counted = verdicts.map { monitor[$0.account].windowCount }
    #expect(counted == [2, 1, 2, 1])
    let over = monitor.take(Self.message(of: 2, group: 1), at: now)
    #expect(over.outcome == .tooManyMessages)
    #expect([over.ofAccount, over.ofGroup] == [[], RateMarks(.rateThrottle)])
    let other = monitor.take(Self.message(of: 3, group: 3), at: now)
    #expect(other.outcome == .counted)
  }

  @Test("as many accounts of a firm and of all have places on a day, and give them up on the next")
  func accounts() {
    var monitor = Self.monitor(Self.terms { $0.throttle = 9 }, accounts: 3, perFirm: 2)
    let today = Instant(nanoseconds: Self.second)
    func outcome(
      _ monitor: inout RateMonitor, _ account: String, of firm: UInt32, at now: Instant,
      isCancel: Bool = false
    ) -> RateVerdict.Outcome {
      let message = Self.message(account, of: firm, group: firm, isCancel: isCancel)
      return monitor.take(message, at: now).outcome
    }
    let first = ["A", "B", "C"].map { outcome(&monitor, $0, of: 1, at: today) }
    #expect(first == [.counted, .counted, .tooManyAccounts])
    let known = outcome(&monitor, "A", of: 1, at: today)
    #expect(known == .counted)
    let other = ["A", "B"].map { outcome(&monitor, $0, of: 2, at: today) }
    #expect(other == [.counted, .tooManyAccounts])
    let own = outcome(&monitor, "", of: 2, at: today)
    #expect(own == .counted)
    let cancel = outcome(&monitor, "B", of: 2, at: today, isCancel: true)
    #expect(cancel == .counted)
    let tomorrow = Instant(nanoseconds: 86_400 * Self.second)
    let renewed = ["B", "D"].map { outcome(&monitor, $0, of: 1, at: tomorrow) }
    #expect(renewed == [.counted, .counted])
    let places = ["C", "A"].map { outcome(&monitor, $0, of: 2, at: tomorrow) }
    #expect(places == [.counted, .tooManyAccounts])
  }

  @Test("as many messages as are kept of a second are counted, more are not told apart")
  func most() {
    let most = Int(RateMonitor.windowMessages)
    var monitor = Self.monitor(Self.terms { $0.highRate = RateMonitor.windowMessages })
    let found = Self.found(&monitor, most + 1, from: Self.second, step: 1)
    #expect(found.firstIndex(of: RateMarks(.highRate)) == most - 1)
    let counter = monitor[1]
    #expect([counter.windowCount, counter.dayCount] == [UInt32(most), UInt32(most + 1)])
  }

  @Test("random streams are judged as by who keeps every message", arguments: 1...8)
  func oracle(_ seed: UInt64) {
    let terms = Self.terms {
      $0.highRate = 9
      $0.highDay = 300
      $0.bursts = 3
      $0.burstMessages = 4
      $0.warning = 7
      $0.throttle = 12
      $0.utcOffsetSeconds = 28_800
    }
    var monitor = Self.monitor(terms)
    var naive = NaiveRates(terms)
    var state = seed
    func next(_ below: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % below
    }
    // Around midnight of the market's clock.
    var now: Int64 = 57_500 * Self.second
    var seen: Set<MonitorCode> = []
    for _ in 0..<1_500 {
      let gaps: [UInt64] = [1, 1_000_000, 100_000_000, 300_000_000, 2_000_000_000]
      now += Int64(next(gaps[Int(next(5))]))
      let firm = UInt32(next(3)) + 1
      let message = Self.message(
        ["", "X", "Y"][Int(next(3))], of: firm, group: firm == 3 ? 1 : firm,
        weight: UInt32(next(2)) + 1, isCancel: next(3) == 0)
      let (isTaken, findings) = naive.take(message, at: now)
      let verdict = monitor.take(message, at: Instant(nanoseconds: now))
      #expect((verdict.outcome == .counted) == isTaken)
      let made = Self.findings(verdict, monitor)
      #expect(made == findings, "at \(now)")
      seen.formUnion(findings.map(\.code))
    }
    #expect(seen == Set(MonitorCode.allCases))
  }

  private static func findings(
    _ verdict: RateVerdict, _ monitor: borrowing RateMonitor
  ) -> [NaiveRates.Finding] {
    [(verdict.ofAccount, verdict.account), (verdict.ofGroup, verdict.group)].flatMap {
      marks, place in
      let counter = monitor[place]
      return MonitorCode.allCases.filter { marks.contains(RateMarks($0)) }.map {
        NaiveRates.Finding(
          code: $0, isOfGroup: place == verdict.group, window: Int(counter.windowCount),
          day: Int(counter.dayCount))
      }
    }
  }
}
