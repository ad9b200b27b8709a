import Market
import Memory
import Records

/// A UserRequest(BE) that the doorkeeper has been asked about.
struct PendingUserRequest: BitwiseCopyable {
  var session = SessionID.venue
  /// UserRequestID(923) and Username(553), which the answer repeats.
  var userRequestID = Text32()
  var username = Text32()
}

extension Venue {
  /// UserRequest(BE): answered at once, or when the doorkeeper has judged the password.
  mutating func requestUser(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let request = body(UserRequest.self, of: command, into: &events) else { return }
    let pending = PendingUserRequest(
      session: cause.session, userRequestID: request.userRequestID, username: request.username)
    if let status = UserStatus(rawValue: request.statusCode) {
      return answer(pending, status, UserReason(rawValue: request.reasonCode), into: &events)
    }
    if let reason = refusal(of: pending) { return answer(pending, .other, reason, into: &events) }
    userRequests.append(pending)
  }

  /// Why the request can't wait for the doorkeeper; nil where it can.
  private func refusal(of request: PendingUserRequest) -> UserReason? {
    if place(of: request.session) != nil { return .pending }
    return userRequests.hasRoom ? nil : .tooManyPending
  }

  /// A session has changed its password: its request, where it has one, is answered.
  mutating func changeCredential(_ command: RawSpan, into events: inout RecordBuffer) {
    guard var changed = body(CredentialChanged.self, of: command, into: &events) else { return }
    reference[cause.session].credentialVersion &+= 1
    changed.version = reference[cause.session].credentialVersion
    events.append(eventHead(.credentialChanged, for: cause.session), body: changed)
    guard changed.causeCode == CredentialCause.userRequest.rawValue else { return }
    answerPending(.passwordChanged, nil, into: &events)
  }

  /// The doorkeeper has not changed a password as the session has asked.
  mutating func refuseCredential(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let refused = body(CredentialRefused.self, of: command, into: &events) else { return }
    guard let status = UserStatus(rawValue: refused.statusCode) else {
      return refuse(.invalidValue, detail: Int64(refused.statusCode), into: &events)
    }
    answerPending(status, UserReason(rawValue: refused.reasonCode), into: &events)
  }

  /// With a process ends what its doorkeeper was asked: nobody knows what came of it.
  mutating func answerAllUserRequests(into events: inout RecordBuffer) {
    while !userRequests.isEmpty {
      let request = userRequests.first
      userRequests.removeFirst()
      answer(request, .other, .restarted, into: &events)
    }
  }

  /// Answers the request of the command's session, if it still has one.
  private mutating func answerPending(
    _ status: UserStatus, _ reason: UserReason?, into events: inout RecordBuffer
  ) {
    guard let place = place(of: cause.session) else { return }
    answer(userRequests.remove(at: place), status, reason, into: &events)
  }

  private mutating func answer(
    _ request: PendingUserRequest, _ status: UserStatus, _ reason: UserReason?,
    into events: inout RecordBuffer
  ) {
    var response = UserResponse()
    response.userRequestID = request.userRequestID
    response.username = request.username
    response.statusCode = status.rawValue
    response.reasonCode = reason?.rawValue ?? 0
    events.append(eventHead(.userResponse, for: request.session), body: response)
  }

  /// Where the request of a session waits; nil where it has none.
  private func place(of session: SessionID) -> UInt32? {
    for place in 0..<userRequests.count where userRequests[place].session == session {
      return place
    }
    return nil
  }
}
