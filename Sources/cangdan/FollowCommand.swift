import ArgumentParser
import CLinux
import Glibc
import LogText
import Market
import MarketCore
import Storage
import Transport

/// `cangdan follow`: a second core beside the venue, which applies its log and puts down what it has come to.
struct FollowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Apply a venue's log as it grows, compare every batch, and write snapshots.",
    discussion: """
      A second core in a process of its own: it reads the command log, applies each command, and compares \
      the events of each batch with what the log says of them, while the venue goes on (exit code 1 at the \
      first difference). Now and then it writes a snapshot of its state; the venue is not slowed by that. \
      The next start goes on from the newest snapshot that is whole, and from an older one, or the \
      beginning of the log, where there is none.

        cangdan follow --data data
            follow, a snapshot every 15 minutes
        cangdan follow --data data --every 60 --keep 5
        cangdan follow --data data --once
            to the end of the log, a snapshot, end
        cangdan follow --data data --once --from-start
            without any snapshot: a proof of the whole log

      With --from it is on another machine: DATA becomes a copy of the venue's log, kept over a connection to the \
      venue's --standby, and can be made the venue's by `cangdan promote`.

        cangdan follow --from 10.0.0.5:9890 --data data

      Exit codes: 0 the log is as its venue says; 1 it is not, or can't be read.
      """)

  @Option(
    help:
      "The data directory of the venue, of which only DIR/snapshots is written; with --from its own."
  )
  var data: String

  @Option(help: "HOST:PORT, numeric, at which a venue sends its log.")
  var from: String?

  @Option(name: .customLong("into"), help: "Where snapshots are kept (default: DATA/snapshots).")
  var directory: String?

  @Flag(help: "End at the end of the log, with a snapshot of it.")
  var once = false

  @Flag(help: "Begin with the log's first command, whatever snapshots there are.")
  var fromStart = false

  @Option(help: "Seconds between snapshots, 1 to 86,400; none is written where nothing has come.")
  var every = 900

  @Option(help: "How many snapshots are kept, 1 to 1,000; older ones are removed.")
  var keep = 2

  func validate() throws {
    guard (1...86_400).contains(every) else {
      throw ValidationError("--every is 1 to 86400 seconds")
    }
    guard (1...1_000).contains(keep) else { throw ValidationError("--keep is 1 to 1000") }
    if let from {
      _ = try SocketAddress(place: from)
      guard !once, !fromStart else {
        throw ValidationError("--from follows until it is stopped: no --once, no --from-start")
      }
      return
    }
    try LogDirectory.check(data)
  }

  func run() throws {
    do {
      if let from {
        return try StandbyRun(
          from: from, data: data, snapshots: directory ?? "\(data)/snapshots", every: every,
          keep: keep
        ).run()
      }
      _ = clinux_give_way(10)
      var follower = try LogFollower(
        data, snapshots: directory ?? "\(data)/snapshots", keeping: keep, fromStart: fromStart)
      try follower.catchUp()
      try follower.writeSnapshot()
      if once { return }
      try goOn(&follower)
    } catch let error as ExitCode {
      throw error
    } catch {
      Output.complain("\(error)")
      throw ExitCode(1)
    }
  }

  private func goOn(_ follower: inout LogFollower) throws {
    var next = ContinuousClock.now + .seconds(every)
    while true {
      try follower.catchUp()
      if ContinuousClock.now >= next {
        try follower.writeSnapshot()
        next = ContinuousClock.now + .seconds(every)
      }
      poll(nil, 0, 100)
    }
  }
}
