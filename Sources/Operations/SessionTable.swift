/// Sessions as lines for people.
public enum SessionTable {
  private static let titles = [
    "SESSION", "ROLE", "STATE", "HOURS", "ADDRESS", "OUT", "IN", "LAST OUT", "LAST IN",
    "LAST DISCONNECT",
  ]

  /// A line for each session, in columns.
  public static func list(_ sessions: [SessionFigures]) -> String {
    var rows = [titles]
    for session in sessions {
      rows.append([
        session.name, session.role, session.state, hours(session), session.address ?? "-",
        "\(session.nextOut)",
        "\(session.nextIn)", short(session.lastSentAt), short(session.lastReceivedAt),
        session.lastDisconnect ?? "-",
      ])
    }
    return columns(rows)
  }

  /// Everything of one session.
  public static func show(_ session: SessionFigures) -> String {
    var rows = [
      ["session", session.name], ["firm", session.firm], ["role", session.role],
      ["state", session.state], ["address", session.address ?? "-"], ["epoch", "\(session.epoch)"],
      ["hours end", session.hoursEndAt ?? "-"], ["hours begin", session.hoursBeginAt ?? "-"],
      ["next out", "\(session.nextOut)"], ["next in", "\(session.nextIn)"],
      ["last out", session.lastSentAt ?? "-"], ["last in", session.lastReceivedAt ?? "-"],
      ["last logon", session.lastLogonAt ?? "-"],
      ["last disconnect", session.lastDisconnect ?? "-"],
      ["at", session.lastDisconnectAt ?? "-"],
    ]
    for (name, _) in SessionFigures.counted {
      rows.append([name, "\(session.counters[name] ?? 0)"])
    }
    for (reason, count) in session.disconnects.sorted(by: { $0.key < $1.key }) {
      rows.append(["disconnects by \(reason)", "\(count)"])
    }
    for (name, value) in session.policies.sorted(by: { $0.key < $1.key }) {
      rows.append(["policy \(name)", value])
    }
    return columns(rows)
  }

  /// Until when it is within its hours, or when they begin, to the minute.
  private static func hours(_ session: SessionFigures) -> String {
    if let end = session.hoursEndAt { return "to \(minute(end))" }
    if let begin = session.hoursBeginAt { return "from \(minute(begin))" }
    return "-"
  }

  private static func minute(_ time: String) -> String { "\(time.prefix(16))Z" }

  /// The time of day of a moment.
  private static func short(_ time: String?) -> String {
    guard let time, let separator = time.firstIndex(of: "T") else { return "-" }
    return String(time[time.index(after: separator)...].dropLast())
  }

  private static func columns(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        column == row.count - 1
          ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      return cells.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
