import Testing

/// The examples in Specs/RULES_OF_ENGAGEMENT.md.
extension TestVenue {
  /// Has the clients send what the example behind a heading says, and expects what it says that they are told.
  func play(_ heading: String, _ clients: [String: TestClient]) throws {
    let lines = GatewayNegotiationTests.example(behind: heading)
    #expect(lines.count > 3, "\(heading) has an example")
    for line in lines {
      let client = try #require(clients[line.who])
      if line.sends {
        client.send(line.line)
      } else {
        let parts = line.line.split(separator: "|").map(String.init)
        #expect(expect(client, all: parts) != nil, "\(line.who) < \(line.line)")
      }
    }
  }
}
