import Foundation
import Market
import Testing

@testable import Agents

/// The table of roles in Specs/RULES_OF_ENGAGEMENT.md is what a counterparty of each role meets.
@Suite struct RolesTests {
  /// A message of each type, and what answers it where the role may send it.
  private static let messages: [String: (message: String, answer: [String])] = [
    "D": (
      "35=D|11=NEW|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|",
      ["35=8", "11=NEW", "150=0"]
    ),
    "F": (
      "35=F|11=CANCEL|41=NONE|55=CU|54=1|60=20261121-09:00:00|",
      ["35=9", "11=CANCEL", "102=1"]
    ),
    "G": (
      "35=G|11=CHANGE|41=NONE|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|",
      ["35=9", "11=CHANGE", "102=1"]
    ),
    "H": ("35=H|11=NONE|55=CU|54=1|", ["35=8", "11=NONE", "150=I"]),
    "q": ("35=q|11=ALL|530=7|60=20261121-09:00:00|", ["35=r", "11=ALL", "531=7"]),
    "BE": ("35=BE|923=USER|924=4|553=BUYER|", ["35=BF", "923=USER", "926=1"]),
    "AR": (
      "35=AR|571=1|150=F|939=0|880=99|55=CU|", ["35=j", "372=AR", "379=1", "380=1"]
    ),
    "AU": (
      "35=AU|664=99|75=20261121|60=20261121-09:00:00|940=3|",
      ["35=j", "372=AU", "379=99", "380=1"]
    ),
    "UT": (
      "35=UT|7700=1|7701=NONE|7708=1|7754=9|7856=1|",
      ["35=j", "372=UT", "379=1", "380=1"]
    ),
    "UD": ("35=UD|571=OBJECT|880=99|", ["35=j", "372=UD", "379=OBJECT", "380=1"]),
    "UP": ("35=UP|376=MM|7802=M|7803=20|", ["35=UP", "376=MM", "7802=M", "7807=1"]),
    "s": (
      "35=s|548=X|549=1|550=0|552=2|54=1|11=XB|38=25|54=2|11=XS|38=25|55=CU|60=20261121-09:00:00|"
        + "40=2|44=68400|",
      ["35=8", "11=XS", "548=X", "150=8"]
    ),
    "W": ("35=W|262=F1|55=USD/CNY|268=1|269=6|270=7.1|", ["35=j", "372=W", "379=F1", "380=2"]),
    "BB": ("35=BB|909=I1|453=1|448=NOBODY|447=D|452=1|", ["35=BG", "909=I1", "945=4"]),
    "AE": (
      "35=AE|571=T|570=N|55=CU|32=25|31=68400|75=20261121|60=20261121-09:00:00|552=2|54=1|37=NONE|"
        + "453=1|448=BUYER|447=D|452=1|54=2|37=NONE|453=1|448=NOBODY|447=D|452=1|",
      ["35=AR", "571=T", "939=1", "751=1"]
    ),
    "c": (
      "35=c|320=LOT|321=1|55=NONE|38=25|342=20261121-09:00:00|7761=D|7763=S|7764=68400|7765=10|",
      ["35=d", "320=LOT", "323=5"]
    ),
    "R": (
      "35=R|131=Q|146=1|55=CU|54=1|38=24|", ["35=AG", "131=Q", "658=99"]
    ),
    "S": ("35=S|131=99|117=S|55=CU|133=68400|", ["35=AI", "117=S", "297=5"]),
    "AJ": ("35=AJ|693=R|117=99|694=1|55=CU|", ["35=AI", "693=R", "297=9"]),
    "Z": ("35=Z|131=99|117=S|298=1|", ["35=AI", "117=S", "297=5"]),
    "e": ("35=e|324=P|55=NONE|263=0|", ["35=f", "324=P", "326=20"]),
    "g": ("35=g|335=P|263=0|", ["35=h", "335=P", "336=DAY"]),
    "x": ("35=x|320=T|559=0|55=NONE|", ["35=y", "320=T", "560=2"]),
    "AF": ("35=AF|584=OPEN|585=7|", ["35=8", "584=OPEN", "912=Y"]),
    "AD": ("35=AD|568=PAST|569=2|", ["35=AQ", "568=PAST", "749=8", "750=2"]),
    "AN": (
      "35=AN|710=HELD|724=0|453=1|448=NOBODY|447=D|452=1|1=NOBODY|581=1|715=20261121|"
        + "60=20261121-09:00:00|",
      ["35=AO", "710=HELD", "729=2"]
    ),
  ]

  /// The cells of the table by the role's name, under the types of the head.
  private static let table: (types: [String], rows: [String: [String]]) = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Specs/RULES_OF_ENGAGEMENT.md")
    let text: String
    do { text = try String(contentsOf: file, encoding: .utf8) } catch { return ([], [:]) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let head = lines.firstIndex(where: { $0.hasPrefix("| role | D |") }) else {
      return ([], [:])
    }
    func cells(_ line: Substring) -> [String] {
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let rows = lines[(head + 2)...].prefix { $0.hasPrefix("|") }.map(cells)
    return (
      Array(cells(lines[head]).dropFirst()),
      Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Array($0.dropFirst())) })
    )
  }()

  @Test("every role has its row, and every message that is taken its column")
  func complete() {
    let names = SessionRole.allCases.map(Self.name)
    #expect(Set(Self.table.rows.keys) == Set(names))
    #expect(Set(Self.table.types) == Set(Self.messages.keys))
  }

  @Test("each message of each role has the answer of the table", arguments: SessionRole.allCases)
  func answers(_ role: SessionRole) throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path) { _, _ in
    } setup: { _, session in
      session.role = role
    }
    venue.defineSession(2, role: role)
    let client = try venue.logOn("BUYER")
    let row = try #require(Self.table.rows[Self.name(role)])
    for (type, cell) in zip(Self.table.types, row) {
      let (message, answer) = try #require(Self.messages[type])
      let number = client.nextNumber
      client.send(message)
      let refused = ["35=j", "45=\(number)", "372=\(type)", "380=6"]
      let expected = cell == "yes" ? answer : refused
      let told = venue.expect(
        client, expected[0], expected[1], expected[2], expected[expected.count - 1])
      #expect(told != nil, "\(type): \(expected)")
      #expect(cell == "yes" || cell == "380=6")
    }
  }

  /// The role as sessions.yaml has it.
  private static func name(_ role: SessionRole) -> String {
    "\(role)".map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
  }
}
