import FIX44
import Testing
import TradeClient

@Suite struct ScriptTests {
  @Test("lines have their numbers, comments and blanks are left out")
  func lines() throws {
    let script = try Script("# day\n\nwait-for-logon within 2.5\n  orders  \nlogout")
    #expect(script.lines.map(\.number) == [3, 4, 5])
    #expect(script.lines.map(\.text) == ["wait-for-logon within 2.5", "orders", "logout"])
    #expect(script.lines[0].action == .waitForLogon(seconds: 2.5))
  }

  @Test("expectations have a pattern and a time, five seconds where none is said")
  func expectations() throws {
    let script = try Script(
      """
      expect 8 150=F within 3
      expect no 8 150=4
      expect /rejected within limits/ within 0
      wait-for-logon
      """)
    let fill = try Expectation("8 150=F")
    let text = try Expectation("/rejected within limits/")
    #expect(
      script.lines.map(\.action) == [
        .expect(fill, seconds: 3),
        .expectNo(try Expectation("8 150=4"), seconds: 5),
        .expect(text, seconds: 0), .waitForLogon(seconds: 5),
      ])
  }

  @Test("names in braces are put behind the prefix")
  func names() throws {
    let script = try Script("expect 8 11={A1} 41={A.2}\nraw 35=H|11={A1}", prefix: "X-")
    #expect(script.lines[0].action == .expect(try Expectation("8 11=X-A1 41=X-A.2"), seconds: 5))
    #expect(
      script.lines[1].action == .command(.raw([.init(.msgType, "H"), .init(.clOrdID, "X-A1")])))
  }

  static let wrong: [(String, String)] = [
    ("orders\nfoo", "line 2: 'foo' is no command; try help: foo"),
    ("expect", "line 1: the MsgType(35) is missing: expect"),
    ("expect 35=8", "line 1: the MsgType(35) stands first, without 35=: expect 35=8"),
    ("expect 8 F", "line 1: 'F' is neither TAG=VALUE nor TAG~PART: expect 8 F"),
    ("expect 8 within x", "line 1: 'x' is no number of seconds: expect 8 within x"),
    ("expect 8 within -1", "line 1: '-1' is no number of seconds: expect 8 within -1"),
    ("wait-for-logon now", "line 1: 'now' stands where `within` is expected: wait-for-logon now"),
    ("expect /a", "line 1: a regular expression stands between two slashes: expect /a"),
  ]

  @Test("an error names the line", arguments: wrong)
  func error(_ text: String, _ message: String) {
    #expect(throws: CommandError(message)) { try Script(text) }
  }
}
