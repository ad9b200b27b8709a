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
  /// Trading hours by name: the phases of a trading day in their order, the last one closed.
  public var hours: [String: [PhaseOfDay]] = [:]

  public init() {}

  /// Whether `date` is a trading day.
  public func trades(on date: CivilDate) -> Bool {
    if extraDays.contains(date) { return true }
    return weekdays.contains(date.weekday) && !holidays.contains(date)
  }

  /// A phase and when it begins.
  public struct PhaseOfDay: Equatable, Sendable {
    /// Seconds of the day by the market's clock.
    public let seconds: Int
    public let phase: TradingPhase
  }

  /// A phase that begins at an instant.
  public struct PhaseStart: Equatable, Sendable {
    public let at: Instant
    public let phase: TradingPhase
  }

  /// The phases of the hours called `name` on `date`, in their order; none on days without trading.
  public func phases(of name: String, on date: CivilDate) -> [PhaseStart] {
    guard trades(on: date), let phases = hours[name] else { return [] }
    return phases.map {
      PhaseStart(
        at: date.instant(secondsOfDay: $0.seconds, utcOffsetSeconds: utcOffsetSeconds),
        phase: $0.phase)
    }
  }

  /// The phases of the hours called `name`, like `09:00 open, 15:00 closed`; empty where there are none.
  func words(of name: String) -> String {
    (hours[name] ?? []).map { phase in
      let phaseName = Self.phaseNames.first { $0.1 == phase.phase }?.0 ?? "\(phase.phase)"
      return "\(TimeOfDay.text(phase.seconds)) \(phaseName)"
    }.joined(separator: ", ")
  }

  /// The calls that the hours called `name` have.
  public func calls(of name: String) -> CallPhases {
    let phases = hours[name] ?? []
    var calls = CallPhases()
    if phases.contains(where: { $0.phase == .openingCall }) { calls.insert(.opening) }
    if phases.contains(where: { $0.phase == .closingCall }) { calls.insert(.closing) }
    return calls
  }
}

extension TradingCalendar {
  static let keys = ["utcOffset", "weekdays", "holidays", "extraDays", "hours"]
  /// Phases of one day, and those of an instrument with its hours of deals: with these the phases of 1,024 instruments
  /// fit the days ahead.
  static let phasesPerDay = 8
  static let phasesOfInstrument = 10
  /// The others are the operator's and the market's own.
  static let phaseNames: [(String, TradingPhase)] = [
    ("preOpen", .preOpen), ("openingCall", .openingCall), ("open", .open), ("pause", .pause),
    ("closingCall", .closingCall), ("closed", .closed),
  ]
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
      node?.complain("expected names with phases, like `metals: [09:00 open, 15:00 closed]`")
      return
    }
    for (key, _) in mapping {
      guard let name = key.scalar?.string, let list = node.child(name) else { continue }
      hours[name] = Self.phases(list)
    }
  }

  private static func phases(_ list: ConfigurationNode) -> [PhaseOfDay] {
    var phases: [PhaseOfDay] = []
    for element in list.elements {
      guard let next = phase(element) else { continue }
      if let last = phases.last, next.seconds <= last.seconds {
        element.complain("phases of a day must be in their order, each later than the one before")
      }
      if next.phase == phases.last?.phase ?? .closed {
        element.complain("'\(element.text ?? "")' changes nothing: the phase before is the same")
      }
      phases.append(next)
    }
    if let last = list.elements.last, let phase = phases.last?.phase, phase != .closed {
      last.complain("the last phase of a day must be closed: day orders expire then")
    }
    if phases.count > phasesPerDay {
      list.complain("\(phases.count) phases in a day, at most \(phasesPerDay)")
    }
    return phases
  }

  private static func phase(_ node: ConfigurationNode) -> PhaseOfDay? {
    let words = node.text?.split(separator: " ") ?? []
    guard words.count == 2, let seconds = TimeOfDay.seconds(words[0]) else {
      node.complain("'\(node.text ?? "")' is not a time and a phase like `09:00 open`")
      return nil
    }
    let name = String(words[1])
    guard let found = phaseNames.first(where: { $0.0 == name }) else {
      let names = phaseNames.map(\.0)
      node.complain(
        "'\(name)' is none of \(names.joined(separator: ", "))"
          + NearestName.hint(name, among: names))
      return nil
    }
    return PhaseOfDay(seconds: seconds, phase: found.1)
  }

  /// Seconds ahead of UTC.
  static func offset(_ text: String) -> Int? {
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    guard let seconds = TimeOfDay.seconds(text.dropFirst()), seconds <= 50_400 else { return nil }
    return sign == "+" ? seconds : -seconds
  }

  static func dates(_ node: ConfigurationNode?) -> Set<CivilDate> {
    Set((node?.elements ?? []).compactMap { $0.value("a date like 2026-11-23") { CivilDate($0) } })
  }
}
