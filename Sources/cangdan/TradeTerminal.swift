import Foundation
import Glibc
import TradeClient

/// The user's end: lines from a terminal, with editing and history, or from a pipe.
struct TradeTerminal: ~Copyable {
  /// What the user has done.
  enum Input: Equatable {
    case line(String)
    case ended
  }

  private let prompt: String
  /// Whether somebody types.
  let isTerminal: Bool
  private var editor = LineEditor()
  private var saved = termios()
  private var partial: [UInt8] = []

  /// Without `isReading` the user's end only prints.
  init(name: String, isReading: Bool) {
    prompt = "\(name)> "
    isTerminal = isReading && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    guard isTerminal else { return }
    unsafe tcgetattr(STDIN_FILENO, &saved)
    var raw = saved
    raw.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
    raw.c_iflag &= ~tcflag_t(IXON | ICRNL)
    unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw)
  }

  deinit {
    guard isTerminal else { return }
    var saved = saved
    unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
    Self.write("\n")
  }

  /// A line to the user; what is being typed stays below it.
  func print(_ line: String) {
    Self.write(isTerminal ? "\r\u{1b}[K\(line)\n" : "\(line)\n")
  }

  /// Shows what is being typed.
  func showPrompt() {
    if isTerminal { Self.write(editor.rendering(prompt: prompt)) }
  }

  /// Takes what can be read now.
  mutating func read() -> [Input] {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe Glibc.read(STDIN_FILENO, &bytes, bytes.count)
    if count <= 0 { return takePartial() + [.ended] }
    return isTerminal ? edit(bytes.prefix(count)) : split(bytes.prefix(count))
  }

  private mutating func edit(_ bytes: ArraySlice<UInt8>) -> [Input] {
    var inputs: [Input] = []
    for byte in bytes {
      switch editor.input(byte) {
      case .editing: break
      case .line(let line):
        Self.write("\r\u{1b}[K\(prompt)\(line)\n")
        inputs.append(.line(line))
      case .interrupted: Self.write("^C\n")
      case .endOfInput: inputs.append(.ended)
      }
    }
    return inputs
  }

  private mutating func split(_ bytes: ArraySlice<UInt8>) -> [Input] {
    partial += bytes
    var inputs: [Input] = []
    while let end = partial.firstIndex(of: 0x0a) {
      inputs.append(.line(String(decoding: partial[..<end], as: UTF8.self)))
      partial.removeSubrange(...end)
    }
    return inputs
  }

  /// A last line without an end.
  private mutating func takePartial() -> [Input] {
    if partial.isEmpty { return [] }
    defer { partial = [] }
    return [.line(String(decoding: partial, as: UTF8.self))]
  }

  private static func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }
}
