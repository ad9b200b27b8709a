import Market
import MarketCore
import Memory
import Testing

/// A venue that is put down and taken up again goes on as the one that was not.
@Suite struct VenueTransferTests {
  @Test("what a venue puts down is all that the next commands need", arguments: Scenario.all)
  func scenarios(_ scenario: Scenario) {
    let market = ScenarioMarket(limits: scenario.limits)
    for line in scenario.lines where !line.hasPrefix(">") {
      if let row = Row(line) { _ = market.perform(row) }
    }
    check(market.tester, limits: scenario.limits, every: max(1, market.tester.log.count / 3))
  }

  @Test("the same of a stream of orders and answers", arguments: [UInt64(1)])
  func stream(_ seed: UInt64) {
    let market = RandomStream(seed: seed).run(commands: 300).market
    check(market.tester, limits: .small, every: 40)
  }

  @Test("what a venue puts down is the same, whether it was put down before or not")
  func repeatable() throws {
    let log = RandomStream(seed: 4).run(commands: 200).market.tester.log
    var first = Applier()
    for (command, _) in log { _ = first.replay(command) }
    let bytes = first.venue.written
    var second = Applier()
    let failure = second.venue.read(bytes)
    #expect(failure == nil)
    let again = second.venue.written
    #expect(again == bytes)
  }

  @Test("a venue of other limits takes nothing")
  func otherLimits() {
    var one = Applier()
    var limits = VenueLimits.small
    limits.firms += 1
    var other = Applier(limits: limits)
    guard case .different = other.venue.read(one.venue.written) else {
      Issue.record("it was taken")
      return
    }
  }

  @Test("state that is cut short is refused, wherever it ends")
  func short() {
    var one = Applier()
    let bytes = one.venue.written
    for length in [0, 15, 16, 17, 1_000, bytes.count / 2, bytes.count - 1] {
      var other = Applier()
      guard case .short = other.venue.read(Array(bytes.prefix(length))) else {
        Issue.record("\(length) of \(bytes.count) bytes were taken")
        continue
      }
    }
  }

  /// Applies a log again, with another venue every so many commands: events and state are the same.
  private func check(_ tester: TestVenue, limits: VenueLimits, every stride: Int) {
    var applier = Applier(limits: limits)
    for (place, (command, events)) in tester.log.enumerated() {
      if place % stride == stride / 2 {
        var next = Applier(limits: limits)
        let failure = next.venue.read(applier.venue.written)
        #expect(failure == nil, "before command \(place + 1)")
        let digest = next.venue.digest()
        #expect(digest == applier.venue.digest(), "before command \(place + 1)")
        applier = next
      }
      let again = applier.replay(command)
      #expect(again == events, "command \(place + 1)")
      guard again == events else { return }
    }
    let digest = applier.venue.digest()
    #expect(digest == tester.applier.venue.digest())
    let finding = applier.venue.audit()
    #expect(finding == nil)
  }
}

/// Bytes in memory, as a sink and as a source.
struct StateBytes: ~Copyable, StateSink, StateSource {
  var bytes: [UInt8] = []
  private var place = 0

  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  mutating func take(_ part: RawSpan) {
    unsafe part.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func fill(_ part: inout MutableRawSpan) -> Bool {
    let count = part.byteCount
    guard bytes.count - place >= count else { return false }
    let from = place
    unsafe part.withUnsafeMutableBytes { target in
      unsafe bytes.withUnsafeBytes { source in
        unsafe target.copyMemory(from: .init(rebasing: source[from..<from + count]))
      }
    }
    place += count
    return true
  }
}

extension Venue {
  /// All of its state.
  var written: [UInt8] {
    mutating get {
      var writing = StateWriting(into: StateBytes())
      transfer(by: &writing)
      return writing.sink.bytes
    }
  }

  /// Takes a state up; why it could not.
  mutating func read(_ bytes: [UInt8]) -> StateFailure? {
    var reading = StateReading(from: StateBytes(bytes))
    transfer(by: &reading)
    return reading.failure
  }
}
