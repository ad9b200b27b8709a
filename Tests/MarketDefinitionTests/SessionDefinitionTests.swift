import Market
import MarketDefinition
import TLS
import Testing

/// Over which lines a session comes, and whose certificate it shows.
@Suite struct SessionDefinitionTests {
  /// The policies of SELLER with these lines.
  private func policies(_ lines: String) throws -> SessionPolicies {
    let folder = try DefinitionFolder()
    try folder.edit("sessions.yaml", "    role: dealer", "    role: dealer\n    \(lines)")
    return try Definition(folder: folder.path).sessions[0].policies
  }

  static let figures = "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef"

  @Test("without a word a session comes over any line, with a certificate over TLS")
  func transport() throws {
    #expect(try policies("enabled: yes").transport == .either)
    #expect(try policies("transport: plain").transport == .plain)
    #expect(try policies("certificate: {subject: X}").transport == .tls)
    #expect(try policies("certificate: {subject: X}\n    transport: either").transport == .either)
  }

  @Test("789 and 369 are used where the session says so")
  func numbers() throws {
    let plain = try policies("enabled: yes")
    #expect(!plain.usesNextExpectedMsgSeqNum && !plain.sendsLastMsgSeqNumProcessed)
    #expect(try policies("nextExpectedMsgSeqNum: yes").usesNextExpectedMsgSeqNum)
    #expect(try policies("lastMsgSeqNumProcessed: yes").sendsLastMsgSeqNumProcessed)
  }

  @Test("a live session is asked before it is taken over, unless it says otherwise")
  func takeOver() throws {
    #expect(try policies("enabled: yes").takeOver == .probe)
    #expect(try policies("takeover: never").takeOver == .never)
    #expect(try policies("takeover: certificate").takeOver == .certificate)
  }

  static let bindings: [(String, CertificateBinding)] = [
    ("{subject: Dealer 1}", CertificateBinding(subject: "Dealer 1")),
    ("{san: \"URI:fix:DLR001\"}", CertificateBinding(alternativeName: "URI:fix:DLR001")),
    (
      "{subject: X, san: \"DNS:a.example\"}",
      CertificateBinding(subject: "X", alternativeName: "DNS:a.example")
    ),
    ("{fingerprint: \"\(figures)\"}", CertificateBinding(fingerprint: figures.lowercased())),
  ]

  @Test("what is named is what must be shown", arguments: bindings)
  func binding(_ row: (String, CertificateBinding)) throws {
    #expect(try policies("certificate: \(row.0)").certificate == row.1)
  }

  static let wrong: [(String, String)] = [
    ("certificate: {}", "needs subject, san or fingerprint"),
    ("certificate: {name: X}", "certificate"),
    ("certificate: {san: dealer.example}", "not like URI:fix:DLR001"),
    ("certificate: {san: \"DNS:\"}", "not like URI:fix:DLR001"),
    ("certificate: {fingerprint: \"abc\"}", "64 figures"),
    ("certificate: {fingerprint: \"\(figures.dropLast())g\"}", "64 figures"),
    ("certificate: {subject: \"\"}", "needs subject"),
    ("certificate: {subject: X}\n    transport: plain", "shows no certificate"),
    ("transport: tsl", "did you mean 'tls'?"),
    ("takeover: prob", "did you mean 'probe'?"),
    ("transport: plain\n    takeover: certificate", "say probe or never"),
  ]

  @Test("what is wrong is told with the way out", arguments: wrong)
  func problems(_ row: (String, String)) throws {
    let error = #expect(throws: InvalidDefinition.self) { try policies(row.0) }
    #expect(error?.description.contains(row.1) == true, "\(error?.description ?? "")")
  }

  @Test("one certificate is not everybody's")
  func defaults() throws {
    let folder = try DefinitionFolder()
    try folder.edit("sessions.yaml", "defaults:", "defaults:\n  certificate: {subject: X}")
    let error = #expect(throws: InvalidDefinition.self) { try Definition(folder: folder.path) }
    #expect(error?.description.contains("'certificate'") == true, "\(error?.description ?? "")")
  }
}
