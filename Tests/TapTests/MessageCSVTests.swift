import Tap
import Testing

@Suite struct MessageCSVTests {
  static func lines(_ body: String) -> [String] { MessageCSV.lines(TapMessages.message(body)) }

  @Test("a line for each message, with as many cells as the header has")
  func message() {
    let lines = Self.lines(LineFormatTests.report)
    #expect(
      lines == ["20261118-11:06:40.000,7,8,DLR001,CU-BW-A,1,A1,12,E1,F,2,25,,25,68450,0,25,T9,,64"])
    #expect(
      lines[0].split(separator: ",", omittingEmptySubsequences: false).count
        == MessageCSV.header.split(separator: ",").count)
  }

  @Test("commas and quotes are quoted")
  func quoted() {
    #expect(
      Self.lines("35=j|34=8|58=no, \"never\"|") == [",8,j,,,,,,,,,,,,,,,,\"no, \"\"never\"\"\","])
  }
}
