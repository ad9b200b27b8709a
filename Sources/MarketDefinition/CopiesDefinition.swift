public import Market

/// Whose copies a session in role drop-copy or supervisor gets: `copies` in sessions.yaml.
public enum CopiesDefinition: Sendable, Equatable {
  /// What concerns its own firm.
  case own
  /// What concerns these firms, by their codes.
  case firms([CompID])
  /// Everything, with both sides of each trade.
  case all

  init(_ node: ConfigurationNode) {
    let codes = node.elements
    self =
      codes.count == 1 && codes[0].text == "all" ? .all : .firms(codes.compactMap(\.compID))
  }
}

extension ReferenceChanges {
  /// Says whose copies a session gets, where it gets any.
  mutating func defineCopies(of session: SessionDefinition, _ publish: (RawSpan) -> Void) {
    let key = ReferenceIndex.SessionKey(compID: session.compID, subID: session.subID)
    guard session.policies.role.getsCopies, let id = index.session(key) else { return }
    var body = DefineEntitlement()
    body.session = id
    switch session.copies {
    case .all: body.isAll = 1
    case .own: add([session.firm], to: &body.firms)
    case .firms(let codes): add(codes, to: &body.firms)
    }
    emit(
      .defineEntitlement, body, "", "copies of \(session.name)", index.entitlements[id.rawValue],
      publish)
  }

  private func add(_ codes: [CompID], to firms: inout FirmSet) {
    for code in codes { if let firm = index.firm(code) { firms.insert(firm) } }
  }
}

extension DefinitionCheck {
  /// Who gets copies may, and of firms that there are.
  func checkCopies() {
    let firms = definition.firms.map(\.code)
    for session in definition.sessions where session.copies != .own {
      guard session.policies.role.getsCopies else {
        problems.add(
          files.path("sessions.yaml"), session.line,
          "session '\(session.name)' in role '\(session.policies.roleName)' gets no copies: leave out "
            + "'copies', or give it role drop-copy or supervisor")
        continue
      }
      guard case .firms(let codes) = session.copies else { continue }
      for code in codes where !firms.contains(code) {
        unknown(
          "sessions.yaml", session.line, "firm", "\(code.text)", firms.map { "\($0.text)" })
      }
    }
  }
}
