import FIX44
import Tap
import Testing

@Suite struct LogonFieldTests {
  static let logon = "35=A|49=SUP001|56=CANGDAN|34=1|98=0|108=30|141=Y|"

  static func replaced(_ body: String, _ value: String?) -> String {
    TapMessages.text(LogonField.replace(.compression, with: value, in: TapMessages.wire(body)))
  }

  @Test("put in behind HeartBtInt(108), changed, taken out; length and checksum follow")
  func replace() {
    let with = "35=A|49=SUP001|56=CANGDAN|34=1|98=0|108=30|7811=1|141=Y|"
    #expect(Self.replaced(Self.logon, "1") == TapMessages.text(TapMessages.wire(with)))
    #expect(Self.replaced(with, "1") == TapMessages.text(TapMessages.wire(with)))
    #expect(Self.replaced(with, nil) == TapMessages.text(TapMessages.wire(Self.logon)))
    #expect(Self.replaced(Self.logon, nil) == TapMessages.text(TapMessages.wire(Self.logon)))
  }

  @Test("what is no Logon(A) stays as it is")
  func others() {
    for body in ["35=D|34=1|108=30|", "35=5|34=1|", "35=AE|34=1|108=30|"] {
      #expect(Self.replaced(body, "1") == TapMessages.text(TapMessages.wire(body)))
      #expect(!LogonField.isLogon(TapMessages.wire(body)))
    }
    #expect(LogonField.isLogon(TapMessages.wire(Self.logon)))
    #expect(!LogonField.isLogon(Array("hello".utf8)))
  }
}
