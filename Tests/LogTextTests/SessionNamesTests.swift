import LogText
import Market
import Records
import Testing

@Suite struct SessionNamesTests {
  @Test("a session is known by number at once, by CompID once it is defined")
  func learnt() {
    var names = SessionNames()
    #expect(names.session(named: "3") == SessionID(rawValue: 3))
    #expect(names.session(named: "DLR001") == nil)
    var body = DefineSession()
    body.session = SessionID(rawValue: 3)
    body.compID = CompID(text16("DLR001"))
    var buffer = RecordBuffer(capacity: 4_096)
    buffer.append(head(.defineSession, 1), body: body)
    names.learn(from: buffer.bytes)
    #expect(names.session(named: "DLR001") == SessionID(rawValue: 3))
    #expect(names.compID(of: SessionID(rawValue: 3)) == "DLR001")
    #expect(names.compID(of: SessionID(rawValue: 4)) == "")
  }
}
