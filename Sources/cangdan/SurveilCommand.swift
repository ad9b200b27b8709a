import ArgumentParser
import LogText
import Market
import Recorder
import Storage
import Surveillance

/// `cangdan surveil`: the messages of a log counted by other thresholds.
struct SurveilCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "surveil",
    abstract: "Count the messages of a log again and say what the monitors of rates find.",
    discussion: """
      The log is applied in memory and only read; the counting is the venue's own (P1 to P3 of the \
      rules of engagement). Thresholds that are not named are those that the log has at that time.

      Examples:
        cangdan surveil --replay data
            what the venue has found
        cangdan surveil --replay data --p1 250 --p3-throttle 0 other thresholds
        cangdan surveil --replay data --p2 5 --format csv      as CSV

      Exit codes: 0 counted; 1 not, with the reason.
      """)

  @Option(name: .customLong("replay"), help: "The data directory of the venue.")
  var directory: String

  @Option(name: .customLong("p1"), help: "P1: messages within one second, at most 512; 0 is off.")
  var highRate: UInt32?

  @Option(name: .customLong("p1-day"), help: "P1: messages in a day; 0 is off.")
  var highDay: UInt32?

  @Option(name: .customLong("p2"), help: "P2: bursts in a day; 0 is off.")
  var bursts: UInt32?

  @Option(name: .customLong("p2-burst"), help: "P2: messages within one second that are a burst.")
  var burstMessages: UInt32?

  @Option(name: .customLong("p3-warn"), help: "P3: messages within one second that are warned of.")
  var warning: UInt32?

  @Option(name: .customLong("p3-throttle"), help: "P3: as many are taken within one second.")
  var throttle: UInt32?

  @Option(name: .customLong("until"), help: "The last sequence to count.")
  var last: UInt64 = .max

  @Option(help: "Where days begin before the log says it, east of UTC.")
  var utcOffset = "+08:00"

  @Option(help: "text: aligned columns; csv: RFC 4180, with its header; json: one object.")
  var format: ReportCommand.Format = .text

  func validate() throws {
    for (name, value) in [
      ("--p1", highRate), ("--p2-burst", burstMessages), ("--p3-warn", warning),
      ("--p3-throttle", throttle),
    ] where value ?? 0 > RateMonitor.windowMessages {
      throw ValidationError(
        "\(name) is \(value ?? 0): at most \(RateMonitor.windowMessages) messages of a second are counted"
      )
    }
  }

  func run() throws {
    try LogDirectory.check(directory)
    do {
      print(format.value.written(try survey()), terminator: "")
    } catch let error as StorageError {
      Output.complain("\(error)")
      throw ExitCode(1)
    } catch let error as ReportError {
      Output.complain(error.description)
      throw ExitCode(1)
    }
  }

  private func survey() throws -> Report {
    let offset = try MarketZone(utcOffset).utcOffsetSeconds
    var survey = RateSurvey(overrides, utcOffsetSeconds: Int32(offset))
    var reader = try CommandLogReader(directory: directory)
    while reader.nextSequence.rawValue <= last, try reader.next() {
      switch survey.take(reader.record) {
      case .applied: break
      case .refused(let reason):
        throw StorageError.foreign(file: reader.file, reason: reason)
      case .differs(let difference):
        throw StorageError.foreign(
          file: reader.file,
          reason: "this program makes other events than the log has, from command "
            + "\(difference.firstSequence.rawValue) on")
      }
    }
    return Report(survey)
  }

  private var overrides: RateSurvey.Overrides {
    var overrides = RateSurvey.Overrides()
    overrides.highRate = highRate
    overrides.highDay = highDay
    overrides.bursts = bursts
    overrides.burstMessages = burstMessages
    overrides.warning = warning
    overrides.throttle = throttle
    return overrides
  }
}
