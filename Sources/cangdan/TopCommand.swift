import ArgumentParser
import Glibc
import Operations

/// `cangdan top`: the venue and its sessions on one screen.
struct TopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top",
    abstract: "Watch a running venue: load, commits, tables, alarms, sessions.",
    discussion: """
      Shown anew every second until interrupted; once, where stdout is no terminal. --metrics prints all \
      figures in the text format of Prometheus, once.

        cangdan top --data data
        cangdan top --data data --metrics | grep alarm
      """)

  @Flag(help: "Print all figures in the text format of Prometheus.")
  var metrics = false

  @OptionGroup var options: AdminOptions

  func run() throws {
    if metrics {
      return try options.run(AdminRequest(.metrics)) { String(($0.metrics ?? "").dropLast()) }
    }
    if options.json { return try options.run(AdminRequest(.status)) { _ in "" } }
    var before: VenueFigures?
    var at = Clocks.monotonicNanos()
    let isLive = isatty(STDOUT_FILENO) == 1
    while true {
      guard let venue = try options.ask(AdminRequest(.status)).answer.venue else {
        throw ExitCode.failure
      }
      let page = try options.ask(AdminRequest(.sessions)).answer
      let now = Clocks.monotonicNanos()
      let screen = TopText.screen(
        venue, before: before, seconds: Double(now - at) / 1e9,
        page.sessions ?? [], left: page.left ?? 0)
      print(isLive ? "\u{1b}[H\u{1b}[2J\(screen)" : screen)
      guard isLive else { return }
      Output.flush()
      before = venue
      at = now
      sleep(1)
    }
  }
}
