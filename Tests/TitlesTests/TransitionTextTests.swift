import Foundation
import Market
import Testing
import Titles

/// The table of title documents in Specs/RULES_OF_ENGAGEMENT.md is the one that the core judges by.
@Suite struct TransitionTextTests {
  static let heading = "| 7706 from | 7754 action | 7706 to | by | where |"

  /// The lines of the document's table.
  static func documented() -> [String] {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appendingPathComponent("Specs/RULES_OF_ENGAGEMENT.md").path
    let bytes = FileManager.default.contents(atPath: path) ?? Data()
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n")
    guard let start = lines.firstIndex(of: heading) else { return [] }
    return lines[start...].dropFirst(2).prefix { $0.hasPrefix("|") }.map { $0 }
  }

  @Test("the documented table is the core's, row by row")
  func same() {
    let rows = TitleTransition.all.map(Self.line)
    #expect(Self.documented() == rows, "\(rows.joined(separator: "\n"))")
  }

  static func line(_ row: TitleTransition) -> String {
    let to = row.to.map(name) ?? "as before"
    let actors = TitleActor.allCases.filter(row.actors.contains).map { "\($0)" }
    let guards = TitleGuard.allCases.filter(row.guards.contains).map(phrase)
    let action = "\(row.action.rawValue) \(words(row.action))"
    return "| \(name(row.from)) | \(action) | \(to) | \(actors.joined(separator: ", ")) | "
      + "\(guards.joined(separator: "; ")) |"
  }

  static func name(_ status: TitleStatus) -> String {
    "\(status.rawValue) \("\(status)".uppercased())"
  }

  static func words(_ action: TitleAction) -> String {
    switch action {
    case .loadOut: "load out"
    case .giveUp: "give up"
    default: "\(action)"
    }
  }

  static func phrase(_ condition: TitleGuard) -> String {
    switch condition {
    case .free: "neither reserved nor settling"
    case .unsettled: "not settling; an order on it is cancelled first"
    case .settling: "settling in that trade"
    case .unreserved: "an order on it is cancelled first"
    case .unburdened: "it was ACTIVE when it expired"
    case .recipient: "to another firm"
    case .reason: "a reason"
    case .court: "what a court has frozen, by a court"
    case .complete: "number, weight, position, digest and holder are there"
    case .positionFree: "no other live document stands for the goods"
    case .warehouseCompliant: "warehouse compliant (Art. 18)"
    case .bonded: "bonded (Art. 49)"
    case .negotiable: "a bill is to order, shipped on board, no sea waybill"
    case .oneUnit: "one document unit within its tolerance"
    case .digestEqual: "the same TitleDigest(7709)"
    case .digest: "the new TitleDigest(7709)"
    case .feePaid: "storage fee paid"
    case .remainingDays: "good for the least remaining time"
    case .pledgeeAccepts: "the pledgee accepts"
    case .warehouseSigns: "the warehouse countersigns"
    case .fundsSettled: "the trade's money is settled in full"
    case .defaultDeclared: "the default is declared"
    case .due: "its time is over"
    case .bill: "a bill of lading"
    case .splittable: "splittable"
    case .parts: "2 to 64 new documents, each a delivery unit at least, together its weight"
    case .equals: "with 1 to 63 others of the same holder, instrument, warehouse and state"
    case .receipts: "1 to 64 receipts, together a document unit within its tolerance"
    case .substitute: "another bill of the same weight"
    }
  }
}
