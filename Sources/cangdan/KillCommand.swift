import ArgumentParser
import Operations

/// `cangdan kill`: stops a session, a firm or the venue, and lifts that.
struct KillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kill",
    abstract: "Cancel all orders of a session, a firm or the venue, and take no new ones.",
    discussion: """
      The orders are out of the market at once and are cancelled one after the other, each with a \
      report; new ones are refused until this is lifted. The answer says how many orders are being \
      cancelled. Sessions stay connected. Exit code 0: done; 1: refused; 2: no venue answers.

        cangdan kill session DLR001 --data data --text "runaway algorithm"
        cangdan kill firm DLR001 --data data
        cangdan kill venue --data data
        cangdan kill venue --lift --data data
      """)

  enum Scope: String, ExpressibleByArgument, CaseIterable {
    case session
    case firm
    case venue
  }

  @Argument(help: "session, firm or venue.") var scope: Scope
  @Argument(help: "The session (CompID, or CompID/SubID) or the firm's code; none for the venue.")
  var name: String?
  @Flag(help: "Take orders again.") var lift = false
  @Option(help: "Why, for the log, at most 64 characters.") var text: String?
  @OptionGroup var dryRun: DryRun
  @OptionGroup var options: AdminOptions

  func validate() throws {
    if (name == nil) != (scope == .venue) {
      throw ValidationError(
        scope == .venue ? "the venue has no name here" : "say which \(scope.rawValue)")
    }
  }

  func run() throws {
    var request = AdminRequest(lift ? .lift : .kill)
    request.text = text
    request.dryRun = dryRun.request
    switch scope {
    case .session: request.session = name
    case .firm: request.firm = name
    case .venue: request.venue = true
    }
    try options.run(request) { "\(name ?? "venue"): \($0.message ?? "done")" }
  }
}
