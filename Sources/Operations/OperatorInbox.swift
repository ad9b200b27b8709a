public import Market
import Synchronization

/// An action of the operator on its way to the command log.
public enum OperatorCommand: Sendable {
  case control(ControlSession, SessionID, text: String)
  case kill(SetKillSwitch, text: String)
  case market(ControlMarket, text: String)
  case decide(DecideApproval, text: String)
  case trade(ControlTrade, text: String)
  case answer(AnswerInstruction, text: String)
  case title(RequestTitle, text: String)
  case fixing(SetFixing)
  case grade(GradeWarehouse, text: String)
  case recon(ReportRecon)
  case netRun(ClearNet, text: String)
  case reserve(UseReserve, text: String)
  case auction(ControlAuction, text: String)
  case application(ApplyAuction, [TitleDocID])
  /// The text is the headline, and the lines behind it.
  case news(PublishNews, text: String)
  case change(ChangeParameter, text: String)
  case withdrawal(WithdrawChange, text: String)
}

/// The way from the administrator's thread to the one that owns the control ring; one action at a time.
public final class OperatorInbox: Sendable {
  private let waiting = Mutex<OperatorCommand?>(nil)

  public init() {}

  /// Puts an action there; false where another one waits.
  public func put(_ command: OperatorCommand) -> Bool {
    waiting.withLock { waiting in
      if case .some = waiting { return false }
      waiting = command
      return true
    }
  }

  /// Takes the action that waits.
  public func take() -> OperatorCommand? {
    waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
  }
}
