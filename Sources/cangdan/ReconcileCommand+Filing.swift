import ArgumentParser
import Market
import Operations
import Reconciliation

/// What a reconciliation has a running venue write into its log: the venue tells the registry and the supervisor.
extension ReconcileCommand {
  /// Files what is new, by the venue's socket for its operator; a line for each thing done.
  func file(_ books: VenueBooks, _ compared: Compared) throws {
    var rules = ReconFiling.Rules()
    rules.freezes = freeze
    rules.escalateNanos = Int64(escalateAfter) * 1_000_000_000
    let filing = ReconFiling(books, compared.reconciliation, totals: compared.totals, rules)
    let path = admin ?? AdminClient.path(inDirectory: directory)
    for step in filing.steps {
      guard try perform(step, at: path) else { return }
    }
  }

  /// False where the log has gone on meanwhile: the rest is judged again from it.
  private func perform(_ step: ReconFiling.Step, at path: String) throws -> Bool {
    switch step {
    case .freeze(let document, let text):
      var request = AdminRequest(.title)
      request.document = document
      request.action = "freeze"
      request.reason = "reconciliation-break"
      request.text = text
      // What is frozen already, or is no more, stays as it is.
      _ = try ask(request, at: path)
      return true
    case .file(let finding):
      var request = AdminRequest(.recon)
      request.finding = AdminFinding(finding)
      return try ask(request, at: path)
    }
  }

  private func ask(_ request: AdminRequest, at path: String) throws -> Bool {
    do {
      let line = try AdminClient.ask(request.line, at: path)
      guard let answer = AdminAnswer(line: line) else { throw AdminFailure.strangeAnswer(line) }
      Output.hint("\(answer.message ?? "done")\n")
      return answer.ok
    } catch let error as AdminFailure {
      Output.complain("\(error)")
      throw ExitCode(2)
    }
  }
}
