import Market
import Testing

@Suite struct AudienceTests {
  private static let last = SessionID(rawValue: 4)

  @Test("all that were known then hear it, in every role; who came later does not")
  func all() {
    let audience = Audience(upTo: Self.last)
    for role in SessionRole.allCases {
      #expect(audience.includes(SessionID(rawValue: 1), role, of: .none))
      #expect(audience.includes(Self.last, role, of: FirmID(rawValue: 7)))
      #expect(!audience.includes(SessionID(rawValue: 5), role, of: FirmID(rawValue: 7)))
    }
  }

  @Test("a firm's hear it, and no other's")
  func firm() {
    let audience = Audience(allOf: FirmID(rawValue: 7), upTo: Self.last)
    #expect(audience.includes(Self.last, .dealer, of: FirmID(rawValue: 7)))
    #expect(!audience.includes(Self.last, .dealer, of: FirmID(rawValue: 8)))
    #expect(!audience.includes(Self.last, .supervisor, of: .none))
  }

  @Test("roles are bits by their numbers")
  func roles() {
    var audience = Audience(upTo: Self.last)
    audience.roles = 1 << UInt32(SessionRole.dealer.rawValue)
    for role in SessionRole.allCases {
      #expect(audience.includes(Self.last, role, of: .none) == (role == .dealer))
    }
  }

  @Test("news is addressed so, reports are not")
  func events() {
    #expect(Audience.stands(inEvent: EventType.newsPublished.rawValue))
    #expect(!Audience.stands(inEvent: EventType.executionReport.rawValue))
  }
}
