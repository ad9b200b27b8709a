import Market
import Oracle
import Titles

/// Random requests: most of them could be granted, some have something wrong.
extension TitleWorld {
  mutating func change(_ step: TitleStep) -> String? {
    let id = names[Int(step.a % UInt64(names.count))]
    let action = action(step, id)
    var request = request(action, on: id, step)
    var parts: [TitlePart] = []
    switch action {
    case .issue where step.b % 4 == 0:
      request.draft = Self.draft(1_000 + Int(step.c % 1_000), of: step.c)
      request.document = request.draft.id
      request.actor = request.draft.docType == UInt8(ascii: "B") ? .carrier : .warehouse
      request.firm = request.draft.issuer
    case .split: parts = split(id, step)
    case .merge: parts = merge(id, step, &request)
    case .convert:
      request.draft.instrument = TitleTester.ore
      parts = split(id, step)
    case .amend:
      request.draft = Self.draft(5_000 + Int(step.c % 1_000), of: 3)
      request.draft.netWeight = Quantity(thousandths: naive.documents[id]?.weight ?? 0)
    default: break
    }
    return compare(request, parts)
  }

  /// Mostly one of the ways from the document's state.
  private func action(_ step: TitleStep, _ id: TitleDocID) -> TitleAction {
    let status = naive.documents[id]?.status
    let ways = TitleTransition.all.filter { $0.from == status }
    if ways.isEmpty || step.kind / 16 % 8 == 0 {
      return TitleAction.allCases[Int(step.b % 21)]
    }
    return ways[Int(step.b % UInt64(ways.count))].action
  }

  private func request(
    _ action: TitleAction, on id: TitleDocID, _ step: TitleStep
  ) -> TitleRequest {
    let document = naive.documents[id]
    let ways = TitleTransition.all.filter { $0.from == document?.status && $0.action == action }
    let actors = TitleActor.allCases.filter { ways.first?.actors.contains($0) ?? true }
    let actor = actors[Int(step.c % UInt64(actors.count))]
    var request = TitleTester.request(action, actor, "")
    request.document = id
    request.version = document?.version
    switch actor {
    case .warehouse, .carrier: request.firm = document?.issuer ?? .none
    case .holder: request.firm = document?.holder ?? .none
    case .pledgee: request.firm = document?.pledgee ?? .none
    case .operator, .registry, .court, .clock: break
    }
    request.recipient = Self.firms[Int(step.c / 8 % 4)]
    request.digest = document?.digest ?? .none
    request.validity = Self.validity(step.c / 32)
    request.reason = step.c / 64 % 4 == 0 ? .court : .dispute
    spoil(&request, step.kind / 128)
    return request
  }

  private func spoil(_ request: inout TitleRequest, _ random: UInt64) {
    switch random % 24 {
    case 0: request.version = 99
    case 1: request.version = nil
    case 2: request.firm = FirmID(rawValue: 77)
    case 3: request.consents = []
    case 4: request.reason = .none
    case 5: request.digest = .none
    case 6: request.terms.isWarehouseCompliant = false
    case 7: request.actor = TitleActor.allCases[Int(random / 24 % 8)]
    case 8: request.recipient = .none
    default: break
    }
  }

  /// Two or three new documents, mostly of the right weight.
  private func split(_ id: TitleDocID, _ step: TitleStep) -> [TitlePart] {
    let weight = naive.documents[id]?.weight ?? 0
    let third = weight / 3
    var weights =
      step.c % 2 == 0 ? [weight / 2, weight - weight / 2] : [third, third, weight - 2 * third]
    if step.c / 2 % 8 == 0 { weights[0] += 1 }
    return weights.enumerated().map { index, weight in
      let draft = Self.draft(10_000 + Int(step.c % 10_000) * 4 + index, of: 0)
      var part = TitlePart()
      part.document = draft.id
      part.digest = draft.digest
      part.position = draft.position
      part.netWeight = Quantity(thousandths: weight)
      return part
    }
  }

  /// One or two others, mostly of the same holder and instrument where there are such.
  private func merge(
    _ id: TitleDocID, _ step: TitleStep, _ request: inout TitleRequest
  ) -> [TitlePart] {
    let own = naive.documents[id]
    let alike = names.filter {
      let other = naive.documents[$0]
      return $0 != id && other?.status == own?.status && other?.holder == own?.holder
        && other?.instrument == own?.instrument
    }
    let pool = alike.isEmpty || step.c % 8 == 0 ? names : alike
    let others = (0...Int(step.c / 8 % 2)).map {
      pool[Int((step.c / 16 + UInt64($0)) % UInt64(pool.count))]
    }
    request.draft = Self.draft(60_000 + Int(step.c % 1_000), of: 0)
    var sum = own?.weight ?? 0
    for other in others { sum += naive.documents[other]?.weight ?? 0 }
    request.draft.netWeight = Quantity(thousandths: sum)
    return others.map {
      var part = TitlePart()
      part.document = $0
      part.version = naive.documents[$0]?.version ?? 0
      return part
    }
  }
}
