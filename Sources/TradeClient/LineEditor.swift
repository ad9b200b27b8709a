/// A line being typed at a terminal: bytes of keys in, whole lines out, with a history.
///
/// Knows arrows, Home, End, Delete, Backspace, Ctrl-A, -B, -C, -D, -E, -F, -K, -N, -P and -U.
public struct LineEditor: Sendable {
  /// What a key has led to.
  public enum Outcome: Equatable, Sendable {
    case editing
    case line(String)
    /// Ctrl-D on an empty line.
    case endOfInput
    /// Ctrl-C: the line is thrown away.
    case interrupted
  }

  /// Lines kept in the history at most.
  public static var historyMax: Int { 1_000 }

  /// What has been typed.
  public private(set) var text: [Character] = []
  /// The place of the cursor in `text`.
  public private(set) var cursor = 0
  /// Earlier lines, oldest first.
  public private(set) var history: [String] = []
  private var place = 0
  /// What was typed before the history was looked at.
  private var draft: [Character] = []
  private var escape: [UInt8] = []
  private var pending: [UInt8] = []

  public init(history: [String] = []) {
    self.history = history
    place = history.count
  }

  /// What the terminal is to show: the line anew, the cursor in its place.
  public func rendering(prompt: String) -> String {
    let back = text.count - cursor
    return "\r\u{1b}[K\(prompt)\(String(text))" + (back > 0 ? "\u{1b}[\(back)D" : "")
  }

  /// A byte from the terminal.
  public mutating func input(_ byte: UInt8) -> Outcome {
    if !escape.isEmpty || byte == 0x1b {
      escaped(byte)
      return .editing
    }
    switch byte {
    case 0x0d, 0x0a: return enter()
    case 0x03:
      clear()
      return .interrupted
    case 0x04:
      if text.isEmpty { return .endOfInput }
      deleteForward()
    case 0x7f, 0x08: deleteBackward()
    case 0x00..<0x20: control(byte)
    default: insert(byte)
    }
    return .editing
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x01: cursor = 0
    case 0x02: cursor = max(0, cursor - 1)
    case 0x05: cursor = text.count
    case 0x06: cursor = min(text.count, cursor + 1)
    case 0x0b: text.removeSubrange(cursor...)
    case 0x0e: recall(place + 1)
    case 0x10: recall(place - 1)
    case 0x15: clear()
    default: break
    }
  }

  /// ESC [ A and the like; a sequence ends with a letter or a tilde.
  private mutating func escaped(_ byte: UInt8) {
    escape.append(byte)
    guard escape.count > 2 || (escape.count == 2 && byte != 0x5b && byte != 0x4f) else { return }
    let isEnd = byte >= 0x40 && byte <= 0x7e
    guard isEnd || escape.count > 8 else { return }
    switch String(decoding: escape.dropFirst(2), as: UTF8.self) {
    case "A": recall(place - 1)
    case "B": recall(place + 1)
    case "C": cursor = min(text.count, cursor + 1)
    case "D": cursor = max(0, cursor - 1)
    case "H", "1~": cursor = 0
    case "F", "4~": cursor = text.count
    case "3~": deleteForward()
    default: break
    }
    escape = []
  }

  private mutating func insert(_ byte: UInt8) {
    pending.append(byte)
    guard let decoded = String(validating: pending, as: UTF8.self) else {
      if pending.count >= 4 { pending = [] }
      return
    }
    pending = []
    text.insert(contentsOf: Array(decoded), at: cursor)
    cursor += decoded.count
  }

  private mutating func deleteBackward() {
    guard cursor > 0 else { return }
    cursor -= 1
    text.remove(at: cursor)
  }

  private mutating func deleteForward() {
    if cursor < text.count { text.remove(at: cursor) }
  }

  private mutating func enter() -> Outcome {
    let line = String(text)
    if !line.isEmpty && history.last != line {
      if history.count == Self.historyMax { history.removeFirst() }
      history.append(line)
    }
    clear()
    return .line(line)
  }

  private mutating func clear() {
    text = []
    cursor = 0
    place = history.count
    draft = []
  }

  private mutating func recall(_ wanted: Int) {
    guard wanted >= 0, wanted <= history.count, wanted != place else { return }
    if place == history.count { draft = text }
    place = wanted
    text = wanted == history.count ? draft : Array(history[wanted])
    cursor = text.count
  }
}
