import Foundation
import Market
import Testing

/// Who learns what: rule book Art. 22.
@Suite struct DisclosureTests {
  /// Each kind of particulars, and everybody who learns it.
  static let rows: [(DisclosedField, [DisclosureTier])] = [
    (.goods, [.everybody, .dealer, .owner, .pledgee, .supervisor]),
    (.document, [.everybody, .dealer, .owner, .pledgee, .supervisor]),
    (.status, [.everybody, .dealer, .owner, .pledgee, .supervisor]),
    (.warehouse, [.everybody, .dealer, .owner, .pledgee, .supervisor]),
    (.price, [.everybody, .dealer, .owner, .pledgee, .supervisor]),
    (.figures, [.everybody, .dealer, .owner, .pledgee, .supervisor]),
    (.weight, [.dealer, .owner, .pledgee, .supervisor]),
    (.version, [.dealer, .owner, .pledgee, .supervisor]),
    (.place, [.owner, .pledgee, .supervisor]), (.digest, [.owner, .pledgee, .supervisor]),
    (.origin, [.owner, .pledgee, .supervisor]), (.endorsement, [.owner, .pledgee, .supervisor]),
    (.holder, [.owner, .pledgee, .supervisor]), (.recipient, [.owner, .pledgee, .supervisor]),
    (.tradeState, [.owner, .supervisor]), (.parties, [.owner, .supervisor]),
    (.order, [.owner, .supervisor]), (.money, [.owner, .supervisor]),
    (.record, [.supervisor]), (.finding, [.supervisor]),
  ]

  @Test("each tier sees what the table says, and nothing else", arguments: rows)
  func table(_ field: DisclosedField, _ tiers: [DisclosureTier]) {
    for tier in DisclosureTier.allCases {
      #expect(tier.sees(field) == tiers.contains(tier), "\(tier) \(field)")
    }
  }

  @Test("each field has its row")
  func whole() {
    #expect(Set(Self.rows.map(\.0)) == Set(DisclosedField.allCases))
  }

  @Test("who watches sees all; who is nearer never sees less than everybody")
  func order() {
    for field in DisclosedField.allCases {
      #expect(DisclosureTier.supervisor.sees(field))
      guard DisclosureTier.everybody.sees(field) else { continue }
      #expect(DisclosureTier.allCases.allSatisfy { $0.sees(field) })
    }
  }

  @Test("the rules of engagement print this table")
  func printed() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "Specs/RULES_OF_ENGAGEMENT.md"), encoding: .utf8)
    let lines = DisclosedField.allCases.map { field in
      let marks = DisclosureTier.allCases.map { $0.sees(field) ? "yes" : "" }
      return "| \(field.words) | \(marks.joined(separator: " | ")) |"
    }
    #expect(text.contains(lines.joined(separator: "\n") + "\n\n"))
    let wanted = lines.joined(separator: "\n")
    if !text.contains(wanted) { Issue.record("\(wanted)") }
  }
}
