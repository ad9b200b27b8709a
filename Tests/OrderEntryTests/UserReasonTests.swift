import Market
import OrderEntry
import Testing

/// UserResponse(BF).
@Suite struct UserReasonTests {
  static let rows: [(UserReason, String)] = [
    (.notByUserRequest, "A session logs on by Logon(A) and off by Logout(5)"),
    (.plainLine, "Passwords are taken over TLS alone"),
    (.pending, "Another request of the session waits for its answer"),
    (.tooManyPending, "Too many requests wait for their answers"),
    (.noPassword, "No password is asked of the session"),
    (.locked, "Locked after too many wrong passwords"),
    (.tooSoonAfterFailure, "Too soon after a wrong password"),
    (.newPasswordInvalid, "NewPassword(925) has 8 to 128 bytes and no control characters"),
    (.newPasswordUsedBefore, "NewPassword(925) is the present password or one before it"),
    (.notKept, "NewPassword(925) could not be kept, the old password stays"),
    (.restarted, "The venue has restarted: the old or the new password counts"),
  ]

  @Test("every reason has a sentence")
  func complete() { #expect(Set(Self.rows.map(\.0)) == Set(UserReason.allCases)) }

  @Test("UserStatus(926) is 6 with UserStatusText(927)", arguments: rows)
  func sentence(_ reason: UserReason, _ text: String) {
    #expect(
      Self.body(.other, reason) == "923=U-0001|553=DLR001|926=6|927=\(text)|")
  }

  @Test("else there is none", arguments: UserStatus.allCases)
  func status(_ status: UserStatus) {
    let code = Character(Unicode.Scalar(status.rawValue))
    #expect(Self.body(status, nil) == "923=U-0001|553=DLR001|926=\(code)|")
  }

  private static func body(_ status: UserStatus, _ reason: UserReason?) -> String {
    var event = UserResponse()
    event.userRequestID = Text32("U-0001")!
    event.username = Text32("DLR001")!
    event.statusCode = status.rawValue
    event.reasonCode = reason?.rawValue ?? 0
    return ReportLines.record(.userResponse, event).body()
  }
}
