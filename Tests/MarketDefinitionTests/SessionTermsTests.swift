import Market
import MarketDefinition
import Testing

/// The limits of a session as sessions.yaml has them.
@Suite struct SessionTermsTests {
  /// The policies of SELLER with these lines.
  private func policies(_ lines: String) throws -> SessionPolicies {
    let folder = try DefinitionFolder()
    try folder.edit("sessions.yaml", "    role: dealer", "    role: dealer\n    \(lines)")
    return try Definition(folder: folder.path).sessions[0].policies
  }

  static let cancels: [(String, CancelOnDisconnect)] = [
    ("enabled: yes", CancelOnDisconnect(.none, graceMilliseconds: 5_000)),
    ("cancelOnDisconnect: none", CancelOnDisconnect(.none, graceMilliseconds: 5_000)),
    ("cancelOnDisconnect: {type: drop}", CancelOnDisconnect(.drop, graceMilliseconds: 5_000)),
    (
      "cancelOnDisconnect: {type: both, milliseconds: 0, goodTill: cancel}",
      CancelOnDisconnect(.dropOrLogout, graceMilliseconds: 0, cancelsGoodTill: true)
    ),
    (
      "cancelOnDisconnect: {type: logout, milliseconds: 3600000, goodTill: keep}",
      CancelOnDisconnect(.logout, graceMilliseconds: 3_600_000)
    ),
    (
      "cancelOnDisconnect: {type: none, milliseconds: 100}",
      CancelOnDisconnect(.none, graceMilliseconds: 100)
    ),
  ]

  @Test("cancel on disconnect", arguments: cancels)
  func cancel(_ row: (String, CancelOnDisconnect)) throws {
    #expect(try policies(row.0).cancelOnDisconnect == row.1)
  }

  @Test("a throttle and what follows it")
  func throttle() throws {
    #expect(try policies("throttle: none").throttle == ThrottleTerms())
    let short = try policies("throttle: {messages: 5, milliseconds: 20}").throttle
    #expect(short.limit == 5 && short.windowMilliseconds == 20)
    #expect(short.breachWindows == 10 && short.delaySeconds == 15)
    let long = "throttle: {messages: 5, milliseconds: 20, breachWindows: 0, delaySeconds: 60}"
    #expect(try policies(long).throttle.breachWindows == 0)
    #expect(try policies(long).throttle.delaySeconds == 60)
  }

  static let wrong: [(String, String)] = [
    ("cancelOnDisconnect: drop", "expected keys with values"),
    ("cancelOnDisconnect: {milliseconds: 5}", "'type' is missing"),
    ("cancelOnDisconnect: {type: lost}", "none of none, drop, logout, both"),
    ("cancelOnDisconnect: {type: drop, grace: 5}", "unknown key 'grace'"),
    ("cancelOnDisconnect: {type: drop, milliseconds: 3600001}", "from 0 to 3600000"),
    ("cancelOnDisconnect: {type: drop, milliseconds: 5s}", "from 0 to 3600000"),
    ("cancelOnDisconnect: {type: drop, goodTill: yes}", "none of keep, cancel"),
    ("throttle: {messages: 0, milliseconds: 5}", "from 1 to 1000000"),
    ("throttle: {messages: 1, milliseconds: 5, breachWindows: -1}", "from 0 to 1000000"),
    ("throttle: {messages: 1, milliseconds: 5, delaySeconds: 86401}", "from 0 to 86400"),
  ]

  @Test("what is wrong is told with the way out", arguments: wrong)
  func problems(_ row: (String, String)) throws {
    let error = #expect(throws: InvalidDefinition.self) { try policies(row.0) }
    #expect(error?.description.contains(row.1) == true, "\(error?.description ?? "")")
  }

  @Test("a session that enters no orders has none to cancel, but may share the defaults")
  func role() throws {
    let folder = try DefinitionFolder()
    try folder.edit(
      "sessions.yaml", "defaults:", "defaults:\n  cancelOnDisconnect: {type: drop}")
    try folder.edit("sessions.yaml", "    role: dealer", "    role: bank")
    #expect(
      try Definition(folder: folder.path).sessions[0].policies.cancelOnDisconnect.type == .drop)
    try folder.edit(
      "sessions.yaml", "    role: bank", "    role: bank\n    cancelOnDisconnect: {type: drop}")
    let error = #expect(throws: InvalidDefinition.self) { try Definition(folder: folder.path) }
    #expect(error?.description.contains("role 'bank' enters no orders") == true)
  }
}
