import Testing
import Transport

@Suite struct HostNameTests {
  @Test("an address is its own name, IPv4 or IPv6", arguments: ["127.0.0.1", "::1"])
  func numeric(_ host: String) throws {
    let addresses = try HostName.addresses(of: host, port: 5_001)
    #expect(addresses.map(\.host) == [host])
    #expect(addresses.map(\.port) == [5_001])
  }

  @Test("localhost is this machine, each address once")
  func localhost() throws {
    let addresses = try HostName.addresses(of: "localhost", port: 7)
    #expect(!addresses.isEmpty)
    #expect(addresses.allSatisfy { $0.isLoopback && $0.port == 7 })
    #expect(Set(addresses).count == addresses.count)
  }

  @Test(
    "a name that can be none is a problem that names it",
    arguments: ["no.such.host.invalid", "a b"])
  func unknown(_ host: String) {
    let problem = #expect(throws: HostProblem.self) {
      try HostName.addresses(of: host, port: 7)
    }
    #expect(problem?.description.hasPrefix("\(host) has no address: ") == true)
  }
}
