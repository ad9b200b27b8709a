import Tap
import Testing

@Suite struct TapStateTests {
  @Test("a state comes back as it was written")
  func round() throws {
    var reader = CopyReader()
    #expect(TapState(TapState(session: "CANGDAN/DC001").text)?.reader == reader)
    _ = try reader.take(TapMessages.message("35=8|115=DLR001|11=A1|7840=64|7841=0|"))
    let state = TapState(session: "CANGDAN/DC001", reader: reader, outputBytes: 512)
    #expect(TapState(state.text) == state)
    #expect(
      state.text.hasPrefix("cangdan-tap 1 CANGDAN/DC001 feed 64 messages 1 output 512 digest "))
  }

  @Test("whatever is cut or changed in it, it is none")
  func damaged() {
    let text = TapState(session: "CANGDAN/DC001").text
    for cut in 0..<text.count { #expect(TapState(String(text.prefix(cut))) == nil) }
    for (old, new) in [("tap 1", "tap 2"), ("feed 0", "feed x"), ("output 0", "output -1")] {
      #expect(TapState(text.replacing(old, with: new)) == nil)
    }
    #expect(TapState("epoch 3 in 57 out 60\n") == nil)
  }
}
