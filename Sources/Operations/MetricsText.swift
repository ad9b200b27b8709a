/// Figures in the text format of Prometheus.
public enum MetricsText {
  /// All figures of the venue; `sums` over all sessions; those of `sessions`, and that `left` have none.
  public static func text(
    _ venue: VenueFigures, sums: [String: UInt64], _ sessions: [SessionFigures], left: Int
  ) -> String {
    var lines: [String] = []
    for figure in VenueFigures.counted {
      family(figure.name, figure.help, isTotal: figure.isTotal, &lines) { name in
        ["\(name) \(venue[figure.name])"]
      }
    }
    family("clockAheadNanos", "Nanoseconds that the wall clock is ahead", isTotal: false, &lines) {
      ["\($0) \(venue.clockAheadNanos)"]
    }
    family("tableUsed", "Entries of a table", isTotal: false, &lines) { name in
      venue.tables.map { "\(name){table=\"\($0.name)\"} \($0.used)" }
    }
    family("tableRoom", "Entries that a table has room for", isTotal: false, &lines) { name in
      venue.tables.map { "\(name){table=\"\($0.name)\"} \($0.room)" }
    }
    family("alarm", "1 where an alarm is on", isTotal: false, &lines) { name in
      Alarm.all.map { "\(name){alarm=\"\($0.name)\"} \(venue.alarms.contains($0.name) ? 1 : 0)" }
    }
    family("refusals", "Connections closed without a word, by reason", isTotal: true, &lines) {
      name in
      venue.refusals.sorted { $0.key < $1.key }.map { "\(name){reason=\"\($0.key)\"} \($0.value)" }
    }
    for (counter, _) in SessionFigures.counted {
      let name = familyName("sessions", counter)
      family(name, "Of all sessions: \(counter)", isTotal: !gauges.contains(counter), &lines) {
        ["\($0) \(sums[counter] ?? 0)"]
      }
    }
    family("sessionsWithoutSamples", "Sessions only in the sums", isTotal: false, &lines) {
      ["\($0) \(left)"]
    }
    addSessions(sessions, &lines)
    return lines.joined(separator: "\n") + "\n"
  }

  private static let gauges: Set<String> = [
    "unsentBytes", "heldMessages", "eventsWait", "garbledBytes",
  ]

  private static func familyName(_ whose: String, _ counter: String) -> String {
    whose + counter.prefix(1).uppercased() + counter.dropFirst()
  }

  private static func addSessions(_ sessions: [SessionFigures], _ lines: inout [String]) {
    family("sessionLive", "1 where a session is logged on", isTotal: false, &lines) { name in
      sessions.map { "\(name){session=\"\($0.name)\"} \($0.state == "live" ? 1 : 0)" }
    }
    family("sessionNextOut", "MsgSeqNum of the next message to it", isTotal: false, &lines) {
      name in
      sessions.map { "\(name){session=\"\($0.name)\"} \($0.nextOut)" }
    }
    family("sessionNextIn", "MsgSeqNum expected next from it", isTotal: false, &lines) { name in
      sessions.map { "\(name){session=\"\($0.name)\"} \($0.nextIn)" }
    }
    for (counter, _) in SessionFigures.counted {
      let name = familyName("session", counter)
      family(name, "Of a session: \(counter)", isTotal: !gauges.contains(counter), &lines) { name in
        sessions.map { "\(name){session=\"\($0.name)\"} \($0.counters[counter] ?? 0)" }
      }
    }
  }

  private static func family(
    _ name: String, _ help: String, isTotal: Bool, _ lines: inout [String],
    _ samples: (String) -> [String]
  ) {
    let full = "cangdan_" + snake(name) + (isTotal ? "_total" : "")
    lines.append("# HELP \(full) \(help)")
    lines.append("# TYPE \(full) \(isTotal ? "counter" : "gauge")")
    lines += samples(full)
  }

  /// `commitNanosMax` as `commit_nanos_max`.
  private static func snake(_ name: String) -> String {
    name.reduce(into: "") { text, character in
      text += character.isUppercase ? "_\(character.lowercased())" : "\(character)"
    }
  }
}
