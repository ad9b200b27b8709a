import ArgumentParser
import LogText
import Market
import Operations
import Storage

/// `cangdan title`: the operator's hand on title documents.
struct TitleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "title",
    abstract: "Approve, activate, freeze title documents, and act in the place of institutions.",
    discussion: """
      A document goes from issue to the market and out of it by the words of those who have a right in it; \
      they come by FIX. The operator's own are approve, activate, refuse, freeze and unfreeze. What an \
      institution has said by letter is done with --as, a court's order with --as court. Who may do what \
      in which state stands in the rules of engagement, *Title documents*. Every action is a command in \
      the log, with who acted and why: `cangdan log DATA --type requestTitle`; what a document has gone \
      through: `cangdan log DATA --events --type titleChanged`. Exit code 0: done; 1: refused, with the \
      reason; 2: no venue answers.

        cangdan title approve R26110000017 --data data --text "examined"
        cangdan title freeze R26110000017 --reason doubt --data data \\
            --text "weights look wrong"
        cangdan title freeze R26110000017 --as court --reason court --data data \\
            --text "order 4/26"
        cangdan title pledge R26110000017 --as holder --to ZZBK01 --agreed pledgee \\
            --data data --text "contract of today"

      show says what the log knows of a document: state, holder, place, version, what the venue's own claim \
      on it is, and its chain. It reads the log of --data and asks no venue.

        cangdan title show R26110000017 --data data --json

      Documents are made (issue, split, merge, convert, amend) and renewed by FIX, TitleReport(UT), with all \
      that they say.
      """)

  @Argument(
    help: """
      show, or approve, register, activate, pledge, release, enforce, freeze, unfreeze, deimmobilise, withdraw, \
      load-out, give-up, expire or refuse.
      """)
  var action: String
  @Argument(help: "The document's number, TitleDocID(7701).") var document: String
  @Option(
    name: .customLong("as"),
    help: "By whose right: operator, court, registry, warehouse, carrier, holder or pledgee.")
  var actor = "operator"
  @Option(help: "In whose name, where it is not whose right it is.") var firm: String?
  @Option(
    name: .customLong("to"),
    help: "The pledgee of a pledge; the new holder of an enforcement, else the pledgee.")
  var recipient: String?
  @Option(help: "doubt, dispute, court, reconciliation-break or error: of a freeze, of a refusal.")
  var reason: String?
  @Option(help: "What another has said by letter: pledgee, warehouse or default.")
  var agreed: String?
  @Option(help: "The version that is meant; refused where it has another one.")
  var version: UInt32?
  @Option(help: "TitleDigest(7709) as the registry has it: to register.") var digest: String?
  @Option(help: "Why, for the log, at most 64 characters; not of show.") var text: String?
  @OptionGroup var options: AdminOptions

  func validate() throws {
    if action == "show" {
      guard options.data != nil else { throw ValidationError("show reads the log: --data DATA") }
    } else if text == nil {
      throw ValidationError("say why: --text WHY")
    }
  }

  func run() throws {
    if action == "show" { return try show() }
    var request = AdminRequest(.title)
    request.document = document
    request.action = action
    request.actor = actor
    request.firm = firm
    request.recipient = recipient
    request.reason = reason
    request.agreed = agreed
    request.version = version
    request.digest = digest
    request.text = text
    try options.run(request) { $0.message ?? "done" }
  }

  private func show() throws {
    guard let number = Text32(document), !number.isEmpty else {
      throw ValidationError("a document's number has 1 to 32 printable ASCII characters")
    }
    do {
      let show = TitleShow(document: TitleDocID(number), directory: options.data ?? "")
      guard let text = try show.read() else {
        Output.complain("there is no document \(document)")
        throw ExitCode(1)
      }
      print(options.json ? text.json : text.lines.joined(separator: "\n"))
    } catch let error as StorageError {
      Output.complain("\(error)")
      throw ExitCode(1)
    }
  }
}
