import Market
import Titles

/// Checks across the files: names that must be known, codes that must be unique, roles kept apart.
struct DefinitionCheck {
  let definition: Definition
  let files: DefinitionFiles
  let problems: Problems

  func run() {
    checkUnique("firms.yaml", "firm", definition.firms.map { ("\($0.code.text)", $0.line) })
    checkUnique("sessions.yaml", "session", definition.sessions.map { ($0.name, $0.line) })
    checkUnique(
      "warehouses.yaml", "warehouse", definition.warehouses.map { ("\($0.code.text)", $0.line) })
    checkUnique(
      "instruments.yaml", "instrument", definition.instruments.map { ("\($0.code.text)", $0.line) })
    checkSessions()
    checkOwnTags()
    checkWarehouses()
    checkSchedules()
    checkInstruments()
    checkWords()
    checkDocuments()
    checkFunds()
    checkClearing()
    checkBrokers()
    checkCopies()
    checkCounterparties()
  }

  private func checkUnique(_ file: String, _ kind: String, _ codes: [(String, Int)]) {
    var lines: [String: Int] = [:]
    for (code, line) in codes where !code.isEmpty {
      if let first = lines[code] {
        problems.add(
          files.path(file), line, "\(kind) '\(code)' is defined twice, first in line \(first)")
      } else {
        lines[code] = line
      }
    }
  }

  private func checkSessions() {
    let firms = Dictionary(definition.firms.map { ($0.code, $0) }, uniquingKeysWith: { a, _ in a })
    for session in definition.sessions where !session.firm.text.isEmpty {
      guard let firm = firms[session.firm] else {
        unknown(
          "sessions.yaml", session.line, "firm", "\(session.firm.text)",
          firms.keys.map { "\($0.text)" })
        continue
      }
      if firm.isOperator && session.policies.role.mayTrade {
        problems.add(
          files.path("sessions.yaml"), session.line,
          "session '\(session.name)' belongs to the operator, which may not trade (rule book Art. 10): "
            + "give it another role")
      }
    }
  }

  private func checkWarehouses() {
    let firms = definition.firms.map(\.code)
    for warehouse in definition.warehouses
    where !warehouse.firm.text.isEmpty && !firms.contains(warehouse.firm) {
      unknown(
        "warehouses.yaml", warehouse.line, "firm", "\(warehouse.firm.text)",
        firms.map { "\($0.text)" })
    }
    checkRoles()
  }

  /// The registry and warehouses speak by TitleReport(UT), which is the venue's own.
  private func checkOwnTags() {
    for session in definition.sessions where !session.policies.sendsOwnTags {
      switch session.policies.role {
      case .registry, .warehouse:
        problems.add(
          files.path("sessions.yaml"), session.line,
          "session '\(session.name)' in role '\(session.policies.roleName)' needs own tags: "
            + "TitleReport(UT) is the venue's own message")
      case .dealer, .broker, .marketMaker, .clearing, .bank, .dropCopy, .marketData, .supervisor,
        .operator:
        break
      }
    }
  }

  private func checkSchedules() {
    let names = definition.schedules.keys.sorted() + [SessionSchedule.always]
    for session in definition.sessions where !names.contains(session.policies.scheduleName) {
      unknown(
        "sessions.yaml", session.line, "schedule", session.policies.scheduleName, names)
    }
  }

  /// Rule book Art. 26: trading, clearing, custody, storage and publication are separate. Who runs a
  /// warehouse is one also without a session.
  private func checkRoles() {
    let separate: [SessionRole] = [.clearing, .registry, .warehouse, .bank]
    let keepers = Set(definition.warehouses.map(\.firm).filter { !$0.text.isEmpty })
    for (firm, sessions) in Dictionary(grouping: definition.sessions, by: \.firm) {
      var roles = Set(sessions.map(\.policies.role))
      if keepers.contains(firm) { roles.insert(.warehouse) }
      let services = separate.filter(roles.contains)
      let trades = roles.contains { $0.mayTrade }
      guard services.count > 1 || (trades && !services.isEmpty), let last = sessions.last else {
        continue
      }
      problems.add(
        files.path("sessions.yaml"), last.line,
        "firm '\(firm.text)' is in roles that the rule book keeps apart, by its sessions or a warehouse "
          + "(Art. 26: trading, custody, clearing, storage)")
    }
  }

  private func checkDocuments() {
    let instruments = Dictionary(
      definition.instruments.map { ($0.code, $0) }, uniquingKeysWith: { a, _ in a })
    let firms = Set(definition.firms.map(\.code))
    let warehouses = Dictionary(
      definition.warehouses.map { ($0.code, $0) }, uniquingKeysWith: { a, _ in a })
    var seen: Set<TitleDocID> = []
    var positions: [String: DocumentDefinition] = [:]
    for document in definition.documents {
      func complain(_ message: String) { problems.add(document.file, document.line, message) }
      if !seen.insert(document.document).inserted {
        complain(
          "document '\(document.document.text)' stands twice: one lot, one document (Art. 29)")
      }
      checkPosition(of: document, &positions)
      guard let instrument = instruments[document.symbol] else {
        complain("unknown instrument '\(document.symbol.text)'")
        continue
      }
      if !firms.contains(document.holder) { complain("unknown holder '\(document.holder.text)'") }
      if !document.pledgee.text.isEmpty && !firms.contains(document.pledgee) {
        complain("unknown pledgee '\(document.pledgee.text)'")
      }
      if !document.isBillOfLading {
        if let warehouse = warehouses[document.warehouse] {
          checkAdmission(of: document, at: warehouse)
        } else {
          complain("unknown warehouse '\(document.warehouse.text)'")
        }
      }
      check(document, as: instrument)
    }
  }

