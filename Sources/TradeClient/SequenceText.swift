public import FIXSession
import Market

/// Where a session's numbering stands, as one line of a file: `epoch 3 in 57 out 60`.
public enum SequenceText {
  /// The line, padded with blanks so that each new one covers the old.
  public static func line(_ numbers: SessionNumbers) -> String {
    let text =
      "epoch \(numbers.epoch.rawValue) in \(numbers.nextInbound.rawValue) "
      + "out \(numbers.nextOutbound.rawValue)"
    return text + String(repeating: " ", count: max(0, 79 - text.utf8.count)) + "\n"
  }

  /// The numbering that a line says; nil where it is none.
  public static func numbers(_ line: String) -> SessionNumbers? {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count == 6, words[0] == "epoch", words[2] == "in", words[4] == "out",
      let epoch = UInt32(words[1]), let inbound = UInt64(words[3]),
      let outbound = UInt64(words[5]), inbound > 0, outbound > 0
    else { return nil }
    return SessionNumbers(
      epoch: Epoch(rawValue: epoch), nextInbound: MsgSeqNum(rawValue: inbound),
      nextOutbound: MsgSeqNum(rawValue: outbound))
  }
}
