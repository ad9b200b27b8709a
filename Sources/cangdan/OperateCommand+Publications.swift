import ArgumentParser
import Operations

/// What `cangdan operate` publishes: news, and changes of instruments.
extension OperateCommand {
  struct News: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Tell all sessions, or those of a firm: an announcement, a warning of risk or of a document.",
      discussion: """
        News(B), once to every session that there is, also to who is away. A warning changes nothing by itself: \
        `cangdan title freeze` and `cangdan operate halt` do. The log has it: `cangdan log DATA --type publishNews`.

        Incidents, Art. 27: prohibited-trading, trading-system, receipt-truth, defect-of-rights, wrong-publication, \
        clearing-system, fund-system.

          cangdan operate news announcement "Closed on 1 January" \\
              "Trading goes on on 4 January." --data data
          cangdan operate news risk-warning "Fog on the Yangtze" \\
              "Deliveries may be late." --symbol CU-BW-A --data data
          cangdan operate news document-warning "WHR-1 is doubted" \\
              "The warehouse is asked." --document WHR-1 --incident receipt-truth \\
              --data data
        """)

    @Argument(help: "announcement, risk-warning or document-warning.") var kind: String
    @Argument(help: "At most 120 characters.") var headline: String
    @Argument(help: "Lines of text, 16 at most, with 640 characters in all.") var lines: [String]
    @Option(help: "The instrument that it is about.") var symbol: String?
    @Option(help: "The title document that it is about.") var document: String?
    @Option(help: "Which of the risks of Art. 27 it is.") var incident: String?
    @Option(help: "The firm that alone is told.") var firm: String?
    @OptionGroup var dryRun: DryRun
    @OptionGroup var options: AdminOptions

    func run() throws {
      var publication = AdminPublication(kind)
      publication.headline = headline
      publication.lines = lines
      publication.symbol = symbol
      publication.document = document
      publication.incident = incident
      publication.firm = firm
      try options.publish(publication, text: nil, dryRun)
    }
  }

  struct Change: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Publish that a parameter of an instrument will have another value.",
      discussion: """
        It is published today and takes effect when the day of --from begins, 30 days ahead at least (Art. 35); in an \
        abnormal situation (Art. 49(5)) at once, or on the day of --from. All sessions are told when it is published \
        and when it is in force. Of a guarantee, a tolerance or a fee that changes all orders of the instrument are \
        cancelled then, of a band those outside; trades keep what they were made by. The answer \
        has the number of the change; `cangdan log DATA --events --type parameterChanged` shows what becomes of it.

        Parameters: price-band, negotiated-band, guarantee, tolerance, risk-reserve, trade-fee (percent); \
        minimum-trade-fee, title-transfer-fee (CNY); min-interval, signing, balance, funds, title, weight, top-up, \
        answer (seconds); min-interval-days; max-lots. Situations: force-majeure, system-failure, settlement-crisis, \
        delivery-crisis, rule-breach-price.

          cangdan operate change CU-BW-A price-band 4.5 --from 2026-12-24 \\
              --data data --text "resolution 12"
          cangdan operate change CU-BW-A guarantee 30 --situation rule-breach-price \\
              --data data --text "prices"
        """)

    @Argument(help: "The instrument.") var symbol: String
    @Argument(help: "The parameter.") var parameter: String
    @Argument(help: "Its new value.") var value: String
    @Option(help: "The first day of the new value, like 2026-12-24.") var from: String?
    @Option(help: "The abnormal situation that it is an emergency measure in.") var situation:
      String?
    @Option(help: "Why, for all, at most 64 characters.") var text: String
    @OptionGroup var dryRun: DryRun
    @OptionGroup var options: AdminOptions

    func run() throws {
      var publication = AdminPublication("change")
      publication.symbol = symbol
      publication.parameter = parameter
      publication.value = value
      publication.from = from
      publication.situation = situation
      try options.publish(publication, text: text, dryRun)
    }
  }

  struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take back a change that has not taken effect; all sessions are told.")

    @Argument(help: "The number of the change.") var number: UInt64
    @Option(help: "Why, for all, at most 64 characters.") var text: String
    @OptionGroup var dryRun: DryRun
    @OptionGroup var options: AdminOptions

    func run() throws {
      var publication = AdminPublication("withdrawal")
      publication.number = number
      try options.publish(publication, text: text, dryRun)
    }
  }
}

extension AdminOptions {
  fileprivate func publish(
    _ publication: AdminPublication, text: String?, _ dryRun: DryRun
  ) throws {
    var request = AdminRequest(.publish)
    request.publication = publication
    request.text = text
    request.dryRun = dryRun.request
    try run(request) { $0.message ?? "done" }
  }
}
