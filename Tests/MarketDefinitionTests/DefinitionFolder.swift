import Foundation
import MarketDefinition

/// A copy of a small, complete market definition in a folder of its own, to be spoilt by tests.
final class DefinitionFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "cangdan-definition-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in Self.files { try write(name, text) }
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {
      print("could not remove \(path): \(error)")
    }
  }

  /// The definition as it stands, unspoilt.
  static func definition() throws -> Definition {
    let folder = try DefinitionFolder()
    return try withExtendedLifetime(folder) { try Definition(folder: folder.path) }
  }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
  }

  /// Replaces `old`, which must be there, by `new` in a file.
  func edit(_ name: String, _ old: String, _ new: String) throws {
    let text = try String(contentsOfFile: path + "/" + name, encoding: .utf8)
    precondition(text.contains(old), "the sample holds '\(old)'")
    try write(name, text.replacingOccurrences(of: old, with: new))
  }

  static let files: [(String, String)] = [
    (
      "venue.yaml",
      """
      compID: VENUE
      name: Test market
      calendar:
        utcOffset: "+08:00"
        weekdays: [Mon, Tue, Wed, Thu, Fri]
        holidays: [2026-11-25]
        hours:
          book:
            - 08:55 openingCall
            - 09:00 open
            - 11:30 pause
            - 13:30 open
            - 14:57 closingCall
            - 15:00 closed
      settlement: {balanceWithin: 2 h, fundsWithin: 10 min, riskReservePercent: 0.05}
      """
    ),
    (
      "firms.yaml",
      """
      firms:
        - code: SELLER
          name: Seller
        - code: BUYER
          name: Buyer
          controlGroup: G1
        - code: DESK
          name: Operator
          operator: yes
        - code: KEEPER
          name: Keeper
      """
    ),
    (
      "sessions.yaml",
      """
      defaults:
        heartbeat: 5-60
      sessions:
        - compID: SELLER
          firm: SELLER
          role: dealer
        - compID: BUYER
          subID: DESK2
          firm: BUYER
          role: market-maker
          throttle: {messages: 100, milliseconds: 500}
      """
    ),
    (
      "warehouses.yaml",
      """
      warehouses:
        - code: W1
          name: Warehouse One
          firm: KEEPER
          grade: A
          bonded: yes
      """
    ),
    (
      "instruments.yaml",
      """
      instruments:
        - code: CU
          name: Copper
          document: receipt
          unit: t
          documentUnit: 25
          brand: NORVANE
          spec: Grade A
          warehouse: W1
          hours: book
          listingMode: [listing, continuous]
          authority: Licence
          tick: 0.5
          referencePrice: 68450.5
          bandPercent: 6
          guarantee: 20
          guaranteeDue: before order entry
          tolerancePercent: 2
          minInterval: 0
          matchRule: price-time
          signingFlow: automatic
          fees: {tradePercent: 0.01, tradeMinimum: 1}
          highestPremium: 20
      """
    ),
    (
      "receipts.csv",
      """
      receiptNo,symbol,warehouse,holder,status,netWeight,storedFrom,storedUntil,qualityPremiumCNY,version,brand,position,storageFeePaidTo,bonded,depositor,grade,package,pieces
      R1,CU,W1,SELLER,ACTIVE,25.134,2026-08-18,2027-08-18,20,1,"NOR,VANE",A-1,2026-12-31,Y,SELLER,CATH-1,bundle,125
      R2,CU,W1,SELLER,FROZEN,24.5,2026-08-18,2027-08-18,-60,2,,A-2,2026-12-31,Y,SELLER,CATH-1,bundle,124
      """
    ),
    ("funds.csv", "firm,currency,amount\nBUYER,CNY,1000000.01\n"),
  ]
}
