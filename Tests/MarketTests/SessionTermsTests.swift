import Market
import Testing

@Suite struct SessionTermsTests {
  @Test("a lost line and a Logout(5) are two ends of a connection")
  func types() {
    let applies = CancelOnDisconnectType.allCases.map {
      [$0.applies(isOrderly: false), $0.applies(isOrderly: true)]
    }
    #expect(applies == [[false, false], [true, false], [false, true], [true, true]])
  }

  @Test("a session may ask for more, never for less", arguments: CancelOnDisconnectType.allCases)
  func asked(_ demanded: CancelOnDisconnectType) {
    let operators = CancelOnDisconnect(demanded, graceMilliseconds: 5_000, cancelsGoodTill: true)
    #expect(operators.asked(nil, graceMilliseconds: nil) == operators)
    for type in CancelOnDisconnectType.allCases {
      let inForce = operators.asked(type, graceMilliseconds: nil)
      for isOrderly in [true, false] {
        let isEither = demanded.applies(isOrderly: isOrderly) || type.applies(isOrderly: isOrderly)
        #expect(inForce.type.applies(isOrderly: isOrderly) == isEither)
      }
      #expect(inForce.cancelsGoodTill)
    }
  }

  @Test("the grace is the operator's at most")
  func grace() {
    let operators = CancelOnDisconnect(.drop, graceMilliseconds: 5_000)
    let asked: [UInt64] = [0, 1, 4_999, 5_000, 5_001, .max]
    let graces = asked.map { operators.asked(nil, graceMilliseconds: $0).graceMilliseconds }
    #expect(graces == [0, 1, 4_999, 5_000, 5_000, 5_000])
  }
}
