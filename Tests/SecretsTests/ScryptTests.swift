import Secrets
import Testing

/// The test vectors of RFC 7914, section 12, and what costs are allowed.
@Suite struct ScryptTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let password: String
    let salt: String
    let n: UInt64
    let p: UInt64
    let key: [UInt8]
    var testDescription: String { "\(password), \(salt), N \(n)" }
  }

  static let vectors = [
    Vector(
      password: "password", salt: "NaCl", n: 1_024, p: 16,
      key: [
        0xfd, 0xba, 0xbe, 0x1c, 0x9d, 0x34, 0x72, 0x00, 0x78, 0x56, 0xe7, 0x19, 0x0d, 0x01, 0xe9,
        0xfe, 0x7c, 0x6a, 0xd7, 0xcb, 0xc8, 0x23, 0x78, 0x30, 0xe7, 0x73, 0x76, 0x63, 0x4b, 0x37,
        0x31, 0x62,
      ]),
    Vector(
      password: "pleaseletmein", salt: "SodiumChloride", n: 16_384, p: 1,
      key: [
        0x70, 0x23, 0xbd, 0xcb, 0x3a, 0xfd, 0x73, 0x48, 0x46, 0x1c, 0x06, 0xcd, 0x81, 0xfd, 0x38,
        0xeb,
      ]),
  ]

  @Test("keys are those of RFC 7914", arguments: vectors)
  func knownAnswers(_ vector: Vector) throws {
    let cost = try #require(Scrypt.Cost(n: vector.n, r: 8, p: vector.p))
    let password = Array(vector.password.utf8)
    let key = unsafe Scrypt.key(
      of: password.span.bytes, salt: Array(vector.salt.utf8), cost: cost, byteCount: 64)
    #expect(key?.count == 64)
    #expect(key.map { Array($0.prefix(vector.key.count)) } == vector.key)
  }

  struct CostRow: Sendable {
    let n: UInt64
    let r: UInt64
    let p: UInt64
    let isAllowed: Bool
  }

  static let costs = [
    CostRow(n: 1, r: 8, p: 1, isAllowed: false), CostRow(n: 2, r: 8, p: 1, isAllowed: true),
    CostRow(n: 3, r: 8, p: 1, isAllowed: false), CostRow(n: 16_384, r: 8, p: 1, isAllowed: true),
    CostRow(n: 65_536, r: 8, p: 1, isAllowed: true),
    CostRow(n: 131_072, r: 8, p: 1, isAllowed: false),
    CostRow(n: 1 << 63, r: 32, p: 1, isAllowed: false), CostRow(n: 2, r: 0, p: 1, isAllowed: false),
    CostRow(n: 2, r: 33, p: 1, isAllowed: false), CostRow(n: 2, r: 8, p: 0, isAllowed: false),
    CostRow(n: 2, r: 8, p: 16, isAllowed: true), CostRow(n: 2, r: 8, p: 17, isAllowed: false),
  ]

  @Test("a cost is a power of two, and at most 64 MiB", arguments: costs)
  func costLimits(_ row: CostRow) {
    #expect((Scrypt.Cost(n: row.n, r: row.r, p: row.p) != nil) == row.isAllowed)
  }
}
