import Rings
import Testing

@Suite struct CursorTests {
  @Test("the cursor is where it was put", arguments: [0, 1, UInt64.max])
  func stores(position: UInt64) {
    let cursor = Cursor(7)
    let first = cursor.load()
    cursor.store(position)
    #expect(first == 7)
    #expect(cursor.load() == position)
  }
}
