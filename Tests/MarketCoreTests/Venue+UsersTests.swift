import Market
import MarketCore
import Memory
import Records
import Testing

/// UserRequest(BE), and what the doorkeeper says of passwords.
@Suite struct VenueUsersTests {
  @Test("what the gateway has judged is answered at once")
  func answeredAtOnce() {
    let market = UserMarket()
    #expect(
      market.request(1, "Q1", .loggedIn) == ["user Q1 D1 loggedIn to=D1 caused=yes"])
    #expect(
      market.request(2, "Q2", .other, .plainLine)
        == ["user Q2 D2 other plainLine to=D2 caused=yes"])
    #expect(market.request(1, "Q3") == [])
  }

  @Test("the doorkeeper's word answers, and counts the changes")
  func answered() {
    let market = UserMarket()
    market.request(1, "Q1")
    #expect(market.request(2, "Q2") == [])
    #expect(
      market.changed(2) == [
        "credential version=1 to=D2", "user Q2 D2 passwordChanged to=D2 caused=no",
      ])
    #expect(
      market.refused(1, .passwordIncorrect) == ["user Q1 D1 passwordIncorrect to=D1 caused=no"])
    market.request(2, "Q3")
    #expect(
      market.refused(2, .other, .newPasswordInvalid)
        == ["user Q3 D2 other newPasswordInvalid to=D2 caused=no"])
    market.request(2, "Q4")
    #expect(market.changed(2).first == "credential version=2 to=D2")
  }

  @Test("a change by Logon(A) is counted, and answers no request")
  func byLogon() {
    let market = UserMarket()
    market.request(1, "Q1")
    #expect(market.changed(1, .logon) == ["credential version=1 to=D1"])
    #expect(market.refused(1, .passwordIncorrect).count == 1)
  }

  @Test("a word that nobody waits for is no answer, a status that is none is refused")
  func unasked() {
    let market = UserMarket()
    #expect(market.refused(1, .passwordIncorrect) == [])
    #expect(market.changed(1) == ["credential version=1 to=D1"])
    #expect(market.refused(1, code: 7) == ["refused invalidValue detail=7 to=D1"])
    #expect(market.refused(9, .other) == ["refused unknownSession detail=9 to=venue"])
  }

  @Test("a session has one request that waits, also where it is a supervisor's")
  func pending() {
    let market = UserMarket(role: .supervisor)
    market.request(1, "Q1")
    #expect(market.request(1, "Q2") == ["user Q2 D1 other pending to=D1 caused=yes"])
    #expect(
      market.refused(1, .passwordIncorrect) == ["user Q1 D1 passwordIncorrect to=D1 caused=no"])
    #expect(market.request(1, "Q3") == [])
  }

  @Test("two wait where there is room for two; the third is refused, and taken when one has gone")
  func room() {
    let market = UserMarket()
    #expect(VenueLimits.small.userRequests == 2)
    for number in UInt32(1)...2 { #expect(market.request(number, "Q\(number)") == []) }
    #expect(market.request(3, "Q3") == ["user Q3 D3 other tooManyPending to=D3 caused=yes"])
    market.changed(1)
    #expect(market.request(3, "Q4") == [])
  }

  @Test("with the process ends what its doorkeeper was asked, in the order in which it was")
  func restarted() {
    let market = UserMarket()
    market.request(2, "Q2")
    market.request(1, "Q1")
    #expect(
      market.restart() == [
        "user Q2 D2 other restarted to=D2 caused=no", "user Q1 D1 other restarted to=D1 caused=no",
      ])
    #expect(market.restart() == [])
  }

  @Test("what waits, and what has been counted, is part of the state")
  func digest() {
    let (one, other) = (UserMarket(), UserMarket())
    #expect(one.digest == other.digest)
    one.request(1, "Q1")
    other.request(1, "Q2")
    #expect(one.digest != other.digest)
    one.refused(1, .other)
    other.refused(1, .other)
    #expect(one.digest == other.digest)
    one.changed(1)
    other.refused(1, .other)
    #expect(one.digest != other.digest)
  }
}

/// One firm and three sessions, D1 to D3.
private final class UserMarket {
  private let tester = TestVenue()

  init(role: SessionRole = .dealer) {
    var firm = DefineFirm()
    firm.firm = FirmID(rawValue: 1)
    firm.code = CompID(text16("DLR001"))
    firm.state = 1
    tester.apply(.defineFirm, firm)
    for number in UInt32(1)...3 {
      var session = DefineSession()
      session.session = SessionID(rawValue: number)
      session.firm = firm.firm
      session.compID = CompID(text16("D\(number)"))
      session.roleCode = role.rawValue
      session.state = 1
      tester.apply(.defineSession, session)
      tester.sessionNames[number] = "D\(number)"
    }
  }

  /// Of everything but the numbers of messages.
  var digest: UInt64 { tester.applier.venue.digest() }

  @discardableResult
  func request(
    _ session: UInt32, _ id: String, _ status: UserStatus? = nil, _ reason: UserReason? = nil
  ) -> [String] {
    var body = UserRequest()
    body.userRequestID = text32(id)
    body.username = text32("D\(session)")
    body.requestTypeCode = UserRequestType.changePassword.rawValue
    body.statusCode = status?.rawValue ?? 0
    body.reasonCode = reason?.rawValue ?? 0
    return tester.apply(.userRequest, body, session: SessionID(rawValue: session))
  }

  @discardableResult
  func changed(_ session: UInt32, _ cause: CredentialCause = .userRequest) -> [String] {
    var body = CredentialChanged()
    body.causeCode = cause.rawValue
    return tester.applyUnnumbered(.credentialChanged, body, session: session)
  }

  @discardableResult
  func refused(_ session: UInt32, _ status: UserStatus, _ reason: UserReason? = nil) -> [String] {
    refused(session, code: status.rawValue, reason)
  }

  @discardableResult
  func refused(_ session: UInt32, code: UInt8, _ reason: UserReason? = nil) -> [String] {
    var body = CredentialRefused()
    body.statusCode = code
    body.reasonCode = reason?.rawValue ?? 0
    return tester.applyUnnumbered(.credentialRefused, body, session: session)
  }

  func restart() -> [String] { tester.apply(.processRestarted, ProcessRestarted()) }
}
