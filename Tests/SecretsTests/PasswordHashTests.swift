import Secrets
import Testing

@Suite struct PasswordHashTests {
  static let salt = "000102030405060708090a0b0c0d0e0f"
  static let hash = "f0F1f2f3f4f5f6f7f8f9fafbfcfdfeff"

  @Test("a hash recognises its password, and no other, also after it was written and read")
  func verifies() throws {
    let right = Array("right password".utf8)
    let wrong = Array("right passwore".utf8)
    let cheap = try #require(Scrypt.Cost(n: 16, r: 1, p: 1))
    let hash = unsafe PasswordHash.make(of: right.span.bytes, cost: cheap)
    let made = try #require(hash)
    let read = try #require(PasswordHash(made.text))
    #expect(read == made)
    let results = [right, wrong, []].map { unsafe read.verifies($0.span.bytes) }
    #expect(results == [true, false, false])
  }

  @Test("two hashes of one password differ: each has a salt of its own")
  func salts() throws {
    let password = Array("the same".utf8)
    let cheap = try #require(Scrypt.Cost(n: 2, r: 1, p: 1))
    let first = unsafe PasswordHash.make(of: password.span.bytes, cost: cheap)
    let second = unsafe PasswordHash.make(of: password.span.bytes, cost: cheap)
    #expect(first != nil)
    #expect(first != second)
  }

  static let malformed = [
    "", "scrypt", "password", "scrypt:16384:8:1:\(salt)", "scrypt:16384:8:1:\(salt):\(hash):",
    "bcrypt:16384:8:1:\(salt):\(hash)", "scrypt:16383:8:1:\(salt):\(hash)",
    "scrypt:16384:8:-1:\(salt):\(hash)", "scrypt:16384:8:1:\(salt)0:\(hash)",
    "scrypt:16384:8:1:\(salt):\(hash)0g", "scrypt:16384:8:1:00010203040506:\(hash)",
    "scrypt:16384:8:1:\(salt):00112233", "scrypt:16384:8:1::", "scrypt:1048576:8:1:\(salt):\(hash)",
  ]

  @Test("what is no hash is none", arguments: malformed)
  func refuses(_ text: String) {
    #expect(PasswordHash(text) == nil)
  }

  @Test("the least salt and hash are taken")
  func least() {
    #expect(PasswordHash("scrypt:16384:8:1:0001020304050607:\(Self.hash)") != nil)
    #expect(PasswordHash("scrypt:16384:8:1:\(Self.salt):\(Self.hash)") != nil)
  }
}
