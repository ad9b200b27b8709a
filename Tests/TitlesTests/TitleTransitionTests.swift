import Market
import Testing
import Titles

@Suite struct TitleTransitionTests {
  static let statuses: [TitleStatus] = [
    .draft, .issued, .approved, .registered, .active, .pledged, .frozen, .withdrawing, .closed,
    .expired, .void,
  ]

  /// All pairs of a state and an action.
  static let pairs = statuses.flatMap { status in TitleAction.allCases.map { (status, $0) } }

  @Test("what the table has is done, all else is refused, by each actor", arguments: pairs)
  func triples(_ status: TitleStatus, _ action: TitleAction) throws {
    let row = TitleTransition.all.first { $0.from == status && $0.action == action }
    for actor in TitleActor.allCases {
      var tester = TitleTester()
      try Self.admit(status, for: action, by: actor, in: &tester)
      let request = Self.request(action, by: actor)
      let outcome = tester.change(request, Self.parts(of: action))
      let mayAct = row?.actors.contains(actor) ?? false
      if action == .transfer {
        #expect(outcome == .refused(.notSettling, part: 0))
      } else if action == .issue && status != .draft {
        #expect(outcome == .refused(.duplicate, part: 0))
      } else if row == nil {
        #expect(outcome == .refused(.wrongState, part: 0), "\(actor)")
      } else {
        #expect(outcome == (mayAct ? .done : .refused(.wrongActor, part: 0)), "\(actor)")
      }
      let isDone = outcome == .done
      let expected = isDone ? row?.to ?? Self.statusBefore(action) : status
      #expect(tester.status("A") == expected, "\(actor)")
      #expect(tester.register[0].version == (isDone ? 2 : 1), "\(actor)")
      let finding = tester.register.audit()
      #expect(finding == nil, "\(actor)")
    }
  }

  /// A document in this state; what only bills undergo, or carriers do, is a bill.
  static func admit(
    _ status: TitleStatus, for action: TitleAction, by actor: TitleActor,
    in tester: inout TitleTester
  ) throws {
    let isBill = actor == .carrier || action == .convert || action == .amend
    var draft = TitleTester.draft("A", isBill: isBill)
    if action == .expire {
      draft.validity.storedUntil = TitleTester.now.adding(nanoseconds: -1)
    }
    try tester.admit(draft, status)
    try tester.admit(TitleTester.draft("B", isBill: isBill), .registered)
  }

  static func request(_ action: TitleAction, by actor: TitleActor) -> TitleRequest {
    var request = TitleTester.request(action, actor, "A")
    switch action {
    case .merge:
      request.draft = TitleTester.draft("M")
      request.draft.netWeight = Quantity(thousandths: 50_000)
    case .amend: request.draft = TitleTester.draft("M", isBill: true)
    case .convert: request.draft.instrument = TitleTester.ore
    case .enforce: request.recipient = TitleTester.buyer
    default: break
    }
    return request
  }

  static func parts(of action: TitleAction) -> [TitlePart] {
    switch action {
    case .split, .convert: return TitleTester.parts([10_000, 15_000])
    case .merge:
      var other = TitlePart()
      other.document = TitleTester.id("B")
      other.version = 1
      return [other]
    default: return []
    }
  }

  /// What a document that was admitted FROZEN or EXPIRED becomes again.
  static func statusBefore(_ action: TitleAction) -> TitleStatus {
    action == .unfreeze ? .registered : .active
  }

  @Test("each action has a way, and no final state has any")
  func complete() {
    let actions = Set(TitleTransition.all.map(\.action))
    #expect(actions == Set(TitleAction.allCases))
    #expect(!TitleTransition.all.contains { $0.from == .closed || $0.from == .void })
  }

  @Test("raw values are stored and stay as they are")
  func rawValues() {
    #expect(TitleAction.allCases.map(\.rawValue) == Array(1...21))
    #expect(TitleActor.allCases.map(\.rawValue) == Array(1...8))
    #expect(EndorsementCode.allCases.map(\.rawValue) == Array(1...9))
    #expect(TitleReason.allCases.map(\.rawValue) == Array(0...5))
    #expect(TitleActionRefusal.allCases.map(\.rawValue) == Array(1...31))
  }
}
