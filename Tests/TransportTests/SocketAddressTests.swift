import Testing
import Transport

@Suite struct SocketAddressTests {
  @Test(
    "addresses come back as they were written",
    arguments: ["127.0.0.1", "10.1.2.3", "255.255.255.255", "::1", "2001:db8::5"])
  func roundTrip(_ text: String) throws {
    let address = try #require(SocketAddress(text, port: 9880))
    #expect(address.host == text)
  }

  @Test("what is no numeric address", arguments: ["localhost", "", "1.2.3", "300.1.1.1", "::g"])
  func refused(_ text: String) { #expect(SocketAddress(text, port: 1) == nil) }

  @Test(
    "loopback",
    arguments: [
      ("127.0.0.1", true), ("127.9.9.9", true), ("128.0.0.1", false), ("::1", true), ("::2", false),
    ])
  func loopback(_ text: String, _ expected: Bool) throws {
    #expect(try #require(SocketAddress(text, port: 1)).isLoopback == expected)
  }

  @Test("a host is the same whatever the port")
  func sameHost() throws {
    let a = try #require(SocketAddress("127.0.0.1", port: 1))
    let b = try #require(SocketAddress("127.0.0.1", port: 2))
    let c = try #require(SocketAddress("127.0.0.2", port: 1))
    #expect(a.hasSameHost(as: b))
    #expect(!a.hasSameHost(as: c))
    #expect("\(b)" == "127.0.0.1:2")
  }
}
