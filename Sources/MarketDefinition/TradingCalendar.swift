public import Market
import Yams

/// When the market trades: days, holidays, and named hours, all in the market's own clock.
public struct TradingCalendar: Sendable {
  /// How far the market's clocks are ahead of UTC, in seconds. It knows no daylight saving.
  public var utcOffsetSeconds = 0
  /// 1 Monday to 7 Sunday.
  public var weekdays: Set<Int> = []
  public var holidays: Set<CivilDate> = []
  /// Days that trade although their weekday does not.
  public var extraDays: Set<CivilDate> = []
  /// Trading hours by name: from and until, in seconds of the day, in order, without overlap.
  public var hours: [String: [ClosedRange<Int>]] = [:]

  public init() {}

  /// Whether `date` is a trading day.
  public func trades(on date: CivilDate) -> Bool {
    if extraDays.contains(date) { return true }
    return weekdays.contains(date.weekday) && !holidays.contains(date)
  }

  /// A phase that begins at an instant.
  public struct PhaseStart: Equatable, Sendable {
    public let at: Instant
    public let phase: TradingPhase
  }

  /// The phases of the hours called `name` on `date`: open, pause, open ..., closed; none on other days.
  public func phases(of name: String, on date: CivilDate) -> [PhaseStart] {
    guard trades(on: date), let spans = hours[name] else { return [] }
    var phases: [PhaseStart] = []
    for (index, span) in spans.enumerated() {
      phases.append(PhaseStart(at: instant(date, span.lowerBound), phase: .open))
      let isLast = index + 1 == spans.count
      phases.append(
        PhaseStart(at: instant(date, span.upperBound), phase: isLast ? .closed : .pause))
    }
    return phases
  }

  private func instant(_ date: CivilDate, _ seconds: Int) -> Instant {
    date.instant(secondsOfDay: seconds, utcOffsetSeconds: utcOffsetSeconds)
  }
}

extension TradingCalendar {
  static let keys = ["utcOffset", "weekdays", "holidays", "extraDays", "hours"]
  static let weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  init(_ node: ConfigurationNode) {
    self.init()
    node.expectKeys(Self.keys)
    if let offset = node.required("utcOffset")?.value("like +08:00", Self.offset) {
      utcOffsetSeconds = offset
    }
    for day in node.required("weekdays")?.elements ?? [] {
      let choices = Self.weekdayNames.enumerated().map { ($0.element, $0.offset + 1) }
      if let weekday = day.choice(choices) { weekdays.insert(weekday) }
    }
    holidays = Self.dates(node.child("holidays"))
    extraDays = Self.dates(node.child("extraDays"))
    readHours(node.required("hours"))
  }

  private mutating func readHours(_ node: ConfigurationNode?) {
    guard let node, let mapping = node.node.mapping else {
      node?.complain("expected names with lists of hours, like `metals: [09:00-11:30]`")
      return
    }
    for (key, _) in mapping {
      guard let name = key.scalar?.string, let list = node.child(name) else { continue }
      var spans: [ClosedRange<Int>] = []
      for element in list.elements {
        guard let span = element.value("hours like 09:00-11:30", Self.span) else { continue }
        if let last = spans.last, span.lowerBound < last.upperBound {
          element.complain("hours must follow each other without overlap")
        }
        spans.append(span)
      }
      hours[name] = spans
    }
  }

  private static func span(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard
      ends.count == 2, let from = TimeOfDay.seconds(ends[0]),
      let until = TimeOfDay.seconds(ends[1]),
      from < until
    else { return nil }
    return from...until
  }

  private static func offset(_ text: String) -> Int? {
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    guard let seconds = TimeOfDay.seconds(text.dropFirst()), seconds <= 50_400 else { return nil }
    return sign == "+" ? seconds : -seconds
  }

  private static func dates(_ node: ConfigurationNode?) -> Set<CivilDate> {
    Set((node?.elements ?? []).compactMap { $0.value("a date like 2026-11-23") { CivilDate($0) } })
  }
}
