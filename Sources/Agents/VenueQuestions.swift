public import Market
public import MarketCore
import Synchronization

/// What the operator wants to know of the venue's state: nothing of it stands in the log.
public enum VenueQuestion: Sendable {
  /// What an action would do.
  case preview(OperatorAction)
  /// What a second person's decision would do.
  case decision(DecideApproval)
  /// What an application for a lot would do, and of which documents.
  case application(ApplyAuction, [TitleDocID])
  /// Who would be told of news.
  case news(PublishNews)
  /// The actions that wait for a second person.
  case approvals
  /// The firms that are stopped.
  case suspensions
}

/// The answer, as of a command.
public struct VenueAnswer: Sendable {
  /// The last command that it takes into account.
  public var asOf = Sequence(rawValue: 0)
  public var preview: ActionPreview?
  /// What the decision is about that is asked for; nil where it is none, or unknown.
  public var decided: PendingApproval?
  public var approvals: [PendingApproval] = []
  public var suspensions: [Suspension] = []
}

/// The way of a question to the engine, which looks for one ten times a second, when it shows how full its tables
/// are; one at a time. Orders pass nothing of it.
public final class VenueQuestions: Sendable {
  private struct State {
    /// Counts the questions: an answer that comes too late is none to the next one.
    var number = 0
    var question: VenueQuestion?
    var answer: VenueAnswer?
  }

  private let state = Mutex(State())
  private let isAsked = Atomic<Bool>(false)

  public init() {}

  /// Puts a question; an answer that nobody has taken is let go.
  public func ask(_ question: VenueQuestion) {
    state.withLock { state in
      state.number += 1
      state.question = question
      state.answer = nil
    }
    isAsked.store(true, ordering: .releasing)
  }

  /// Takes the answer; nil while it is awaited.
  public func take() -> VenueAnswer? {
    state.withLock { state in
      defer { state.answer = nil }
      return state.answer
    }
  }

  /// Answers the question that waits, if one does. Called by the engine between two batches.
  func answer(from venue: borrowing Venue, asOf sequence: Sequence) {
    guard isAsked.exchange(false, ordering: .acquiringAndReleasing) else { return }
    let (number, asked) = state.withLock { ($0.number, $0.question) }
    guard let question = asked else { return }
    var answer = VenueAnswer()
    answer.asOf = sequence
    switch question {
    case .preview(let action): answer.preview = venue.preview(action)
    case .decision(let body):
      let (preview, decided) = venue.preview(body)
      answer.preview = preview
      answer.decided = decided
    case .application(let body, let documents):
      answer.preview = venue.preview(body, documents.span)
    case .news(let body): answer.preview = venue.preview(body)
    case .approvals:
      for place in 0..<venue.approvalCount { answer.approvals.append(venue.approval(place)) }
    case .suspensions:
      for number in 1..<(venue.firmCount + 1) {
        let suspension = venue.suspension(of: FirmID(rawValue: number))
        if let suspension { answer.suspensions.append(suspension) }
      }
    }
    let told = answer
    state.withLock { state in
      guard state.number == number else { return }
      state.question = nil
      state.answer = told
    }
  }
}
