import ArgumentParser
import Glibc
import LogText
import Market
import Records
import Storage

/// `cangdan log`: what a data directory has recorded, read-only.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Print, verify or mend the logs of a data directory.",
    discussion: """
      One line per command: sequence, time (UTC), type, session/CompID, epoch, MsgSeqNum, then the \
      body's fields by name; what is zero is left out. With --events each command is followed by \
      the events that it caused, indented, as `sequence.ordinal`.

      The directory is only read, but for --repair and --set-aside: it may belong to a venue that is running.

      Examples:
        cangdan log data                               everything
        cangdan log data --from 100 --to 120 --events
            some commands and what came of them
        cangdan log data --session DLR001 --type newOrder
        cangdan log data --follow --events             as it happens
        cangdan log data --json | jq .fields.clOrdID
        cangdan log data --verify
            CRC, sequence, batches, events; exit code 1 on damage

      What is damaged where it was committed can't be guessed. With a copy of the directory, such as a backup's:
        cangdan log data --repair /backup/data
            take from the copy what can't be read, verify
      Without one, to go on with what was before the damage, given up all behind it (--verify prints the number):
        cangdan log data --set-aside 4711
            keep the commands through 4711
      Replaced files keep their names with `.aside` behind them.
      """)

  @Argument(help: "The data directory of the venue.")
  var directory: String

  @Option(name: .customLong("from"), help: "The first sequence to print.")
  var first: UInt64 = 1

  @Option(name: .customLong("to"), help: "The last sequence to print.")
  var last: UInt64 = .max

  @Option(help: "Only commands of this type, such as newOrder.")
  var type: String?

  @Option(help: "Only commands of this session: its number or its CompID.")
  var session: String?

  @Flag(help: "Also print the events that each command caused.")
  var events = false

  @Flag(help: "Check CRC, sequence, times and batches of the whole log instead of printing it.")
  var verify = false

  @Option(
    name: .customLong("repair"),
    help: ArgumentHelp(
      "Mend damaged commands from another directory with the same log.", valueName: "copy"))
  var copy: String?

  @Option(
    help: ArgumentHelp(
      "Give up every command behind this one, the last in front of the damage.",
      valueName: "sequence"))
  var setAside: UInt64?

  @Flag(help: "Print one JSON object per line.")
  var json = false

  @Flag(help: "Go on with what the venue writes, until interrupted.")
  var follow = false

  func validate() throws {
    if first < 1 { throw ValidationError("--from: sequences begin at 1") }
    if last < first { throw ValidationError("--to \(last) lies before --from \(first)") }
    if let type, commandType == nil {
      let names = CommandType.allCases.map { "\($0)" }.joined(separator: ", ")
      throw ValidationError("--type \(type) is none of: \(names)")
    }
    let wholeLog = [verify, copy != nil, setAside != nil].count { $0 }
    if wholeLog > 1 || wholeLog > 0 && (follow || events || json || type != nil || session != nil) {
      throw ValidationError(
        "--verify, --repair and --set-aside are about the whole log and take no other option")
    }
  }

  private var commandType: CommandType? { CommandType.allCases.first { "\($0)" == type } }

  func run() throws {
    try LogDirectory.check(directory)
    do {
      if let copy {
        try LogMending.repair(directory, from: copy)
      } else if let setAside {
        try LogMending.setAside(directory, behind: Sequence(rawValue: setAside))
      } else if verify {
        try LogVerification.run(directory)
      } else {
        try printRecords()
      }
    } catch let error as StorageError {
      Output.complain("\(error)")
      throw ExitCode(1)
    }
  }

  private func printRecords() throws {
    var printer = LogPrinter(
      directory: directory, options: LogPrinter.Options(events: events, json: json))
    printer.type = commandType
    if let session { printer.session = try resolve(session, &printer) }
    var reader = try CommandLogReader(directory: directory, from: Sequence(rawValue: first))
    while reader.nextSequence.rawValue <= last {
      if try reader.next() {
        guard reader.record.loadHead().sequence.rawValue >= first else { continue }
        try printer.print(reader.record)
      } else {
        try printer.catchUp()
        if !follow { break }
        Output.flush()
        poll(nil, 0, 100)
      }
    }
    if let reason = reader.tornTail, !follow {
      Output.complain(
        "\(reader.file): a torn tail behind \(reader.nextSequence.rawValue): \(reason)")
    }
  }

  /// The session of that name; its definition is looked for from the log's beginning.
  private func resolve(_ name: String, _ printer: inout LogPrinter) throws -> SessionID {
    var reader = try CommandLogReader(directory: directory)
    guard let session = try printer.names.find(name, in: &reader) else {
      throw ValidationError("the log defines no session \(name)")
    }
    return session
  }
}
