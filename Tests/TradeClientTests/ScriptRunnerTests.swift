import FIX44
import Market
import Testing
import TradeClient

@Suite struct ScriptRunnerTests {
  static func at(_ seconds: Double) -> Instant { Instant(nanoseconds: Int64(seconds * 1e9)) }

  static func report(_ execType: String) -> WireMessage {
    WireMessage(fields: [.init(.msgType, "8"), .init(.execType, execType)])
  }

  static func runner(_ text: String) throws -> ScriptRunner { ScriptRunner(try Script(text)) }

  @Test("commands are performed in their order, then it is finished")
  func commands() throws {
    var runner = try Self.runner("orders\nlogout")
    let steps = (0..<3).map { _ in runner.step(now: Self.at(0), isLoggedOn: true, isConnected: true)
    }
    #expect(steps == [.perform(.orders), .perform(.logout), .finished])
  }

  @Test("the logon is waited for until its time, not longer")
  func logon() throws {
    var runner = try Self.runner("wait-for-logon within 2\norders")
    #expect(
      runner.step(now: Self.at(1), isLoggedOn: false, isConnected: true) == .wait(until: Self.at(3))
    )
    #expect(
      runner.step(now: Self.at(2.999), isLoggedOn: false, isConnected: true)
        == .wait(until: Self.at(3)))
    var late = runner
    #expect(
      late.step(now: Self.at(3), isLoggedOn: false, isConnected: true)
        == .failed(line: 1, reason: "wait-for-logon within 2\n  no logon"))
    #expect(runner.step(now: Self.at(3), isLoggedOn: true, isConnected: true) == .perform(.orders))
  }

  @Test("a message is taken once, in whatever order it came")
  func taken() throws {
    var runner = try Self.runner(
      "expect 8 150=F within 1\nexpect 8 150=0 within 1\nexpect 8 within 1")
    runner.received(Self.report("0"), short: "accepted", full: "")
    #expect(
      runner.step(now: Self.at(0), isLoggedOn: true, isConnected: true) == .wait(until: Self.at(1)))
    runner.received(Self.report("F"), short: "filled", full: "")
    #expect(
      runner.step(now: Self.at(0.5), isLoggedOn: true, isConnected: true)
        == .wait(until: Self.at(1.5)))
    #expect(
      runner.step(now: Self.at(1.5), isLoggedOn: true, isConnected: true)
        == .failed(line: 3, reason: "expect 8 within 1\n  nothing came"))
  }

  @Test("a failure says what came instead, and ends at once on a closed connection")
  func instead() throws {
    var runner = try Self.runner("expect 8 150=F within 9")
    runner.received(Self.report("8"), short: "rejected", full: "35=8 150=8")
    #expect(
      runner.step(now: Self.at(0), isLoggedOn: false, isConnected: false)
        == .failed(
          line: 1,
          reason: "expect 8 150=F within 9\n  instead there was; the connection is closed:\n"
            + "  - 35=8 150=8"))
  }

  @Test("what must not come is waited for to the end")
  func absent() throws {
    var runner = try Self.runner("expect no 8 150=4 within 1")
    runner.received(Self.report("0"), short: "accepted", full: "")
    #expect(
      runner.step(now: Self.at(0), isLoggedOn: true, isConnected: true) == .wait(until: Self.at(1)))
    var unlucky = runner
    unlucky.received(Self.report("4"), short: "canceled", full: "")
    #expect(
      unlucky.step(now: Self.at(0.5), isLoggedOn: true, isConnected: true)
        == .failed(line: 1, reason: "expect no 8 150=4 within 1\n  this came: canceled"))
    #expect(runner.step(now: Self.at(1), isLoggedOn: true, isConnected: true) == .finished)
  }
}
