public import FIX44
public import TradeClient

/// How messages are printed, one line each.
public enum LineFormat: String, CaseIterable, Sendable {
  /// What happened, in words.
  case text
  case csv
  case json
  /// As on the wire, `|` for the delimiter.
  case raw
}

/// Makes lines of messages.
public struct LineWriter: Sendable {
  private let format: LineFormat
  private let text: MessageText
  private let json: MessageJSON

  public init(_ format: LineFormat, _ dictionary: FIX44Dictionary) {
    self.format = format
    text = MessageText(dictionary)
    json = MessageJSON(dictionary)
  }

  /// The line before all others, where the format has one.
  public var header: String? { format == .csv ? MessageCSV.header : nil }

  /// The lines of one message, without their ends.
  public func lines(_ message: WireMessage) -> [String] {
    switch format {
    case .text: [words(message)]
    case .csv: MessageCSV.lines(message)
    case .json: [json.line(message)]
    case .raw: [message.wire]
    }
  }

  /// `20261118-11:06:40.000 DLR001 filled 25 of 25 CU-BW-A at 68450 (A1)`: when, for which session, what.
  private func words(_ message: WireMessage) -> String {
    let head = [message[.sendingTime], message[.onBehalfOfCompID]].compactMap { $0 }
    return (head + [text.short(message)]).joined(separator: " ")
  }
}
