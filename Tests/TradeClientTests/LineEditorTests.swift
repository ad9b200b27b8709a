import Testing
import TradeClient

@Suite struct LineEditorTests {
  static let up = "\u{1b}[A"
  static let down = "\u{1b}[B"
  static let left = "\u{1b}[D"
  static let right = "\u{1b}[C"

  /// Keys, and what is in the line afterwards.
  static let rows: [(String, String, Int)] = [
    ("buy", "buy", 3), ("buy\(left)\(left)X", "bXuy", 2), ("buy\u{7f}", "bu", 2),
    ("buy\(left)\u{7f}", "by", 1), ("buy\u{1}X", "Xbuy", 1), ("buy\u{1}\u{5}X", "buyX", 4),
    ("buy\u{1}\(right)\u{4}", "by", 1), ("buy\u{1}\u{1b}[3~", "uy", 0), ("buy\u{1b}[HX", "Xbuy", 1),
    ("buy\u{1}\u{1b}[FX", "buyX", 4), ("buy\u{2}\u{b}", "bu", 2), ("buy\u{15}", "", 0),
    ("\u{7f}", "", 0), ("\(left)\(right)", "", 0), ("仓单\(left)X", "仓X单", 2),
    ("a\u{1b}[15~b", "ab", 2), (up, "two", 3), ("\(up)\(up)", "one", 3),
    ("\(up)\(up)\(up)", "one", 3),
    ("new\(up)\(down)", "new", 3), ("new\(down)", "new", 3), ("\(up)X\u{1}\(down)", "", 0),
  ]

  @Test("keys edit the line", arguments: rows)
  func edit(_ keys: String, _ text: String, _ cursor: Int) {
    var editor = LineEditor(history: ["one", "two"])
    for byte in keys.utf8 { #expect(editor.input(byte) == .editing) }
    #expect(String(editor.text) == text)
    #expect(editor.cursor == cursor)
  }

  @Test("Enter gives the line and keeps it, but not twice in a row")
  func enter() {
    var editor = LineEditor()
    for line in ["a", "a", "", "b"] {
      for byte in line.utf8 { _ = editor.input(byte) }
      #expect(editor.input(0x0d) == .line(line))
    }
    #expect(editor.history == ["a", "b"])
    #expect(editor.text == [])
  }

  @Test("Ctrl-C throws the line away, Ctrl-D ends an empty one")
  func control() {
    var editor = LineEditor()
    _ = editor.input(0x61)
    #expect(editor.input(0x03) == .interrupted)
    #expect(editor.text == [])
    #expect(editor.input(0x04) == .endOfInput)
  }

  @Test("the cursor is put back to its place")
  func rendering() {
    var editor = LineEditor()
    for byte in "buy\(Self.left)".utf8 { _ = editor.input(byte) }
    #expect(editor.rendering(prompt: "> ") == "\r\u{1b}[K> buy\u{1b}[1D")
  }
}
