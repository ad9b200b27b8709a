import ArgumentParser
import Operations

/// `cangdan warehouse`: the operator's hand on warehouses.
struct WarehouseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "warehouse",
    abstract: "Give a warehouse its grade.",
    discussion: """
      From C on no receipt of the warehouse is approved; at D nothing that lies there is sold any more, while \
      it may be withdrawn. `cangdan reconcile` says which grade the comparisons lead to. The registry gives \
      grades too, by its own session. A grade counts until another is given, or warehouses.yaml gives another \
      one than before. Exit code 0: done; 1: refused, with the reason; 2: no venue answers.

        cangdan warehouse ZZW01 C --data data \\
            --text "customs total differs, 22 November"
      """)

  @Argument(help: "The warehouse's code.") var warehouse: String
  @Argument(help: "A, B, C or D.") var grade: String
  @Option(help: "Why, for the log, at most 64 characters.") var text: String
  @OptionGroup var options: AdminOptions

  func run() throws {
    var request = AdminRequest(.grade)
    request.warehouse = warehouse
    request.grade = grade
    request.text = text
    try options.run(request) { $0.message ?? "done" }
  }
}
