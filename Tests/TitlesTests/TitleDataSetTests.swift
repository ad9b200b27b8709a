import Market
import Testing
import Titles

@Suite struct TitleDataSetTests {
  /// Made apart from this program, by `printf` of the nine lines and `sha256sum`.
  static let receiptDigest = "0999981ef666293bad924d4cc369377e6de7faca49004777e1249f022dd63cb4"

  static var receipt: TitleDataSet {
    var data = TitleDataSet()
    data.append(.titleDocID, Text32("R26110000017") ?? Text32())
    data.append(.titleDocType, Text16("R") ?? Text16())
    data.append(.storagePosition, Text16("F-02-3") ?? Text16())
    data.append(.bondedFlag, true)
    data.append(.storedFrom, Text16("20260818") ?? Text16())
    let grade = Array("CU-CATH-1 (100%)".utf8)
    data.append(.grade, count: grade.count) { grade[$0] }
    data.append(.netWeight, Quantity(thousandths: 25_204))
    data.append(.pieces, 125)
    data.append(.qualityPremium, Price(tenThousandths: -5_000))
    return data
  }

  @Test("the digest is SHA-256 of a line for each field")
  func known() {
    #expect("\(Self.receipt.digest)" == Self.receiptDigest)
  }

  @Test("weights have three decimals, premiums four, also around zero")
  func numbers() {
    func digest(_ weight: Int64) -> Digest256 {
      var data = TitleDataSet()
      data.append(.netWeight, Quantity(thousandths: weight))
      return data.digest
    }
    let weights: [Int64] = [0, 1, 999, 1_000, 1_001, 10_000, .max]
    #expect(Set(weights.map(digest)).count == weights.count)
  }

  @Test("a line end in a value is no line end")
  func escapes() {
    var one = TitleDataSet()
    let forged = Array("A\n7722=B".utf8)
    one.append(.brand, count: forged.count) { forged[$0] }
    var two = TitleDataSet()
    two.append(.brand, Text16("A") ?? Text16())
    two.append(.grade, Text16("B") ?? Text16())
    #expect(one.digest != two.digest)
  }

  @Test("fields come by ascending tag, each once")
  func order() async {
    await #expect(processExitsWith: .failure) {
      var data = TitleDataSet()
      data.append(.pieces, 1)
      data.append(.pieces, 1)
    }
  }

  @Test("neither holder nor status nor version nor the warehouse's grade is in it")
  func fields() {
    let changing: Set<UInt16> = [7706, 7707, 7708, 7709, 7713, 7750, 7751]
    #expect(TitleField.allCases.allSatisfy { !changing.contains($0.rawValue) })
  }

  @Test("bills of lading differ by carrier, reference and sub-reference")
  func bills() {
    func position(_ carrier: String, _ reference: String, _ sub: String) -> TitlePosition {
      let bytes = Array(sub.utf8)
      return TitlePosition(
        carrier: Text16(carrier) ?? Text16(), reference: Text32(reference) ?? Text32(),
        subReference: bytes.count
      ) { bytes[$0] }
    }
    let positions = [
      position("ZZMA", "26A0007", "1"), position("ZZLI", "26A0007", "1"),
      position("ZZMA", "26A0008", "1"), position("ZZMA", "26A0007", "2"),
      position("ZZMA", "26A0007", ""),
    ]
    #expect(Set(positions).count == positions.count)
    #expect(position("ZZMA", "26A0007", "1") == positions[0])
  }
}
