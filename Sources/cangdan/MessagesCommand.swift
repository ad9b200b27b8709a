import ArgumentParser
import Linux
import LogText
import Market
import Storage

/// `cangdan session messages`: what was sent to a session, from the files alone.
struct MessagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "messages",
    abstract: "Print the messages sent to a session, also of earlier epochs.",
    discussion: """
      One line for each message: MsgSeqNum(34), SendingTime(52), then the message, `|` for the \
      delimiter. --epochs lists the epochs that are kept, with their numbers and times. Without \
      --epoch it is the newest one. The directory is only read: it may belong to a venue that is \
      running, or is not.

        cangdan session messages DLR001 --data data --epochs
        cangdan session messages DLR001 --data data --epoch 7 --from 100 --to 120
      """)

  @Argument(help: "The session: its CompID, CompID/SubID, or number.") var session: String
  @Option(help: "The data directory of the venue.") var data: String
  @Option(help: "The epoch; default: the newest with messages.") var epoch: UInt32?
  @Option(name: .customLong("from"), help: "The first MsgSeqNum(34) to print.")
  var first: UInt64 = 1
  @Option(name: .customLong("to"), help: "The last MsgSeqNum(34) to print.")
  var last: UInt64 = .max
  @Flag(help: "List the epochs instead.") var epochs = false

  func validate() throws {
    if last < first { throw ValidationError("--to \(last) lies before --from \(first)") }
    if epochs && (epoch != nil || first != 1 || last != .max) {
      throw ValidationError("--epochs lists all of them and takes no range")
    }
  }

  func run() throws {
    try LogDirectory.check(data)
    do {
      var history = try SessionHistory(directory: data, session: id())
      if epochs { try list(&history) } else { try printMessages(&history) }
    } catch let error as StorageError {
      Output.complain("\(error)")
      throw ExitCode.failure
    } catch let error as SystemError {
      Output.complain("\(error)")
      throw ExitCode.failure
    }
  }

  private func id() throws -> SessionID {
    var reader = try CommandLogReader(directory: data)
    var names = SessionNames()
    guard let id = try names.find(session, in: &reader) else {
      throw ValidationError("the log defines no session \(session)")
    }
    return id
  }

  private func list(_ history: inout SessionHistory) throws {
    for epoch in history.epochs {
      var numbers: [UInt64] = []
      var count = 0
      var times: [Instant] = []
      try history.read(epoch, 1...(.max)) { head, _ in
        count += 1
        numbers = [numbers.first ?? head.msgSeqNum.rawValue, head.msgSeqNum.rawValue]
        times = [times.first ?? head.sendingTime, head.sendingTime]
      }
      guard count > 0 else { continue }
      print(
        "epoch \(epoch.rawValue): \(count) messages, \(numbers[0]) to \(numbers[1]), "
          + times.map { TextForm.timestamp($0) }.joined(separator: " to "))
    }
    complain(of: history.damaged)
  }

  private func printMessages(_ history: inout SessionHistory) throws {
    let known = history.epochs
    guard let wanted = epoch.map({ Epoch(rawValue: $0) }) ?? known.last else { return }
    guard known.contains(wanted) else {
      let names = known.map { "\($0.rawValue)" }.joined(separator: ", ")
      throw ValidationError(
        "there are no messages of epoch \(wanted.rawValue): "
          + (names.isEmpty ? "none were sent" : "the epochs are \(names)"))
    }
    try history.read(wanted, first...last) { head, message in
      let bytes = Span<UInt8>(_bytes: message)
      let text = String(
        decoding: bytes.indices.map { bytes[$0] == 1 ? UInt8(ascii: "|") : bytes[$0] },
        as: UTF8.self)
      print("\(head.msgSeqNum.rawValue) \(TextForm.timestamp(head.sendingTime)) \(text)")
    }
    complain(of: history.damaged)
  }

  private func complain(of damaged: Int) {
    if damaged > 0 { Output.complain("\(damaged) places were damaged and are passed over") }
  }
}
