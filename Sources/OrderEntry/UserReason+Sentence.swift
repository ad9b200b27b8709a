import Market

/// UserStatusText(927) of answers to UserRequest(BE).
extension UserReason {
  var sentence: StaticString {
    switch self {
    case .notByUserRequest: "A session logs on by Logon(A) and off by Logout(5)"
    case .plainLine: "Passwords are taken over TLS alone"
    case .pending: "Another request of the session waits for its answer"
    case .tooManyPending: "Too many requests wait for their answers"
    case .noPassword: "No password is asked of the session"
    case .locked: "Locked after too many wrong passwords"
    case .tooSoonAfterFailure: "Too soon after a wrong password"
    case .newPasswordInvalid:
      "NewPassword(925) has 8 to 128 bytes and no control characters"
    case .newPasswordUsedBefore: "NewPassword(925) is the present password or one before it"
    case .notKept: "NewPassword(925) could not be kept, the old password stays"
    case .restarted: "The venue has restarted: the old or the new password counts"
    }
  }
}
