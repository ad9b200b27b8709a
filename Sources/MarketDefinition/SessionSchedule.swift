public import Market

/// When a session may be logged on, and when its numbers begin again, by the clock of a zone.
public struct SessionSchedule: Sendable {
  /// As sessions.yaml names it.
  public var name = ""
  var clock = ZoneClock(name: "UTC", utcOffsetSeconds: 0)
  var hours = Hours.always
  var reset = Reset.never
  /// 1 Monday to 7 Sunday; the days on which daily hours begin.
  var weekdays: Set<Int> = Set(1...7)
  var holidays: Set<CivilDate> = []
  /// Days that are open although their weekday is not, or outside of weekly hours.
  var extraDays: Set<CivilDate> = []

  init() {}

  enum Hours: Sendable, Equatable {
    case always
    /// Seconds of the day; across midnight where the end is not behind the begin.
    case daily(from: Int, to: Int)
    case weekly(from: WeekTime, to: WeekTime)
  }

  /// A time of one day of the week.
  struct WeekTime: Sendable, Equatable {
    /// 1 Monday to 7 Sunday.
    var weekday: Int
    var seconds: Int
  }

  /// When numbers begin again.
  enum Reset: Sendable, Equatable {
    case never
    /// Each time the hours begin.
    case opening
    case daily(Int)
    case weekly(WeekTime)
  }

  /// How a session stands by its schedule.
  public struct State: Sendable, Equatable {
    public var isOpen: Bool
    /// When that changes next; nil where it does not within `daysAhead`.
    public var changesAt: Instant?
    /// The last moment at which numbers begin again; nil where there was none within `daysAhead`.
    public var resetAt: Instant?
    /// The next one.
    public var nextResetAt: Instant?
  }

  /// How far a schedule is looked through for its next change, and back for its last reset.
  public static var daysAhead: Int { 60 }

  /// How a session stands at `now`.
  public func state(at now: Instant) -> State {
    let today = clock.date(at: now)
    let isOpen = isOpen(at: now)
    let ahead = (-1...Self.daysAhead).lazy.map { today.adding($0) }
    let back = (-1...Self.daysAhead).lazy.map { today.adding(-$0) }
    return State(
      isOpen: isOpen,
      changesAt: hours == .always
        ? nil
        : ahead.lazy.compactMap { date in
          turns(of: date).first { $0 > now && self.isOpen(at: $0) != isOpen }
        }.first,
      resetAt: reset == .never
        ? nil : back.lazy.compactMap { date in resets(of: date).last { $0 <= now } }.first,
      nextResetAt: reset == .never
        ? nil : ahead.lazy.compactMap { date in resets(of: date).first { $0 > now } }.first)
  }

  /// Instants of `date` at which the hours may begin or end, in their order.
  private func turns(of date: CivilDate) -> [Instant] {
    let times: [Int] =
      switch hours {
      case .always: []
      case .daily(let from, let to): [from, to]
      case .weekly(let from, let to): [0, from.seconds, to.seconds]
      }
    return times.map { clock.instant(date, secondsOfDay: $0) }.sorted()
  }

  /// Instants of `date` at which numbers begin again.
  private func resets(of date: CivilDate) -> [Instant] {
    switch reset {
    case .never: []
    case .opening:
      turns(of: date).filter { isOpen(at: $0) && !isOpen(at: $0.adding(nanoseconds: -1)) }
    case .daily(let seconds): [clock.instant(date, secondsOfDay: seconds)]
    case .weekly(let time):
      date.weekday == time.weekday ? [clock.instant(date, secondsOfDay: time.seconds)] : []
    }
  }

  private func isOpen(at instant: Instant) -> Bool {
    let today = clock.date(at: instant)
    switch hours {
    case .always: return true
    case .daily(let from, let to):
      let yesterday = today.adding(-1)
      return [today, yesterday].contains { date in
        guard begins(on: date) else { return false }
        let end = date.adding(to <= from ? 1 : 0)
        return instant >= clock.instant(date, secondsOfDay: from)
          && instant < clock.instant(end, secondsOfDay: to)
      }
    case .weekly(let from, let to):
      if extraDays.contains(today) { return true }
      if holidays.contains(today) { return false }
      return isWithinWeek(instant, today, from, to)
    }
  }

  /// Whether daily hours begin on `date`.
  private func begins(on date: CivilDate) -> Bool {
    if extraDays.contains(date) { return true }
    return weekdays.contains(date.weekday) && !holidays.contains(date)
  }

  private func isWithinWeek(
    _ instant: Instant, _ today: CivilDate, _ from: WeekTime, _ to: WeekTime
  ) -> Bool {
    let sinceFrom = (today.weekday - from.weekday + 7) % 7
    var length = (to.weekday - from.weekday + 7) % 7
    if length == 0 && to.seconds <= from.seconds { length = 7 }
    return [0, 7].contains { weeks in
      let begin = today.adding(-sinceFrom - weeks)
      let end = begin.adding(length)
      return instant >= clock.instant(begin, secondsOfDay: from.seconds)
        && instant < clock.instant(end, secondsOfDay: to.seconds)
    }
  }
}
