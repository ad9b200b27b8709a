/// The venue on one screen.
public enum TopText {
  /// `before` is what the figures were `seconds` ago; nil for the first look. `left` sessions are not
  /// among `sessions`.
  public static func screen(
    _ venue: VenueFigures, before: VenueFigures?, seconds: Double, _ sessions: [SessionFigures],
    left: Int = 0
  ) -> String {
    var lines = [sessionLine(venue)]
    lines.append(commandLine(venue, before, seconds))
    lines.append(engineLine(venue, before, seconds))
    lines.append(doorLine(venue, before, seconds))
    lines.append(resendLine(venue, before, seconds))
    lines.append(
      "market data conflated \(venue["conflations"])"
        + rate("conflations", venue, before, seconds))
    let ahead = venue.clockAheadNanos / 1_000
    let free = venue["diskFreeBytes"] >> 20
    lines.append("clock ahead \(ahead) us, disk free \(free) MiB")
    let alarms = venue.alarms.isEmpty ? "none" : venue.alarms.joined(separator: " ")
    lines.append("alarms \(alarms)")
    let tables = venue.tables.map { "\($0.name) \(percent($0.used, $0.room)) %" }
    lines.append("tables " + tables.joined(separator: ", "))
    lines.append("")
    lines.append(SessionTable.list(sessions))
    if left > 0 { lines.append("and \(left) more: cangdan session list") }
    return lines.joined(separator: "\n")
  }

  private static func sessionLine(_ venue: VenueFigures) -> String {
    let (live, connected) = (venue["loggedOnSessions"], venue["connections"])
    return "process \(venue.process), since \(venue.startedAt ?? "-"); "
      + "\(live) sessions logged on, \(connected) connected"
  }

  private static func commandLine(
    _ venue: VenueFigures, _ before: VenueFigures?, _ seconds: Double
  ) -> String {
    let mean = mean(venue["commitNanos"], venue["commits"])
    return "commands \(venue["commands"])\(rate("commands", venue, before, seconds)), "
      + "commits \(venue["commits"]), mean \(mean) us, longest \(venue["commitNanosMax"] / 1_000) us"
  }

  private static func engineLine(
    _ venue: VenueFigures, _ before: VenueFigures?, _ seconds: Double
  ) -> String {
    let ring = percent(venue["commandRingBytes"], venue["commandRingCapacity"])
    return "engine busy \(busy("busyNanos", venue, before, seconds)), stalls \(venue["stalls"]), "
      + "command ring \(ring) %, uncommitted \(venue["uncommittedEventBytes"]) bytes, "
      + "unwritten \(venue["unwrittenEventBytes"]) bytes"
  }

  private static func doorLine(
    _ venue: VenueFigures, _ before: VenueFigures?, _ seconds: Double
  ) -> String {
    let refused = venue.refusals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
    let reasons = refused.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return "doorkeeper busy \(busy("doorkeeperBusyNanos", venue, before, seconds)), "
      + "\(venue["strangersWaiting"]) waiting, accepted \(venue["connectionsAccepted"]), "
      + "refused \(venue["connectionsRefused"])"
      + "\(rate("connectionsRefused", venue, before, seconds))"
      + (reasons.isEmpty ? "" : ": \(reasons)")
  }

  private static func resendLine(
    _ venue: VenueFigures, _ before: VenueFigures?, _ seconds: Double
  ) -> String {
    func since(_ name: String) -> UInt64 { venue[name] &- (before?[name] ?? 0) }
    let share = percent(since("busyResendNanos"), since("resendBusyNanos"))
    return "resends \(venue["resends"]), \(share) % of the duty cycles that had other work"
  }

  private static func rate(
    _ name: String, _ venue: VenueFigures, _ before: VenueFigures?, _ seconds: Double
  ) -> String {
    guard let before, seconds > 0 else { return "" }
    return ", \(UInt64(Double(venue[name] &- before[name]) / seconds)) a second"
  }

  private static func busy(
    _ name: String, _ venue: VenueFigures, _ before: VenueFigures?, _ seconds: Double
  ) -> String {
    guard let before, seconds > 0 else { return "-" }
    let share = Double(venue[name] &- before[name]) / (seconds * 1e9)
    return "\(Int(min(1, share) * 100)) %"
  }

  private static func mean(_ nanos: UInt64, _ count: UInt64) -> UInt64 {
    count == 0 ? 0 : nanos / count / 1_000
  }

  private static func percent(_ used: UInt64, _ room: UInt64) -> UInt64 {
    room == 0 ? 0 : used * 100 / room
  }
}
