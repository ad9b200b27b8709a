import Market
import MarketDefinition
import Testing

/// How long a password is good.
@Suite struct PasswordPolicyTests {
  private func midnight(_ day: String) throws -> Instant {
    try #require(CivilDate(day)).instant(secondsOfDay: 0, utcOffsetSeconds: 0)
  }

  @Test("good through the last day, told from the days before it on")
  func days() throws {
    var policy = PasswordPolicy()
    policy.expireDays = 30
    policy.warnDays = 7
    let day = CivilDate("2026-11-21")
    #expect(policy.end(ofOneSetOn: day) == (try midnight("2026-12-22")))
    #expect(policy.warning(ofOneSetOn: day) == (try midnight("2026-12-15")))
  }

  @Test("for ever without days, and without a day on which it was set")
  func never() {
    var policy = PasswordPolicy()
    #expect(policy.end(ofOneSetOn: CivilDate("2026-11-21")) == .distantFuture)
    policy.expireDays = 1
    #expect(policy.end(ofOneSetOn: nil) == .distantFuture)
    #expect(policy.warning(ofOneSetOn: nil) == .distantFuture)
  }
}
