import Foundation

/// An answer: one line of JSON. `ok` says whether it was done; what does not apply is left out.
public struct AdminAnswer: Codable, Equatable, Sendable {
  public var ok: Bool
  /// What was done, or why not.
  public var message: String?
  public var sessions: [SessionFigures]?
  /// Of `sessions`: how many there are behind the last one.
  public var left: Int?
  public var venue: VenueFigures?
  /// In the text format of Prometheus.
  public var metrics: String?
  /// TotalAffectedOrders(533) of a kill.
  public var affectedOrders: UInt64?
  /// The number of what waits for a second person.
  public var approval: UInt64?
  /// What waits for a second person, and the firms that are stopped, as of a command's number.
  public var approvals: [ApprovalFigures]?
  public var suspensions: [SuspensionFigures]?
  public var asOf: UInt64?
  /// What the action would do.
  public var preview: PreviewFigures?
  /// So many instruments were halted, resumed, opened or closed.
  public var affectedInstruments: UInt64?
  /// `TradeState` of the trade that was asked about.
  public var tradeState: String?
  /// `TitleStatus` of the document that was changed.
  public var titleStatus: String?
  /// AuctionID(7762) and `AuctionState` of the lot that was asked about.
  public var auction: UInt64?
  public var auctionState: String?
  /// The number of the news, or of the change, that is published or withdrawn.
  public var publication: UInt64?

  public init(ok: Bool, message: String? = nil) {
    self.ok = ok
    self.message = message
  }

  /// As a line, without its end.
  public var line: String { Self.line(of: self) }

  /// Reads a line; nil where it is none.
  public init?(line: String) {
    do {
      self = try JSONDecoder().decode(AdminAnswer.self, from: Data(line.utf8))
    } catch { return nil }
  }

  static func line(of value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch { preconditionFailure("texts, numbers and lists are JSON: \(error)") }
  }
}
