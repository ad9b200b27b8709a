import Yams

/// A schedule as sessions.yaml names it.
extension SessionSchedule {
  static let keys = ["timeZone", "hours", "days", "holidays", "extraDays", "reset"]
  /// The schedule of sessions that name none.
  static let always = "always"

  /// The schedules below `schedules`, by name.
  static func read(
    _ node: ConfigurationNode?, market: TradingCalendar
  ) -> [String: SessionSchedule] {
    guard let node else { return [:] }
    guard let mapping = node.node.mapping else {
      node.complain("expected names with schedules, like `day: {hours: 07:00-19:00}`")
      return [:]
    }
    var schedules: [String: SessionSchedule] = [:]
    for (key, _) in mapping {
      guard let name = key.scalar?.string, let child = node.child(name) else { continue }
      if name == always { child.complain("'\(always)' is there already: open at any time") }
      schedules[name] = SessionSchedule(name, child, market: market)
    }
    return schedules
  }

  private init(_ name: String, _ node: ConfigurationNode, market: TradingCalendar) {
    self.init()
    self.name = name
    node.expectKeys(Self.keys)
    clock = ZoneClock(
      name: "the market's clock", utcOffsetSeconds: market.utcOffsetSeconds)
    if let zone = node.child("timeZone") { readZone(zone) }
    if let hours = node.child("hours")?.value(
      "hours like 07:00-19:00 or Sun 18:00-Fri 17:00", Hours.init)
    {
      self.hours = hours
    }
    if let days = node.child("days") { readDays(days, market: market) }
    if let list = node.child("holidays") { holidays.formUnion(TradingCalendar.dates(list)) }
    if let list = node.child("extraDays") { extraDays.formUnion(TradingCalendar.dates(list)) }
    guard let named = node.child("reset") else { return }
    if let reset = named.value("never, opening, daily 05:00 or weekly Sun 18:00", Reset.init) {
      self.reset = reset
    }
    if reset == .opening && hours == .always {
      named.complain("without hours nothing opens: say daily 05:00, or weekly Sun 18:00")
    }
  }

  private mutating func readZone(_ node: ConfigurationNode) {
    guard let text = node.text else { return }
    if let seconds = text == "UTC" ? 0 : TradingCalendar.offset(text) {
      clock = ZoneClock(name: text, utcOffsetSeconds: seconds)
    } else if let zone = ZoneClock(zone: text) {
      clock = zone
    } else {
      node.complain(
        "'\(text)' is no time zone known here, like America/New_York, +08:00 or UTC"
          + NearestName.hint(text, among: ZoneClock.names))
    }
  }

  /// `market` are the market's days; of weekly hours its holidays and extra days alone.
  private mutating func readDays(_ node: ConfigurationNode, market: TradingCalendar) {
    if node.node.scalar?.string == "market" {
      weekdays = market.weekdays
      holidays = market.holidays
      extraDays = market.extraDays
      return
    }
    guard case .daily = hours else {
      return node.complain("days go with daily hours; with weekly ones only `days: market`")
    }
    let choices = TradingCalendar.weekdayNames.enumerated().map { ($0.element, $0.offset + 1) }
    weekdays = Set(node.elements.compactMap { $0.choice(choices) })
  }
}

extension SessionSchedule.Hours {
  /// Reads `07:00-19:00` or `Sun 18:00-Fri 17:00`.
  init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    if let from = SessionSchedule.WeekTime(ends[0]), let to = SessionSchedule.WeekTime(ends[1]) {
      guard from != to else { return nil }
      self = .weekly(from: from, to: to)
      return
    }
    let times = ends.map { $0.filter { $0 != " " } }
    guard let from = TimeOfDay.seconds(times[0]), let to = TimeOfDay.seconds(times[1]), from != to
    else { return nil }
    self = .daily(from: from, to: to)
  }
}

extension SessionSchedule.WeekTime {
  /// Reads `Sun 18:00`.
  init?(_ text: some StringProtocol) {
    let words = text.split(separator: " ")
    guard words.count == 2,
      let place = TradingCalendar.weekdayNames.firstIndex(of: String(words[0])),
      let seconds = TimeOfDay.seconds(words[1])
    else { return nil }
    self.init(weekday: place + 1, seconds: seconds)
  }

  var text: String {
    "\(TradingCalendar.weekdayNames[weekday - 1]) \(TimeOfDay.text(seconds))"
  }
}

extension SessionSchedule.Reset {
  /// Reads `never`, `opening`, `daily 05:00` or `weekly Sun 18:00`.
  init?(_ text: String) {
    if text == "never" {
      self = .never
    } else if text == "opening" {
      self = .opening
    } else if text.hasPrefix("daily "), let seconds = TimeOfDay.seconds(text.dropFirst(6)) {
      self = .daily(seconds)
    } else if text.hasPrefix("weekly "),
      let time = SessionSchedule.WeekTime(text.dropFirst(7))
    {
      self = .weekly(time)
    } else {
      return nil
    }
  }
}

extension SessionSchedule: CustomStringConvertible {
  /// In one line: `us: Sun 18:00-Fri 17:00 America/New_York, reset opening`.
  public var description: String {
    let times =
      switch hours {
      case .always: "always open"
      case .daily(let from, let to): "\(TimeOfDay.text(from))-\(TimeOfDay.text(to))"
      case .weekly(let from, let to): "\(from.text)-\(to.text)"
      }
    let begins =
      switch reset {
      case .never: "never"
      case .opening: "opening"
      case .daily(let seconds): "daily \(TimeOfDay.text(seconds))"
      case .weekly(let time): "weekly \(time.text)"
      }
    return "\(name): \(times) by \(clock.name), reset \(begins)"
  }
}
