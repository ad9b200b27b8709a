import Testing
import TradeClient

@Suite struct ClOrdIDsTests {
  @Test("numbers stand behind the prefix; names do in a script only")
  func made() throws {
    var typed = ClOrdIDs(prefix: "P-", prefixesNames: false)
    #expect(try typed.make(nil) == "P-1")
    #expect(try typed.make(nil) == "P-2")
    #expect(try typed.make("A1") == "A1")
    var scripted = ClOrdIDs(prefix: "P-", prefixesNames: true)
    #expect(try scripted.make("A1") == "P-A1")
    #expect(scripted.full("A1") == "P-A1")
  }

  @Test("32 bytes fit, 33 do not", arguments: [31, 32, 33])
  func length(_ count: Int) throws {
    var ids = ClOrdIDs(prefix: "", prefixesNames: false)
    let name = String(repeating: "x", count: count)
    if count <= 32 {
      #expect(try ids.make(name) == name)
    } else {
      #expect(throws: CommandError.self) { try ids.make(name) }
    }
  }

  @Test("two seconds have two prefixes")
  func prefixes() {
    #expect(ClOrdIDs.prefix(seconds: 1_795_000_000) == "TOP2V4-")
    #expect(ClOrdIDs.prefix(seconds: 1_795_000_001) == "TOP2V5-")
  }
}
