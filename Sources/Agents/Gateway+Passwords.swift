import FIX44
import FIXSession
import FIXWire
import Market
import Memory
import Records

/// UserRequest(BE): judged here, but for a password, which the doorkeeper is asked about.
extension GatewaySession {
  /// Judges the request whose record was just decoded; `bytes` are those of its message, which is in the
  /// index.
  mutating func judgeUserRequest(
    _ bytes: RawSpan, isRepeated: Bool, _ tools: inout GatewayTools
  ) {
    var request = tools.scratch.bytes.loadBody(UserRequest.self)
    if let answer = answer(to: request, bytes, isRepeated: isRepeated, &tools) {
      request.statusCode = answer.status.rawValue
      request.reasonCode = answer.reason?.rawValue ?? 0
    }
    tools.scratch.store(request, at: RecordHead.byteCount)
  }

  /// The answer; nil where the doorkeeper has been asked for it.
  private mutating func answer(
    to request: UserRequest, _ bytes: RawSpan, isRepeated: Bool, _ tools: inout GatewayTools
  ) -> (status: UserStatus, reason: UserReason?)? {
    let isOwnName = request.username.isSame(as: setup.identity.peerCompID.text)
    switch request.requestType {
    case .logOn, .logOff: return (.other, .notByUserRequest)
    case .status: return (isOwnName ? .loggedIn : .notRecognised, nil)
    case .changePassword:
      if !isOwnName { return (.notRecognised, nil) }
      if !takesPasswords { return (.other, .plainLine) }
      if awaitsPassword { return (.other, .pending) }
      guard let shown = tools.index.first(.password), let next = tools.index.first(.newPassword)
      else { preconditionFailure("the decoder has found both") }
      awaitsPassword = tools.passwords.ask(
        setup.session, isRepeated: isRepeated, shown: bytes[shown], next: bytes[next])
      return awaitsPassword ? nil : (.other, .tooManyPending)
    }
  }
}

extension Gateway {
  /// Journals what has come of a session's demand: its answer leaves when that is committed.
  mutating func tellPassword(_ session: SessionID, _ answer: Handover) {
    tools.passwords.didAnswer()
    guard let slot = Self.slot(session, in: slots) else { return }
    slot.session.awaitsPassword = false
    if answer.userStatus == UserStatus.passwordChanged.rawValue {
      return tellChange(session, .userRequest)
    }
    var body = CredentialRefused()
    body.statusCode = answer.userStatus
    body.reasonCode = answer.userReason
    tools.publish(.credentialRefused, Self.head(session), body)
  }

  /// Journals that a session has another password.
  mutating func tellChange(_ session: SessionID, _ cause: CredentialCause) {
    var body = CredentialChanged()
    body.causeCode = cause.rawValue
    tools.publish(.credentialChanged, Self.head(session), body)
  }

  private static func head(_ session: SessionID) -> RecordHead {
    var head = RecordHead()
    head.session = session
    return head
  }
}

extension Text32 {
  fileprivate func isSame(as other: Text16) -> Bool {
    self[word: 0] == other[word: 0] && self[word: 1] == other[word: 1] && self[word: 2] == 0
      && self[word: 3] == 0
  }
}
