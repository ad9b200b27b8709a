import Market
import Reconciliation
import Testing

/// What a reconciliation files, and what it does not file twice.
@Suite struct ReconFilingTests {
  private static let day: Int64 = 86_400

  /// A step in words.
  private static func text(_ step: ReconFiling.Step) -> String {
    switch step {
    case .freeze(let document, let text): return "freeze \(document): \(text)"
    case .file(let finding):
      let status = ReconStatus(rawValue: finding.statusCode).map { "\($0)" } ?? "?"
      let code = ReconBreakCode(rawValue: finding.breakCode).map { "\($0)" } ?? "?"
      let subject =
        finding.tradeID == .none
        ? "\(finding.warehouse.text) \(finding.goods)" : "trade \(finding.tradeID.rawValue)"
      return "\(finding.number) \(finding.reconID) \(status) \(code) \(subject)"
    }
  }

  /// A venue behind a delivery, and its steps so far written to its log.
  private struct Scene {
    var sample = SampleBooks()
    var statements = Said.all
    var rules = ReconRules()
    var report: [(warehouse: String, goods: String, netWeight: Quantity)]?
    var freezes = false

    init() {
      sample.deliver()
      sample.pass(seconds: 3_600)
    }

    /// What is to be done now; it is done, too.
    mutating func steps() -> [String] {
      var filing = ReconFiling.Rules()
      filing.freezes = freezes
      let reconciliation = Reconciliation(sample.books, statements, rules)
      let totals = report.map { StockTotal.compare(sample.books, with: $0) }
      let steps = ReconFiling(sample.books, reconciliation, totals: totals, filing).steps
      for case .file(let finding) in steps {
        var told = ReconReported()
        told.finding = finding
        sample.event(.reconReported, told)
      }
      return steps.map(ReconFilingTests.text)
    }

    mutating func setStatus(_ status: TitleStatus) {
      var title = TitleChanged()
      title.document = TitleDocID(Text32("R1")!)
      title.statusCode = status.rawValue
      title.warehouse = 1
      title.instrument = InstrumentID(rawValue: 1)
      sample.event(.titleChanged, title)
    }
  }

  @Test("nothing is filed of what agrees")
  func clean() {
    var scene = Scene()
    #expect(scene.steps() == [])
  }

  @Test("a new break freezes its document first, is filed once, and escalates after a day")
  func life() {
    var scene = Scene()
    scene.freezes = true
    scene.statements.registry?[0].holder = "DLR003"
    #expect(
      scene.steps() == ["freeze R1: break 6 of trade 7, registry", "1 1 broken party trade 7"])
    #expect(scene.steps() == [])
    scene.sample.pass(seconds: Self.day - 1)
    #expect(scene.steps() == [])
    scene.sample.pass(seconds: Self.day)
    #expect(scene.steps() == ["2 1 escalated party trade 7"])
    #expect(scene.steps() == [])
    let books = scene.sample.books
    #expect(Reconciliation(books, scene.statements).trades.map(\.state) == [.escalated])
  }

  @Test("without being asked to, it freezes nothing")
  func unfrozen() {
    var scene = Scene()
    scene.statements.registry?[0].holder = "DLR003"
    #expect(scene.steps() == ["1 1 broken party trade 7"])
  }

  @Test(
    "only documents that are to be traded or registered are frozen",
    arguments: (0...12 as ClosedRange<UInt8>).compactMap { TitleStatus(rawValue: $0) })
  func frozen(_ status: TitleStatus) {
    var scene = Scene()
    scene.freezes = true
    scene.setStatus(status)
    scene.statements.clearing = []
    let froze = scene.steps().contains("freeze R1: break 2 of trade 7, clearing")
    #expect(froze == [.registered, .active, .pledged].contains(status))
  }

  @Test("an explanation is filed while a document is frozen, and closes the break when none is")
  func explained() {
    var scene = Scene()
    scene.statements.registry?[0].holder = "DLR003"
    _ = scene.steps()
    scene.setStatus(.frozen)
    scene.rules.explained = [.init(trade: 7, code: .party)]
    #expect(scene.steps() == ["2 1 explained party trade 7"])
    #expect(scene.steps() == [])
    scene.setStatus(.active)
    #expect(scene.steps() == ["3 1 closed party trade 7"])
    #expect(scene.steps() == [])
    let reconciliation = Reconciliation(scene.sample.books, scene.statements, scene.rules)
    #expect(reconciliation.trades.map(\.state) == [.closed])
  }

  @Test("what is answered for from the start is never filed")
  func explainedBefore() {
    var scene = Scene()
    scene.statements.registry?[0].holder = "DLR003"
    scene.rules.explained = [.init(trade: 7, code: .party)]
    #expect(scene.steps() == [])
  }

  @Test("statements that agree by now close the break; that it breaks again is another one")
  func agrees() {
    var scene = Scene()
    scene.statements.registry?[0].holder = "DLR003"
    _ = scene.steps()
    scene.statements = Said.all
    #expect(scene.steps() == ["2 1 closed party trade 7"])
    #expect(scene.steps() == [])
    scene.statements.registry?[0].holder = "DLR003"
    #expect(scene.steps() == ["3 3 broken party trade 7"])
  }

  @Test("a leg that is not compared closes nothing")
  func notCompared() {
    var scene = Scene()
    scene.statements.registry?[0].holder = "DLR003"
    scene.report = [("ZZW01", "CU-BW-A", Quantity(thousandths: 49_931))]
    #expect(
      scene.steps() == ["1 1 broken party trade 7", "2 2 broken quantity ZZW01 CU-BW-A"])
    scene.statements.registry = nil
    scene.report = nil
    #expect(scene.steps() == [])
  }

  @Test("goods in store that agree again are closed")
  func totals() {
    var scene = Scene()
    scene.report = [("ZZW01", "CU-BW-A", Quantity(thousandths: 49_931))]
    #expect(scene.steps() == ["1 1 broken quantity ZZW01 CU-BW-A"])
    scene.report = [("ZZW01", "CU-BW-A", Quantity(thousandths: 49_932))]
    #expect(scene.steps() == ["2 1 closed quantity ZZW01 CU-BW-A"])
  }

  @Test("several breaks are filed with numbers that follow each other")
  func numbers() {
    var scene = Scene()
    scene.statements.registry?[0].holder = "DLR003"
    scene.statements.clearing?[0].paid = .zero
    scene.statements.clearing?[0].received = .zero
    #expect(
      scene.steps() == ["1 1 broken party trade 7", "2 2 broken amount trade 7"])
  }

  @Test("a finding has what was expected and found, cut to 32 characters, and the legs")
  func finding() throws {
    var scene = Scene()
    scene.statements.registry?[0].holder = "DLR003-仓单-0123456789012345678901234567890"
    let filing = ReconFiling(
      scene.sample.books, Reconciliation(scene.sample.books, scene.statements), totals: nil,
      ReconFiling.Rules())
    guard case .file(let finding)? = filing.steps.first else {
      Issue.record("a finding is filed")
      return
    }
    #expect("\(finding.expected)" == "DLR002")
    #expect("\(finding.found)" == "DLR003-??-0123456789012345678901")
    #expect(finding.sourceCode == SessionRole.registry.rawValue)
    #expect(finding.goodsMatch == ReconMatch.differs.rawValue)
    #expect(finding.tradeMatch == ReconMatch.agrees.rawValue)
    #expect(finding.fundsMatch == ReconMatch.agrees.rawValue)
  }
}
