import Secrets
import Testing

/// What a password must be.
@Suite struct PasswordRulesTests {
  private func fault(_ bytes: [UInt8]) -> PasswordRules.Fault? {
    unsafe PasswordRules.fault(of: bytes.span.bytes)
  }

  @Test("8 to 128 bytes, both ends", arguments: [0, 7, 8, 9, 127, 128, 129])
  func length(_ count: Int) {
    let expected: PasswordRules.Fault? = 8...128 ~= count ? nil : .wrongLength
    #expect(fault([UInt8](repeating: 0x78, count: count)) == expected)
  }

  @Test("no control characters, everything else", arguments: 0...255)
  func bytes(_ byte: UInt8) {
    let password = [UInt8](repeating: 0x78, count: 7) + [byte]
    #expect(fault(password) == (byte < 0x20 || byte == 0x7f ? .notPrintable : nil))
  }
}