  /// What the venue asks of each document of an instrument.
  private func check(_ document: DocumentDefinition, as instrument: InstrumentDefinition) {
    func complain(_ what: String) {
      problems.add(
        document.file, document.line, "document '\(document.document.text)' \(what)")
    }
    if document.isBillOfLading != instrument.isBillOfLading {
      complain(
        "is a \(document.isBillOfLading ? "bill of lading" : "receipt"), and \(instrument.code.text) is traded "
          + "by \(instrument.isBillOfLading ? "bills of lading" : "receipts")")
    }
    let unit = instrument.documentUnit.thousandths
    let slack = unit * Int64(instrument.toleranceBasisPoints) / 10_000
    if abs(document.netWeight.thousandths - unit) > slack {
      complain(
        "is not one document unit of \(instrument.code.text) within its tolerance; have the registry split it "
          + "first")
    }
    if document.premium > instrument.highestPremium {
      complain(
        "has a premium above highestPremium of \(instrument.code.text) "
          + "(\(files.path("instruments.yaml")):\(instrument.line)), which orders hold money for: raise that"
      )
    }
  }

  /// A line brings a new receipt to the market: its warehouse may do that.
  private func checkAdmission(of document: DocumentDefinition, at warehouse: WarehouseDefinition) {
    guard document.status.isApproved, !warehouse.admitsReceipts else { return }
    let reason =
      warehouse.isBonded
      ? "has grade \(Character(UnicodeScalar(warehouse.grade)))" : "is not bonded"
    problems.add(
      document.file, document.line,
      "document '\(document.document.text)' lies at warehouse '\(warehouse.code.text)', which \(reason) "
        + "(\(files.path("warehouses.yaml")):\(warehouse.line)) and brings no new receipts to the market "
        + "(rule book Art. 18, 21): take the line out, which a document that the log holds does not need, "
        + "or let the warehouse be bonded and of grade A or B")
  }

  /// Two live documents over the same goods: the second one is no document.
  private func checkPosition(
    of document: DocumentDefinition, _ positions: inout [String: DocumentDefinition]
  ) {
    guard document.status.isLive else { return }
    let key = "\(document.warehouse.text) \(document.position.key)"
    guard let other = positions.updateValue(document, forKey: key),
      other.document != document.document
    else { return }
    problems.add(
      document.file, document.line,
      "document '\(document.document.text)' stands for the goods at \(document.place), as "
        + "'\(other.document.text)' of line \(other.line) does: one lot, one document (Art. 20, 29)"
    )
  }

  private func checkFunds() {
    let firms = Set(definition.firms.map(\.code))
    let warehouses = Set(definition.warehouses.map(\.code))
    let currencies = Set(definition.venue.currencies.map(\.code) + [Currency.cny])
    for funds in definition.funds {
      let isDeposit = funds.account == .deposit
      if !(isDeposit ? warehouses : firms).contains(funds.firm) {
        problems.add(
          files.path("funds.csv"), funds.line,
          "unknown \(isDeposit ? "warehouse" : "firm") '\(funds.firm.text)'")
      }
      if !currencies.contains(funds.currency) {
        problems.add(
          files.path("funds.csv"), funds.line,
          "the currency is neither CNY nor among the currencies of venue.yaml")
      }
    }
  }

  /// Each firm's bank is a firm, what is cleared net has a net run, and calls of guarantees have a time.
  private func checkClearing() {
    let firms = definition.firms.map(\.code)
    for firm in definition.firms
    where !firm.clearingMember.text.isEmpty && !firms.contains(firm.clearingMember) {
      unknown(
        "firms.yaml", firm.line, "clearing member", "\(firm.clearingMember.text)",
        firms.map { "\($0.text)" })
    }
    for instrument in definition.instruments
    where instrument.clearing == .net && definition.venue.netting == nil {
      problems.add(
        files.path("instruments.yaml"), instrument.line,
        "net clearing needs 'netting: at, payWithin' in venue.yaml: when members' nets are published, and "
          + "how long they have to pay (Art. 12)")
    }
    if definition.venue.currencies.isEmpty { return }
    for instrument in definition.instruments
    where instrument.guaranteeBasisPoints > 0 && instrument.settlement.topUpSeconds == 0 {
      problems.add(
        files.path("instruments.yaml"), instrument.line,
        "guarantees in foreign money need 'settlement: topUpWithin', the time to pay what a fixing leaves "
          + "short, here or in venue.yaml")
    }
  }

  /// Each firm's broker is another firm.
  private func checkBrokers() {
    let firms = definition.firms.map(\.code)
    for firm in definition.firms where !firm.broker.text.isEmpty {
      if firm.broker == firm.code {
        problems.add(
          files.path("firms.yaml"), firm.line,
          "'\(firm.code.text)' names itself as its broker: a broker may cross for its own firm anyway"
        )
      } else if !firms.contains(firm.broker) {
        unknown(
          "firms.yaml", firm.line, "broker", "\(firm.broker.text)", firms.map { "\($0.text)" })
      }
    }
  }

  /// Each firm's counterparties are firms.
  private func checkCounterparties() {
    let firms = definition.firms.map(\.code)
    for firm in definition.firms {
      for code in firm.counterparties ?? [] where !firms.contains(code) {
        unknown(
          "firms.yaml", firm.line, "counterparty", "\(code.text)", firms.map { "\($0.text)" })
      }
    }
  }

  func unknown(
    _ file: String, _ line: Int, _ kind: String, _ name: String, _ known: [String]
  ) {
    problems.add(
      files.path(file), line, "unknown \(kind) '\(name)'\(NearestName.hint(name, among: known))")
  }
}
