import Operations
import Testing

/// A request line, and what is wrong with it.
@Suite struct AdminRequestTests {
  static let refused: [(line: String, text: String)] = [
    ("", #"a request is one line of JSON like {"request":"sessions"}"#),
    ("sessions", #"a request is one line of JSON like {"request":"sessions"}"#),
    ("[1]", #"a request is one line of JSON like {"request":"sessions"}"#),
    (#"{"request":"sessions""#, #"a request is one line of JSON like {"request":"sessions"}"#),
    ("{}", "'request' is missing"),
    (
      #"{"request":"show"}"#,
      "'request' is one of sessions, session, logout, set-seq, reset, disable, enable, kill, lift, bust, "
        + "dispute, resume, settle, buyer-default, seller-default, answer, title, fixing, grade, recon, "
        + "net-run, use-reserve, market, approve, decline, approvals, suspensions, auction, publish, status, metrics"
    ),
    (#"{"request":"session","sesion":"A"}"#, "there is no 'sesion'; did you mean 'session'?"),
    (#"{"request":"session","session":7}"#, "'session' is of the wrong kind"),
    (#"{"request":"sessions","session":"A"}"#, "sessions takes nobody"),
    (#"{"request":"logout"}"#, "logout takes a session"),
    (#"{"request":"set-seq","session":"A"}"#, "set-seq, and it alone, takes nextOut or nextIn"),
    (
      #"{"request":"set-seq","session":"A","nextOut":2,"nextIn":2}"#,
      "set-seq, and it alone, takes nextOut or nextIn"
    ),
    (
      #"{"request":"reset","session":"A","nextIn":2}"#,
      "set-seq, and it alone, takes nextOut or nextIn"
    ),
    (#"{"request":"set-seq","session":"A","nextIn":-1}"#, "a number is out of range"),
    (#"{"request":"status","currency":"USD"}"#, "fixing, and it alone, takes currency and fixing"),
    (
      #"{"request":"fixing","fixing":"7","text":"x"}"#,
      "fixing takes a currency like USD, or a benchmark of 4 to 8 characters"
    ),
    (
      #"{"request":"fixing","currency":"SHF","fixing":"x","text":"x"}"#,
      "'fixing' is CNY for a unit, like 7.1050, with seven decimals at most"
    ),
    (
      #"{"request":"fixing","currency":"SHFECU123","fixing":"7","text":"x"}"#,
      "fixing takes a currency like USD, or a benchmark of 4 to 8 characters"
    ),
    (
      #"{"request":"fixing","currency":"USD","fixing":"7.12345678","text":"x"}"#,
      "'fixing' is CNY for a unit, like 7.1050, with seven decimals at most"
    ),
    (
      #"{"request":"fixing","currency":"USD","fixing":"7.1"}"#,
      "fixing needs where it comes from, 'text', at most 32 characters"
    ),
    (
      #"{"request":"fixing","firm":"A","currency":"USD","fixing":"7","text":"x"}"#,
      "fixing takes nobody"
    ),
    (#"{"request":"kill"}"#, "kill takes session, firm or venue"),
    (#"{"request":"lift","session":"A","firm":"B"}"#, "lift takes session, firm or venue"),
    (#"{"request":"bust","text":"x"}"#, "bust takes a trade"),
    (#"{"request":"bust","session":"A","trade":7,"text":"x"}"#, "bust takes a trade"),
    (#"{"request":"bust","trade":7}"#, "bust needs its reason, 'text'"),
    (#"{"request":"settle","trade":7,"text":""}"#, "settle needs its reason, 'text'"),
    (#"{"request":"logout","session":"A","trade":7}"#, "logout takes no trade"),
    (#"{"request":"resume","trade":-7,"text":"x"}"#, "a number is out of range"),
    (
      #"{"request":"answer","trade":7,"instruction":8,"text":"x"}"#,
      "answer, and it alone, takes instruction and done"
    ),
    (
      #"{"request":"bust","trade":7,"done":true,"text":"x"}"#,
      "answer, and it alone, takes instruction and done"
    ),
    (
      #"{"request":"answer","trade":7,"instruction":8,"done":false,"unsigned":true,"text":"x"}"#,
      "an answer that it is done, and it alone, takes unsigned"
    ),
    (#"{"request":"grade","grade":"B"}"#, "grade, and it alone, takes warehouse and grade"),
    (
      #"{"request":"kill","venue":true,"grade":"B"}"#,
      "grade, and it alone, takes warehouse and grade"
    ),
    (#"{"request":"grade","warehouse":"W","grade":"E","text":"x"}"#, "'grade' is A, B, C or D"),
    (#"{"request":"grade","warehouse":"W","grade":"B"}"#, "grade needs its reason, 'text'"),
    (
      #"{"request":"grade","warehouse":"","grade":"B","text":"x"}"#,
      "'warehouse' is a code of 1 to 16 printable ASCII characters"
    ),
    (
      #"{"request":"grade","warehouse":"W","grade":"B","firm":"F","text":"x"}"#,
      "grade takes a warehouse"
    ),
    (
      #"{"request":"logout","session":"A","text":"a\u0001b"}"#,
      "'text' has at most 64 characters, all of them printable ASCII"
    ),
  ]

  @Test("what is no request is told why", arguments: refused)
  func refusals(_ line: String, _ text: String) {
    #expect(throws: AdminProblem(text)) { _ = try AdminRequest(line: line) }
  }

  @Test("a request is read as it was written; a text of 64 characters, not of 65")
  func written() throws {
    var request = AdminRequest(.logout)
    request.session = "DLR001"
    request.text = String(repeating: "x", count: 64)
    #expect(try AdminRequest(line: request.line) == request)
    request.text = String(repeating: "x", count: 65)
    #expect(throws: AdminProblem.self) { _ = try AdminRequest(line: request.line) }
    var kill = AdminRequest(.kill)
    kill.venue = true
    #expect(kill.line == #"{"request":"kill","venue":true}"#)
    #expect(try AdminRequest(line: kill.line) == kill)
  }
}
